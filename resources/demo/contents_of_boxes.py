"""The demo's boxes as data: what each holds is named by subjects of the catalogue, and by things in no catalogue."""

from typing import NamedTuple

OF_A_CLASS = 28


class Box(NamedTuple):
    """One box. `subjects`: any of them; `titles`: how many; `each`: how many of each title.

    `things` have a name, a quantity and perhaps a note. `by_barcode`: single copies were scanned, and not titles.
    """

    name: str
    kind: str
    topics: str
    place: str
    subjects: tuple
    titles: int
    made_days_ago: int
    each: int = 1
    things: tuple = ()
    note: str = ""
    by_barcode: bool = False
    has_picture: bool = False
    lead_days: int = 1
    turn_round_days: int = 1
    is_retired: bool = False


HILL = (
    Box(
        name="Volcanoes and earthquakes",
        kind="resource_box",
        topics="Volcanoes, earthquakes, geology",
        place="Workroom, shelf C4",
        subjects=("Volcanoes", "Geology"),
        titles=9,
        made_days_ago=640,
        things=(
            ("Rock sample, numbered", 12, "In the tray. Number 7 is on loan from the museum."),
            ("Hand lens", 8, ""),
        ),
        note="The tray stays level.",
        by_barcode=True,
        has_picture=True,
        turn_round_days=2,
    ),
    Box(
        name="Life in ancient times",
        kind="project_box",
        topics="Ancient history, Egypt, Rome, myths",
        place="Workroom, shelf C2",
        subjects=("Ancient history", "Myths"),
        titles=10,
        made_days_ago=590,
        things=(("Replica coin", 6, "Wrapped one by one"),),
        has_picture=True,
    ),
    Box(
        name="Our town a hundred years ago",
        kind="inquiry_pack",
        topics="Local history, maps, oral history",
        place="Workroom, shelf C1",
        subjects=("Local history", "Maps"),
        titles=8,
        made_days_ago=560,
        things=(
            ("Folder of old street maps", 4, "Copies. They may be written on."),
            ("Voice recorder", 3, "Charge first"),
        ),
        note="The questions on the lid begin the inquiry.",
        lead_days=2,
    ),
    Box(
        name="Rivers and who lives in them",
        kind="inquiry_pack",
        topics="Rivers, ecology, water",
        place="Workroom, shelf B3",
        subjects=("Rivers", "Ecology"),
        titles=8,
        made_days_ago=410,
        things=(("Water test kit", 5, "Ten strips in each"), ("Dip net", 5, ""), ("Sorting tray", 5, "")),
        turn_round_days=2,
        has_picture=True,
    ),
    Box(
        name="Space: planets and probes",
        kind="resource_box",
        topics="Space, planets, astronomy",
        place="Workroom, shelf B1",
        subjects=("Astronomy", "Space"),
        titles=11,
        made_days_ago=520,
        things=(("Model of the solar system", 1, "Saturn's ring comes off"),),
        by_barcode=True,
    ),
    Box(
        name="Why people move",
        kind="book_box",
        topics="Migration, refugees",
        place="Workroom, shelf A2",
        subjects=("Migration", "Refugees"),
        titles=10,
        made_days_ago=380,
    ),
    Box(
        name="Verse novels for Year 9",
        kind="class_set",
        topics="Verse novels, poetry",
        place="Storeroom, bay 2",
        subjects=("Verse novels",),
        titles=1,
        each=OF_A_CLASS,
        made_days_ago=610,
        note="One spare stays in the storeroom.",
    ),
    Box(
        name="A first class novel",
        kind="class_set",
        topics="School stories, family",
        place="Storeroom, bay 1",
        subjects=("School stories", "Family"),
        titles=1,
        each=OF_A_CLASS,
        made_days_ago=600,
    ),
    Box(
        name="Maths games and puzzles",
        kind="tutor_box",
        topics="Mathematics, statistics, puzzles",
        place="Desk, lower drawer",
        subjects=("Mathematics",),
        titles=5,
        made_days_ago=300,
        things=(("Set of dice", 10, ""), ("Tangram", 6, "One lacks its square"), ("Stopwatch", 4, "")),
        lead_days=0,
    ),
    Box(
        name="Reading corner, Year 5",
        kind="classroom_library",
        topics="Fiction, early readers, picture books",
        place="Room 12",
        subjects=("Adventure", "Early readers", "Humour"),
        titles=18,
        made_days_ago=250,
        note="Changed at the end of each term.",
    ),
    Box(
        name="Picture books for the buddies' week",
        kind="bulk_loan",
        topics="Picture books, folk tales",
        place="Trolley 1",
        subjects=("Picture books",),
        titles=16,
        each=2,
        made_days_ago=200,
        has_picture=True,
    ),
    Box(
        name="Is it true? News and sources",
        kind="inquiry_pack",
        topics="News, media literacy, sources",
        place="Workroom, shelf A1",
        subjects=("Media literacy", "News"),
        titles=7,
        made_days_ago=160,
        things=(("Card: who says so?", 30, "Laminated"),),
    ),
    Box(
        name="Robots that follow a line",
        kind="project_box",
        topics="Robotics, programming",
        place="Makerspace, cupboard",
        subjects=("Robotics", "Programming"),
        titles=5,
        made_days_ago=120,
        things=(("Small robot", 8, "Charge overnight"), ("Roll of black tape", 3, "")),
        lead_days=2,
        turn_round_days=2,
    ),
    Box(
        name="Poems to speak aloud",
        kind="book_box",
        topics="Poetry, performance",
        place="Workroom, shelf A3",
        subjects=("Poetry",),
        titles=9,
        made_days_ago=90,
    ),
    Box(
        name="World wars, old edition",
        kind="book_box",
        topics="World wars",
        place="Storeroom, bay 4",
        subjects=("World wars",),
        titles=4,
        made_days_ago=660,
        is_retired=True,
    ),
)
VALE = (
    Box(
        name="Stories for a rainy week",
        kind="bulk_loan",
        topics="Fiction, picture books",
        place="Cupboard by the door",
        subjects=("Fiction", "Picture books"),
        titles=10,
        made_days_ago=210,
    ),
    Box(
        name="Rivers",
        kind="resource_box",
        topics="Rivers, environment",
        place="Shelf 3",
        subjects=("Rivers", "Environment", "Ecology"),
        titles=4,
        made_days_ago=100,
        things=(("Dip net", 4, ""),),
    ),
)
