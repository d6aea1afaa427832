"""Which full-text dictionary of PostgreSQL suits a school's language."""

USUAL = "simple"

# ISO 639-1 → the dictionary that PostgreSQL 15 brings for it. Norwegian has one for both of its written forms.
BY_LANGUAGE = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def dictionary_of(school):
    """The dictionary for the records of a school, by its locale: “en-au” reads “english”, an unknown one “simple”."""
    language = school.locale.replace("_", "-").split("-")[0].lower()
    return BY_LANGUAGE.get(language, USUAL)
