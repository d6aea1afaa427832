"""Forms of entries. Several links can be pasted at once, one on each line, each with its name if it has one."""

from urllib.parse import unquote, urlsplit

from django import forms

from collab.uncut import Uncut
from collab.web_addresses import WebAddressField, plain
from resources.lists.links.sites import site_of
from resources.models import ListEntry

MOST_LINKS = 50
LONGEST_NAME = ListEntry._meta.get_field("text").max_length
LONGEST_NOTE = ListEntry._meta.get_field("note").max_length
LONGEST_URL = ListEntry._meta.get_field("url").max_length
STARTS = ("http://", "https://")


class LinkField(WebAddressField):
    """The address of a link, in ASCII and not too long for the index of links."""

    def __init__(self, **options):
        super().__init__(assume_scheme="https", **options)

    def clean(self, value):
        url = super().clean(value)
        try:
            url = plain(url)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        if len(url) > LONGEST_URL:
            raise forms.ValidationError(f"This address is too long: at most {LONGEST_URL:,} characters.")
        return url


class LinksForm(Uncut, forms.Form):
    """One link with its name and a note, or several at once."""

    url = forms.CharField(
        label="Link",
        max_length=MOST_LINKS * LONGEST_URL,
        widget=forms.Textarea(attrs={"rows": 2, "autocapitalize": "none", "spellcheck": "false"}),
        help_text="Or paste several, one on each line, each with its name before or after it if you like.",
    )
    text = forms.CharField(label="Name", max_length=LONGEST_NAME, required=False, help_text="What students tap on.")
    note = forms.CharField(
        label="Note",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Why it is worth a look, or where on the page.",
    )

    def clean_url(self):
        """List of (name or "", link). Every line that holds no link is named."""
        lines = [line.split() for line in self.cleaned_data["url"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise forms.ValidationError(f"At most {MOST_LINKS} links at once.")
        found, wrong = [], []
        for number, words in enumerate(lines, start=1):
            try:
                found.append(read_line(words))
            except forms.ValidationError as error:
                wrong += [f"Line {number}: {why}" if len(lines) > 1 else why for why in error.messages]
        if wrong:
            raise forms.ValidationError(wrong[:20])
        return found

    def clean(self):
        cleaned = super().clean()
        several = len(cleaned.get("url", ())) > 1
        for field, word in (("text", "name"), ("note", "note")):
            if several and cleaned.get(field):
                self.add_error(field, f"A {word} is for one link. Leave it empty, or add the links one at a time.")
        return cleaned

    @property
    def entries(self):
        """The links as entries of a list."""
        cleaned = self.cleaned_data
        return [
            {
                "kind": ListEntry.Kind.LINK,
                "url": url,
                "text": (cleaned["text"] or name or name_of(url))[:LONGEST_NAME],
                "note": cleaned["note"],
            }
            for name, url in cleaned["url"]
        ]


def read_line(words):
    """The name (or "") and the link in the words of a line. Raises `ValidationError`."""
    marked = [word for word in words if word.lower().startswith(STARTS)]
    link = marked[0] if marked else words[0] if len(words) == 1 else ""
    if not link:
        raise forms.ValidationError("There is no address of a web page here, such as https://example.org/page.")
    if len(marked) > 1:
        raise forms.ValidationError("Write each link on a line of its own.")
    name = " ".join(word for word in words if word != link).strip("-–—:|· ")
    return name, LinkField().clean(link)


def name_of(url):
    """A link as a name, for want of a better one: “example.org/page”."""
    path = "".join(letter if letter.isprintable() else "" for letter in unquote(urlsplit(url).path))
    return f"{site_of(url)}{path}".rstrip("/")


class HeadingForm(Uncut, forms.ModelForm):
    class Meta:
        model = ListEntry
        fields = ["text"]
        labels = {"text": "Heading"}
        help_texts = {"text": "What comes after it belongs to it, until the next heading."}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["text"].required = True


class LinkForm(Uncut, forms.ModelForm):
    url = LinkField(label="Link")

    class Meta:
        model = ListEntry
        fields = ["url", "text", "note"]
        labels = {"text": "Name"}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"text": "What students tap on.", "note": "Why it is worth a look, or where on the page."}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("url") and not cleaned.get("text"):
            cleaned["text"] = name_of(cleaned["url"])[:LONGEST_NAME]
        return cleaned


class TitleForm(Uncut, forms.ModelForm):
    class Meta:
        model = ListEntry
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": "Why it is worth a look, or which chapter."}


CHANGE_FORMS = {ListEntry.Kind.HEADING: HeadingForm, ListEntry.Kind.LINK: LinkForm, ListEntry.Kind.TITLE: TitleForm}
