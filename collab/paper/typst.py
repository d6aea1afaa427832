"""Typst, offline: sets a document, and says which characters it can set."""

import json
import re
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

HERE = Path(__file__).parent
STANDARD = "ua-1"
PROBE = b"""
#set document(title: "Characters")
#set text(font: ("Atkinson Hyperlegible Next", "Source Serif 4"))
#for character in json(bytes(sys.inputs.data)) { block(character) }
"""
MISSING = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')


class CannotSet(Exception):
    """The typesetter refused the document; its text says why, for the log."""


def pdf(template, data):
    """The PDF that a template (a Path) makes of a document (a dict) as bytes, tagged as PDF/UA-1. Raises `CannotSet`.

    The template finds the document in `sys.inputs.data`, as JSON.

    Should it break a rule of PDF/UA after all, it is set once more with tags but without the claim to the standard.
    """
    inputs = {"data": json.dumps(data)}
    try:
        return _compile(template, inputs, STANDARD)
    except typst.TypstError:
        pass
    try:
        return _compile(template, inputs, [])
    except (typst.TypstError, RuntimeError) as error:
        raise CannotSet(getattr(error, "diagnostic", None) or str(error)) from error


def can_set(characters):
    """Of each character, whether the fonts have it: character → bool."""
    try:
        _compile(PROBE, {"data": json.dumps(characters)}, STANDARD)
        missing = set()
    except typst.TypstError as error:
        missing = {_unquoted(text) for text in MISSING.findall(error.diagnostic or str(error))}
    return {character: character not in missing for character in characters}


def _compile(source, inputs, standards):
    return typst.compile(
        source,
        root=settings.BASE_DIR,
        font_paths=_fonts(settings.PDF_FONTS),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=standards,
    )


@cache
def _fonts(further):
    """The product's own fonts, and for what they lack those of the folder `further`, if any."""
    folders = [HERE / "fonts", *([further] if further else [])]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _unquoted(text):
    """A character as Typst quotes it: “"漢"”, “"\\\\u{1}"”."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match.group(1), 16)), text[1:-1]).replace("\\\\", "\\")
