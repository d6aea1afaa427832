"""What the demo's lists hold, as data. Every address is one that nobody owns: example.org and example.com."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Made:
    """One list: who made it how many days ago and works on it, and its entries in order.

    An entry is text for a heading, (name, path, note) for a link, or {"words": …, "note": …} for the first title of
    the catalogue with these words. `request_words` finds the topic requests it is attached to. `dead` is the path of a
    link that no longer works.
    """

    title: str
    owner: str
    days_ago: int
    topics: str
    introduction: str
    entries: tuple
    curators: tuple = ()
    request_words: str = ""
    is_public: bool = False
    dead: str = ""


HILL = (
    Made(
        "Rivers at risk: where to look",
        "sunniva",
        24,
        "Rivers, Water quality",
        "Begin with the film. Then choose one river and follow it from spring to sea.\n"
        "Write down where each fact comes from.",
        (
            "Watch first",
            ("A river from the air", "example.org/films/a-river-from-the-air", "Nine minutes, with subtitles."),
            "Measure it",
            ("Water quality, month by month", "example.com/data/water-quality", "Choose “Table” to see the numbers."),
            ("How to read a graph of oxygen", "example.org/how-to/oxygen-graph", ""),
            {"words": "river", "note": "The chapter on wetlands is enough."},
            "Who decides?",
            ("Whose water is it? A debate in five voices", "example.org/debates/water", ""),
            ("What the council planned in spring", "example.com/council/2019/creek-plan", "Look at page 4."),
            {"words": "water", "note": ""},
        ),
        curators=("ada", "oscar"),
        request_words="rivers risk",
        is_public=True,
        dead="example.com/council/2019/creek-plan",
    ),
    Made(
        "Can we trust this map?",
        "ada",
        31,
        "Maps, Data in geography",
        "Every map leaves something out. These help you to find what, and why.",
        (
            "Four maps of the same place",
            ("The harbour in 1880, 1920, 1980 and today", "example.org/maps/harbour", "Drag the line across."),
            ("The map with south on top", "example.com/maps/south-up", ""),
            "How maps mislead",
            ("Five ways to colour the same numbers", "example.org/maps/colours", "Try it with your own numbers."),
            {"words": "lie with a map", "note": ""},
            {"words": "atlas", "note": "Look at the projections at the end."},
        ),
        curators=("hugo",),
        request_words="trust map",
        is_public=True,
    ),
    Made(
        "Numbers in the news",
        "ada",
        12,
        "Statistics, News, Media",
        "Ask of each number: who counted, what was counted, and compared with what?",
        (
            "Warm up",
            ("Big numbers made small", "example.org/numbers/big-and-small", ""),
            ("Average of what?", "example.com/numbers/average", "Three kinds of average, with pictures."),
            "Checking",
            ("Where a number comes from: a walk in six steps", "example.org/check/six-steps", ""),
            {"words": "numbers", "note": ""},
            {"words": "news", "note": ""},
        ),
        curators=("ines", "grace"),
        request_words="numbers news",
    ),
    Made(
        "Letters from the front",
        "ben",
        40,
        "First World War, Primary sources",
        "Read one letter slowly before you read a second.",
        (
            "Letters",
            ("A hundred letters home, with the handwriting", "example.org/letters/home", "Turn on “plain text”."),
            ("The other side writes", "example.com/letters/other-side", ""),
            "About letters as sources",
            {"words": "letters", "note": ""},
            {"words": "war", "note": "For those who want the whole story."},
            ("What a censor cut out", "example.org/letters/censored", ""),
        ),
        curators=("ada",),
        request_words="letters front",
    ),
    Made(
        "Voices of the harbour",
        "aroha",
        9,
        "Oral history, Local history",
        "",
        (
            ("Dock workers remember", "example.org/voices/dock-workers", "Listen to the second one first."),
            ("How to ask, how to listen", "example.com/how-to/interview", ""),
            {"words": "history", "note": ""},
        ),
        curators=("ada",),
        request_words="voices harbour",
    ),
    Made(
        "Whose news is it?",
        "priya",
        150,
        "News, Source evaluation",
        "Three questions for every source: who says it, how do they know, who gains?",
        (
            "The same story three times",
            ("Front pages of one day", "example.org/news/front-pages", ""),
            ("Headline and story: do they say the same?", "example.com/news/headlines", ""),
            "Tools",
            ("Where was this picture taken?", "example.org/check/pictures", ""),
            {"words": "news", "note": ""},
        ),
        curators=("tom",),
        request_words="whose news",
    ),
    Made(
        "Myths of the night sky",
        "ada",
        120,
        "Stars, Myths",
        "The same stars, many stories.",
        (
            "Tonight",
            ("What can be seen this month", "example.org/sky/this-month", "Best after nine."),
            "Stories",
            {"words": "sky", "note": ""},
            {"words": "stars", "note": "To read aloud."},
            ("The seven sisters in nine languages", "example.com/sky/sisters", ""),
        ),
        curators=("wei", "tala"),
        request_words="myths night sky",
    ),
    Made(
        "Rhythm and rights",
        "ada",
        6,
        "Music, Human rights",
        "",
        (
            ("Songs that changed a law", "example.org/songs/law", ""),
            ("A march and its drum", "example.com/songs/march", "Two minutes."),
        ),
        request_words="rhythm rights",
    ),
    Made(
        "Robots that help",
        "stefan",
        15,
        "Robots, Design",
        "Look for the problem first, and for the machine second.",
        (
            ("A hand for somebody who has none", "example.org/robots/hand", ""),
            {"words": "robots", "note": ""},
            ("Build a gripper from cardboard", "example.com/how-to/gripper", "You need an hour and tape."),
        ),
        curators=("ada",),
        request_words="robots help",
    ),
    Made(
        "Where facts come from",
        "ada",
        300,
        "Source evaluation, Referencing",
        "For every subject and every year.",
        (
            "Before you trust it",
            ("Three questions for any page", "example.org/check/three-questions", ""),
            ("Sideways reading: what others say of it", "example.com/check/sideways", "The film has subtitles."),
            "When you use it",
            ("Notes in your own words", "example.org/how-to/notes", ""),
            ("A reference in two minutes", "example.com/how-to/references", ""),
        ),
        curators=("priya",),
    ),
)
VALE = (
    Made(
        "Castles near us",
        "nils",
        20,
        "Castles",
        "",
        (("Plans of seven castles", "example.org/castles/plans", ""), {"words": "history", "note": ""}),
    ),
)
