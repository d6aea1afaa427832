"""The letters of a call: the question, its reminder, and that a colleague is asked to answer for somebody."""

import re
from datetime import timedelta

from collab import when
from outreach.letters.links import mark
from outreach.letters.mould import Mould
from outreach.letters.plain import plain, without_signs

SUBJECT = "What will you teach in {term}?"
WORDS = """Dear {name},

what will you teach in {term}? Say it in a minute, and the library has books, links and lessons ready when you begin."""
PLACES = re.compile(r"\{(name|term|school)\}")


class Letters:
    """The letters of one call in the words of its school; each is rendered once for all whose letters look alike.

    `last_year` is always what the teacher taught in the same term a year ago, as texts.
    """

    def __init__(self, call, rules):
        self.rules = rules
        self.term, self.school = plain(call.term), plain(call.school)
        shared = {
            "term": self.term,
            "school": self.school,
            "dates": when.dates(call.term.starts_on, call.term.ends_on),
            "until": when.dates(call.term.starts_on - timedelta(days=1), None),
            "answer": mark("answer"),
        }
        self.moulds = {name: Mould(name, **shared) for name in ("call", "call_reminder", "call_handed_on")}

    def invitation(self, *, teacher, last_year):
        """The question to a teacher."""
        return self._letter("call", teacher, last_year)

    def reminder(self, *, teacher, last_year):
        """The same once more, to a teacher who has not answered."""
        return self._letter("call_reminder", teacher, last_year)

    def handed_on(self, *, colleague, teacher, last_year):
        """The question to a colleague whom the teacher asked to answer."""
        return self._letter("call_handed_on", colleague, last_year, teacher=plain(teacher.name))

    def _letter(self, mould, reader, last_year, **more):
        said = {"name": plain(reader.name), "term": self.term, "school": self.school}
        return self.moulds[mould].letter(
            name=said["name"],
            subject=_filled(self.rules.subject or SUBJECT, said),
            words=_paragraphs(_filled(self.rules.words or WORDS, said)),
            last_year=[plain(topic) for topic in last_year],
            **more,
        )


def _filled(words, said):
    """The school's words with what stands for name, term and school in them; other braces are left as they are."""
    return PLACES.sub(lambda found: said[found[1]], without_signs(words))


def _paragraphs(words):
    """The paragraphs of a text, each as the list of its lines."""
    paragraphs = re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip())
    return [[line.strip() for line in one.splitlines()] for one in paragraphs]
