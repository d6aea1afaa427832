"""What the teachers of the demo said they would teach, as data.

`term` counts from the term at hand (0). People are named by the first part of their e-mail address.
"""

from dataclasses import dataclass

BOX, LINKS, BUY = "resource_box", "link_list", "purchase"
LESSON, TOGETHER, DISPLAY, OUTSIDE = "lesson", "plan_and_teach", "display", "outside"


@dataclass(frozen=True)
class Said:
    """One topic of one teacher, and the state that its request came to; `why` is said where it was declined."""

    who: str
    term: int
    topic: str
    subject: str = ""
    classes: tuple = ()
    weeks: tuple = ()
    help_wanted: tuple = ()
    state: str = "done"
    year_levels: tuple = ()
    reads: tuple = ()
    note: str = ""
    why: str = ""


HILL = (
    # More than a year ago.
    Said("ben", -6, "Gold rush", "History", ("9A", "9B"), (2, 6), (BOX, LESSON)),
    Said("cleo", -6, "Minerals in your pocket", "Science", ("7B",), (3, 5), (BOX,)),
    Said("tom", -6, "Whose news is it?", "English", ("10A", "10C"), (4, 8), (LINKS, LESSON)),
    Said("sunniva", -5, "Backyard birds", "Environmental studies", ("6A", "6C"), (2, 5), (BOX, DISPLAY)),
    Said("hugo", -5, "Cities that flood", "Geography", ("8B",), (3, 7), (LINKS,)),
    Said("marisol", -5, "Shadow theatre", "Drama", ("7A",), (5, 9), (BUY, DISPLAY)),
    # A year ago.
    Said("ben", -4, "How our street has changed", "History", ("5A", "5B"), (2, 8), (TOGETHER, BOX)),
    Said("ben", -4, "Letters from the front", "History", ("9A",), (6, 9), (BOX, LESSON), reads=(13, 16)),
    Said("wei", -4, "Myths of the night sky", "Science", ("5C",), (2, 6), (BOX, DISPLAY)),
    Said("ruth", -4, "Sleep, screens and us", "Health", ("8A",), (4, 6), (LINKS,)),
    Said("oscar", -4, "Seeds that travel", "Science", ("6B",), (2, 5), (BOX,)),
    Said("elif", -4, "Printed matter", "Visual arts", ("9B",), (1, 5), (DISPLAY, BUY)),
    Said("cleo", -3, "Volcanoes", "Science", ("6A", "6B"), (1, 4), (BOX, LESSON), reads=(9, 12)),
    Said("ben", -3, "Gold rush", "History", ("9A", "9B"), (2, 6), (BOX, LESSON), reads=(13, 16)),
    Said("ben", -3, "Local heroes", "Civics", ("10A",), (7, 8), (LINKS,)),
    Said("tom", -3, "Poetry slam", "English", ("9A",), (2, 5), (OUTSIDE, BOX)),
    Said("aroha", -3, "Migration stories", "History", ("9A", "9C"), (3, 9), (TOGETHER, BOX, LINKS)),
    Said("ines", -3, "Chance and fairness", "Mathematics", ("8C",), (6, 7), (LINKS,)),
    Said("jack", -3, "Speech night", "English", ("7A", "7B"), (5, 8), (LESSON,)),
    Said("stefan", -3, "Bridges that hold", "Design and technology", ("8B",), (2, 6), (BOX, BUY)),
    Said("liam", -3, "Olympic stories", "Physical education", (), (3, 4), (), "withdrawn", ("Year 7",)),
    Said("ben", -2, "Whose news is it?", "Civics", ("10A",), (2, 5), (LINKS, LESSON, TOGETHER)),
    Said("yuki", -2, "Manga in translation", "Japanese", ("10B",), (4, 7), (BOX, BUY, TOGETHER)),
    Said("hugo", -2, "Weather extremes", "Geography", ("8A", "8C"), (1, 4), (LINKS, BOX)),
    Said("marisol", -2, "Masks and faces", "Drama", ("7A",), (3, 7), (DISPLAY,)),
    Said("kofi", -2, "Songs of work", "Music", ("6A",), (2, 6), (BOX, OUTSIDE)),
    Said(
        "mei",
        -2,
        "Games we could build",
        "Digital technologies",
        ("10B",),
        (5, 9),
        (BUY,),
        "declined",
        why="The licences cost more than the year has left. Let us look for free ones together in the holidays.",
    ),
    Said("tala", -1, "Myths of the night sky", "Science", ("5C",), (2, 6), (TOGETHER, BOX), reads=(8, 11)),
    Said("elif", -1, "Zines of protest", "Visual arts", ("9B",), (3, 9), (TOGETHER, BOX, DISPLAY)),
    Said("sunniva", -1, "Who lives in the creek?", "Environmental studies", ("6C",), (4, 8), (BOX, OUTSIDE)),
    Said("wei", -1, "Rockets and why they rise", "Science", ("10C",), (2, 5), (LINKS,)),
    Said("cleo", -1, "Acids in the kitchen", "Science", ("9C",), (1, 3), (LINKS,)),
    Said("oscar", -1, "Soil is alive", "Science", ("6B",), (5, 8), (BOX,), reads=(9, 12)),
    # The term at hand.
    Said("sunniva", 0, "Rivers at risk", "Science", ("7A", "7B"), (1, 6), (TOGETHER, BOX, LINKS), "ready"),
    Said("hugo", 0, "Can we trust this map?", "Geography", ("8A", "8C"), (3, 8), (TOGETHER, LESSON), "ready"),
    Said("ines", 0, "Numbers in the news", "Mathematics", ("10A",), (5, 9), (LINKS, TOGETHER), "preparing"),
    Said("stefan", 0, "Robots that help", "Design and technology", ("8B",), (6, 10), (BOX, BUY), "preparing"),
    Said("ruth", 0, "What is in a school lunch?", "Health", ("7C",), (4, 5), (TOGETHER,), "done"),
    Said("ben", 0, "How our street has changed", "History", ("5A",), (2, 7), (BOX, OUTSIDE), "ready"),
    Said(
        "ben",
        0,
        "Letters from the front",
        "History",
        ("9A",),
        (7, 9),
        (BOX, LESSON),
        "preparing",
        reads=(13, 16),
        note="Two students read best in Arabic: is there anything for them?",
    ),
    Said("aroha", 0, "Voices of the harbour", "History", ("9C",), (3, 6), (BOX, LINKS), "seen"),
    Said("tom", 0, "Ghost stories by daylight", "Literature", ("8B",), (6, 8), (BOX,), "ready", reads=(11, 14)),
    Said("kofi", 0, "Rhythm and rights", "Music", ("10B",), (4, 8), (LINKS, DISPLAY), "seen"),
    Said("yuki", 0, "Festivals of the year", "Japanese", ("7B",), (2, 4), (DISPLAY,), "done"),
    Said("oscar", 0, "Seeds that travel", "Science", ("6B",), (2, 5), (BOX,), "done"),
    Said("mei", 0, "Apps we would use", "Digital technologies", ("9A",), (7, 10), (BOX, LESSON), "seen"),
    Said("marisol", 0, "Masks and faces", "Drama", ("7A",), (7, 9), (DISPLAY,), "withdrawn"),
    # The next one.
    Said("tom", 1, "Poems that bite", "English", ("9A",), (2, 5), (TOGETHER, BOX, OUTSIDE), "preparing"),
    Said("tom", 1, "Poetry slam", "English", ("9A",), (6, 7), (OUTSIDE,), "seen"),
    Said("cleo", 1, "Volcanoes", "Science", ("6A", "6B"), (1, 4), (TOGETHER, BOX, LESSON), "preparing", reads=(9, 12)),
    Said("cleo", 1, "What the ice remembers", "Science", ("9C",), (6, 9), (LINKS, LESSON), "asked"),
    Said("jack", 1, "Finding a voice: speech night", "English", ("7A", "7B"), (5, 8), (LESSON, TOGETHER), "seen"),
    Said("sunniva", 1, "Backyard birds", "Environmental studies", ("6C",), (2, 5), (BOX, OUTSIDE), "asked"),
    Said("stefan", 1, "Bridges that hold", "Design and technology", ("8B",), (2, 6), (BOX,), "asked"),
    Said(
        "wei",
        1,
        "Is anybody out there?",
        "Science",
        ("10C",),
        (3, 7),
        (LINKS, LESSON, OUTSIDE),
        "asked",
        note="An astronomer by video would be a dream.",
    ),
    Said("tala", 1, "Maps of made-up places", "English", ("5C",), (2, 6), (BOX, DISPLAY), "asked", reads=(8, 11)),
    Said(
        "grace",
        1,
        "Sport by numbers",
        "Mathematics",
        ("9B",),
        (5, 6),
        (BUY,),
        "declined",
        why="The data sets that you name are free: I have sent you the links.",
    ),
    # What became a unit beside these, in both years.
    Said("hugo", -7, "Names on our map", "Geography", ("8A",), (3, 6), (BOX,)),
    Said("tom", -7, "Short stories, long shadows", "Literature", ("10A",), (4, 8), (LESSON,)),
    Said("wei", -4, "Light and lenses", "Science", ("10A",), (3, 5), (LINKS,)),
    Said("jack", -4, "Authors we cannot ask", "English", ("8B",), (4, 7), (LESSON,)),
    Said("claire", -1, "Postcards from Dakar", "French", ("8A",), (4, 7), (LINKS, LESSON, TOGETHER)),
)

NOTHING = (("yuki", 1), ("elif", 1), ("claire", 0), ("paul", 1))

VALE = (
    Said("samir", 0, "The mill and the river", "Science", ("8X",), (2, 6), (BOX, TOGETHER), "ready"),
    Said("ottoline", 0, "Shakespeare's ghosts", "English", ("9Y",), (4, 7), (BOX, OUTSIDE), "preparing"),
    Said("samir", 1, "Where does our water go?", "Science", ("7X", "7Y"), (1, 4), (LINKS,), "asked"),
)
