"""A MARC record as its fields: what ISO 2709 and MARCXML have in common."""

from dataclasses import dataclass, field

from pymarc.marc8 import marc8_to_unicode

SUBFIELD = "\x1f"


@dataclass(slots=True)
class Marc:
    """Leader, control fields (tag → text), other fields (tag → list of (indicators, [(code, text)])), what is odd."""

    leader: str
    control: dict = field(default_factory=dict)
    fields: dict = field(default_factory=dict)
    flags: list = field(default_factory=list)

    def add(self, tag, text):
        """A field as ISO 2709 has it: indicators, then subfields, each behind 0x1F."""
        if tag < "010":
            self.control.setdefault(tag, text)
        else:
            indicators, *parts = text.split(SUBFIELD)
            self.fields.setdefault(tag, []).append((indicators, [(part[0], part[1:]) for part in parts if part]))

    def all(self, tag, codes):
        """The texts of a field's subfields with one of the codes, wherever the field comes."""
        return [text for _, parts in self.fields.get(tag, ()) for code, text in parts if code in codes and text]

    def first(self, tag, codes):
        """The first such text, or an empty one."""
        for _, parts in self.fields.get(tag, ()):
            for code, text in parts:
                if code in codes and text:
                    return text
        return ""


def text_of(data, is_utf8, flags):
    """The text in some bytes: UTF-8 or MARC-8, as the leader says; what it says wrongly is seen, and flagged."""
    if is_utf8 or b"\x1b" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if not is_utf8:
        try:
            return SUBFIELD.join(marc8_to_unicode(part, True) for part in data.split(SUBFIELD.encode()))
        except UnicodeDecodeError:  # A sequence that changes the alphabet is cut off.
            flags.append("Some of its letters could not be read: see that the accents are right.")
            return data.decode("ascii", "replace")
    wrong = "Its leader says UTF-8, but its text is not. It was read as Windows-1252: see that the accents are right."
    if wrong not in flags:
        flags.append(wrong)
    return data.decode("cp1252", "replace")
