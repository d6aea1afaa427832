"""What every document says of itself: whose it is, how it is called, in which language, and when it was printed."""

from django.utils.formats import date_format


def head(school, title, *, printed_on, authors=()):
    """The data that `look.typ` reads, as a dict to add a document's own to; not yet fit for the fonts (`settable`)."""
    language, _, region = school.locale.partition("-")
    return {
        "lang": language.lower() if language.isascii() and language.isalpha() else "en",
        "region": region.upper() if len(region) == 2 and region.isalpha() else None,
        "school": school.name,
        "title": title,
        "authors": [str(author) for author in authors],
        "year": printed_on.year,
        "month": printed_on.month,
        "day": printed_on.day,
        "printed": day(printed_on),
    }


def day(date):
    """A date as it stands on paper: “18 November 2026”."""
    return date_format(date, "j F Y")
