"""Reads the forms off a page, as a browser would fill them in before anybody types."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin

# What the reader below asks for. Nine tags in ten of a page are something else, and HTMLParser takes its time for each.
PARTS = re.compile(
    r"""<textarea\b(?:[^>"']|"[^"]*"|'[^']*')*>.*?</textarea>|"""
    r"""</?(?:form|input|select|option|button)\b(?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL,
)
TYPED = {"text", "search", "email", "url", "tel", "number", "date", "time", "password", "textarea"}


@dataclass(eq=False)
class Form:
    """One form: where it goes, its method, its id, and its fields as (name, kind, value), wherever these stand."""

    action: str
    method: str
    id: str = ""
    fields: list = field(default_factory=list)

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
        elif tag == "option" and self.select and "selected" in given:
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
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind not in ("file", "submit", "button", "image"):
            self._add(given, kind, given.get("value", ""))

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
