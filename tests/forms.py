"""Reads the forms off a page, as a browser would fill them in before anybody types."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin

# What the reader below asks for. Nine tags in ten of a page are something else, and HTMLParser takes its time for each.
PARTS = re.compile(
    r"""<textarea\b(?:[^>"']|"[^"]*"|'[^']*')*>.*?</textarea>|"""
    r"""</?(?:form|input|select|option|button)\b(?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL,
)
WORDS = {"text", "search", "textarea"}
TYPED = WORDS | {"email", "url", "tel", "number", "date", "time", "password"}
TAKEN = {
    "email": "pat@hill.example",
    "url": "https://library.example/",
    "number": "3",
    "date": (datetime.now(UTC) + timedelta(days=7)).date().isoformat(),
    "time": "10:00",
}


@dataclass(eq=False)
class Form:
    """One form: where it goes, its method, its id, and its fields as (name, kind, value), wherever these stand.

    `offered`: name → the first choice that is one, of fields to choose from.
    """

    action: str
    method: str
    id: str = ""
    fields: list = field(default_factory=list)
    offered: dict = field(default_factory=dict)

    @property
    def typed(self):
        """The names of the fields that a person types in."""
        return [name for name, kind, _ in self.fields if kind in TYPED]

    @property
    def asks_for(self):
        """The same without the numbers of things, which make no other form of it."""
        return tuple(sorted({re.sub(r"\d+", "#", name) for name in self.typed}))

    def filled(self, text):
        """The data of the form with `text` typed into every field; the rest as the page had it."""
        data = {}
        for name, kind, value in self.fields:
            data.setdefault(name, []).append(text if kind in TYPED else value)
        return data

    def in_words(self, text):
        """The data with `text` in every field for words, and in the others, where they are empty, what they take."""
        data = {name: [value] for name, value in self.offered.items()}
        for name in {name for name, _, value in self.fields if value or name not in self.offered}:
            data[name] = [
                text if kind in WORDS else value or TAKEN.get(kind, "")
                for other, kind, value in self.fields
                if other == name
            ]
        return data

    @property
    def has_words(self):
        """Whether a person types words into it."""
        return any(kind in WORDS for _, kind, _ in self.fields)


class _Reader(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path = path
        self.forms = []
        self.elsewhere = []  # (id of its form, field) for fields that stand outside of their form
        self.detours = []  # (form or its id, address) for buttons that send their form to another address
        self.form = self.select = self.area = None

    def handle_starttag(self, tag, attributes):
        given = {key: value or "" for key, value in attributes}
        if tag == "form":
            address = urljoin(self.path, given.get("action", ""))
            self.form = Form(address, given.get("method", "get").lower(), given.get("id", ""))
            self.forms.append(self.form)
        elif tag == "input":
            self._input(given)
        elif tag == "textarea":
            self.area = given | {"value": ""}
        elif tag == "select":
            self.select = given
        elif tag == "button" and "formaction" in given:
            self.detours.append((given.get("form", self.form), urljoin(self.path, given["formaction"])))
        elif tag == "option" and self.select:
            self._offer(self.select, given.get("value", ""))
            if "selected" in given:
                self._add(self.select, "select", given.get("value", ""))

    def handle_data(self, data):
        if self.area:
            self.area["value"] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self._add(self.area, "textarea", self.area["value"].removeprefix("\n"))
            self.area = None

    def _input(self, given):
        kind = "number" if given.get("inputmode") in ("numeric", "decimal") else given.get("type", "text")
        if kind == "radio":
            self._offer(given, given.get("value", ""))
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind not in ("file", "submit", "button", "image"):
            self._add(given, kind, given.get("value", ""))

    def _offer(self, given, value):
        if value and given.get("name") and self.form is not None and "form" not in given:
            self.form.offered.setdefault(given["name"], value)

    def _add(self, given, kind, value):
        if not given.get("name"):
            return
        if "form" in given:
            self.elsewhere.append((given["form"], (given["name"], kind, value)))
        elif self.form is not None:
            self.form.fields.append((given["name"], kind, value))


def forms_of(html, path):
    """The forms of a page, each with its address made absolute; once more for each other address that it can go to."""
    reader = _Reader(path)
    reader.feed("".join(PARTS.findall(html)))
    by_id = {form.id: form for form in reader.forms}
    for form_id, one in reader.elsewhere:
        by_id[form_id].fields.append(one)
    return reader.forms + [replace(by_id.get(form, form), action=address) for form, address in reader.detours]
