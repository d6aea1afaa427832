"""The levels of the taxonomy of the library programme in words, in both editions.

Source: David V. Loertscher, “Taxonomies of the School Library Media Program” (1988; second edition 2000). The names are
his, the sentences ours.
"""

from typing import NamedTuple

from outreach.models import ProgrammePlacing

Edition = ProgrammePlacing.Edition


class Level(NamedTuple):
    """One level of an edition."""

    number: int
    name: str
    words: str

    def __str__(self):
        return f"{self.number} · {self.name}"


_TO_SIX = (
    ("Individual reference assistance", "Students and teachers get help one by one when they look for something."),
    ("Spontaneous interaction and gathering", "Somebody asks without notice, and the library helps on the spot."),
    ("Cursory planning", "A quick word in the corridor leads to ideas and materials for a unit."),
    ("Planned gathering", "A topic is announced in time, and the library gathers what it needs."),
)
_NOTHING = ("No involvement", "The library has no part in what is taught.")
_AT_THE_TABLE = ("Curriculum development", "The librarian is at the table when the school's curriculum is made.")
_LEVELS = {
    Edition.OF_2000: (
        _NOTHING,
        (
            "Smoothly operating information infrastructure",
            "Rooms, collections and networks work, and people find what they need there by themselves.",
        ),
        *_TO_SIX,
        (
            "Evangelistic outreach and advocacy",
            "The library goes out to people, and wins them for working together.",
        ),
        (
            "Implementation of the four major programme elements",
            "Planning together, reading, information literacy and learning with technology are all under way.",
        ),
        ("The mature programme", "All four of them reach every class, and the whole school counts on them."),
        _AT_THE_TABLE,
    ),
    Edition.OF_1988: (
        _NOTHING,
        ("Self-help warehouse", "Rooms and collections are there for people to help themselves."),
        *_TO_SIX,
        ("Evangelistic outreach", "The library goes out to people, and wins them for working together."),
        (
            "Scheduled planning in the support role",
            "Teacher and librarian sit down at a set time to plan how the library supports a unit.",
        ),
        (
            "Instructional design, level I",
            "The librarian has a part in every step of a unit, from its planning to its evaluation, as an enrichment.",
        ),
        (
            "Instructional design, level II",
            "The same, and the librarian shares the responsibility for what the students achieve.",
        ),
        _AT_THE_TABLE,
    ),
}
LEVELS = {
    edition: tuple(Level(number, *words) for number, words in enumerate(levels, start=1))
    for edition, levels in _LEVELS.items()
}


def level_of(placing):
    """The Level of a placing."""
    return LEVELS[placing.edition][placing.level - 1]


def with_edition(placing):
    """“6 · Planned gathering (2000 edition, 10 levels)”"""
    return f"{level_of(placing)} ({placing.get_edition_display()})"
