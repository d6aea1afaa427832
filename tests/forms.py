"""Reads the forms off a page, as a browser would fill them in before anybody types."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

TYPED = {"text", "search", "email", "url", "tel", "number", "date", "time", "password", "textarea"}


@dataclass
class Form:
    """One form: where it goes, its method, and its fields as (name, kind, value)."""

    action: str
    method: str
    fields: list = field(default_factory=list)

    @property
    def typed(self):
        """The names of the fields that a person types in."""
        return [name for name, kind, _ in self.fields if kind in TYPED]

    def filled(self, text):
        """The data of the form with `text` typed into every field; the rest as the page had it."""
        data = {}
        for name, kind, value in self.fields:
            data.setdefault(name, []).append(text if kind in TYPED else value)
        return data


class _Reader(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path = path
        self.forms = []
        self.form = self.select = self.area = None

    def handle_starttag(self, tag, attributes):
        given = {key: value or "" for key, value in attributes}
        if tag == "form":
            self.form = Form(urljoin(self.path, given.get("action", "")), given.get("method", "get").lower())
            self.forms.append(self.form)
        if self.form is None:
            return
        if tag == "input":
            self._input(given)
        elif tag == "textarea":
            self.area = [given.get("name"), ""]
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and self.select and "selected" in given:
            self._add(self.select, "select", given.get("value", ""))

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self._add(self.area[0], "textarea", self.area[1].removeprefix("\n"))
            self.area = None

    def _input(self, given):
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind not in ("file", "submit", "button", "image"):
            self._add(given.get("name"), kind, given.get("value", ""))

    def _add(self, name, kind, value):
        if name and self.form is not None:
            self.form.fields.append((name, kind, value))


def forms_of(html, path):
    """The forms of a page, each with its address made absolute."""
    reader = _Reader(path)
    reader.feed(html)
    return reader.forms
