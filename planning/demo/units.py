"""The units of the demo, as data: believable plans from “just a topic” to “closed, with all three views”.

`term` counts from the term at hand (0); lessons and duties are placed by week of the unit's term. People are named by
the first part of their e-mail address.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Meeting:
    """A lesson: week of the term, weekday (0 is Monday), and what stands in the row; `happened` when it was taught."""

    week: int
    weekday: int
    focus: str
    led_by: str = ""
    co_teaching: str = ""
    period: str = "Period 2"
    place: str = "Library"
    minutes: int = 50
    happened: str = ""
    students: int | None = None


@dataclass(frozen=True)
class Unit:
    """One plan of the demo. `answers` are keyed by prompt; `complete` stages are marked, from the first on."""

    title: str
    librarian: str
    teacher: str
    term: int
    weeks: tuple[int, int] = (2, 6)
    subject: str = ""
    year_levels: tuple = ()
    classes: tuple = ()
    planned_level: int | None = None
    planned_facet: str = ""
    more_partners: tuple = ()
    outside: tuple = ()  # (name, organisation, brings, will)
    wills: dict = field(default_factory=dict)  # person → what they will do
    answers: dict = field(default_factory=dict)
    needs: tuple = ()  # (source, shows, cohort)
    standards: tuple = ()  # keys of STANDARDS
    duties: tuple = ()  # (what, owner or "", week, weekday, is done)
    lessons: tuple = ()
    checks: tuple = ()  # (what, found, adjusted)
    barriers: tuple = ()  # (kind, what, counter-measure, outcome)
    overcome: tuple = ()  # (so many terms later, outcome): what came of the first barrier before the plan was closed
    criteria: tuple = ()  # (name, assessed by, taught by the library, counts)
    complete: int = 0
    is_closed: bool = False
    overruled: tuple = ()  # (level, reason)
    rival: tuple = ()  # (prompt, who, text): a text that lost a race, still to be decided


STANDARDS = {
    "sources": (
        "information_skill",
        "School information skills",
        "IS-3",
        "Judges a source by author, purpose and date.",
    ),
    "questions": ("information_skill", "School information skills", "IS-1", "Asks questions that can be investigated."),
    "notes": (
        "information_skill",
        "School information skills",
        "IS-4",
        "Takes notes in own words and keeps the source.",
    ),
    "credit": ("information_skill", "School information skills", "IS-6", "Gives credit for words, pictures and ideas."),
    "past": ("outcome", "Humanities outcomes", "HS5.2", "Explains causes of change in a community over time."),
    "maps": ("outcome", "Humanities outcomes", "HS8.4", "Interprets maps and says what they leave out."),
    "water": ("outcome", "Science outcomes", "SC7.6", "Investigates how human activity changes an ecosystem."),
    "earth": ("outcome", "Science outcomes", "SC6.3", "Describes processes that shape the surface of the Earth."),
    "data": ("outcome", "Mathematics outcomes", "MA10.8", "Evaluates claims that rest on statistics."),
    "voice": ("competency", "English competencies", "EN-C2", "Adapts language to audience and purpose."),
}

HILL = (
    Unit(
        "How our street has changed",
        "ada",
        "ben",
        -4,
        (2, 8),
        "History",
        ("Year 5",),
        ("5A", "5B"),
        4,
        "C",
        outside=(
            "Edith Crane",
            "Hill District Historical Society",
            "Photographs of the street since 1910",
            "Lends forty photographs and answers letters from the class",
        ),
        wills={
            "ben": "Leads the walk, teaches the time line, marks the exhibits",
            "ada": "Teaches note taking and credit, prepares the photograph box, assesses the source cards",
        },
        answers={
            "essential_question": "What makes a place change, and what makes it stay the same?",
            "overview": "Each pair follows one house in our street from 1910 to today, and shows its story in a street of "
            "cardboard houses in the library. Families and neighbours come to the opening.",
            "we_will": "Plan every second Tuesday, teach the three source lessons side by side, and open the exhibition.",
            "task": "Choose a house. Find out who lived or worked there at three moments in time. Build it, and put its "
            "story inside.",
            "final_product": "A cardboard house with three rooms of evidence and a source card for each object.",
            "competencies": "Sequencing events, cause and effect, using evidence to support a claim.",
            "information_skills": "Asking questions of a photograph, notes in own words, a source card with author, date and "
            "place.",
            "success_criteria": "A visitor can tell what changed, why, and how we know.",
            "strategy": "1. Walk the street and choose a house.\n2. Ask ten questions, keep three.\n3. Work through the "
            "photograph box.\n4. Interview one person.\n5. Build, label, open the doors.",
            "resources": "Project box “Our street” (40 photographs, 6 directories, magnifiers), two e-books on old houses, "
            "the council's map viewer.",
            "differentiation": "Photograph questions in three versions; two students record their notes as sound.",
            "progress": "The interviews took a week longer than planned, and were worth it.",
            "adjusted": "We cut the second map lesson and gave the time to the interviews.",
            "product_shows": "46 of 52 students explain at least one cause of change with evidence. The weakest part is "
            "linking two causes.",
            "library_parts_show": "Source cards are complete for nine objects in ten. Dates of photographs are still guessed "
            "too often.",
            "compared_with_need": "In the March task, one student in five named a source at all. In the exhibition nearly "
            "everybody did.",
            "teacher_view": "The best writing of the year came out of the interviews. Having two adults in the room for the "
            "source lessons made the difference.",
            "librarian_view": "Source cards work. I would start them in week 2 and not in week 4.",
            "students_view": "Liked best: the walk and “real old people”. Hardest: finding the year of a photograph. Most "
            "would like to do another street.",
            "keep": "The walk, the interviews, the opening with families.",
            "change": "Start source cards in week 2. Ask the Historical Society for dates with the photographs.",
            "again": "Yes, with the next street.",
        },
        needs=(
            (
                "Writing task in March",
                "Only one student in five said where a fact came from.",
                "Year 5, 52 students",
            ),
        ),
        standards=("past", "notes", "credit"),
        duties=(
            ("Ask families for old photographs", "ben", 1, 4, True),
            ("Put the project box together", "ada", 1, 4, True),
            ("Invite neighbours to the opening", "", 6, 0, True),
        ),
        lessons=(
            Meeting(
                2,
                1,
                "The walk: choosing a house",
                "together",
                "team",
                place="Our street",
                minutes=90,
                happened="Dry, thank goodness. Every pair has a house and ten questions.",
                students=51,
            ),
            Meeting(
                3,
                1,
                "What a photograph tells, and what it hides",
                "librarian",
                "stations",
                happened="Four stations, magnifiers everywhere. Questions got better with every station.",
                students=52,
            ),
            Meeting(
                4,
                3,
                "Notes in your own words",
                "librarian",
                "supportive",
                happened="Half the class needed a second example.",
                students=50,
            ),
            Meeting(
                6,
                1,
                "Source cards",
                "together",
                "team",
                happened="Everybody left with at least two finished cards.",
                students=52,
            ),
        ),
        checks=(
            (
                "Exit ticket: one fact and where it is from",
                "31 of 50 named the source.",
                "Source card with a model answer",
            ),
            (
                "Look at three note pages of every pair",
                "Copying from captions.",
                "Own-words game at the start of lesson 4",
            ),
        ),
        barriers=(
            (
                "time",
                "No shared free period in the timetable",
                "Tuesday lunch, soup from the canteen",
                "Five of six meetings took place",
            ),
        ),
        criteria=(
            ("Explains a cause of change", "teacher", False, (6, 15, 22, 9)),
            ("Supports a claim with evidence", "together", True, (4, 12, 26, 10)),
            ("Says where it comes from", "librarian", True, (2, 7, 25, 18)),
        ),
        complete=5,
        is_closed=True,
    ),
    Unit(
        "Migration stories",
        "priya",
        "aroha",
        -3,
        (3, 9),
        "History",
        ("Year 9",),
        ("9A", "9C"),
        3,
        "C",
        more_partners=("marisol",),
        outside=("Joaquim Reis", "Harbour City Library", "Oral history recordings", "One visit with his recording kit"),
        wills={
            "aroha": "Teaches the history of migration since 1945, marks the essays",
            "priya": "Teaches interviewing and podcast editing, assesses the recordings",
            "marisol": "Works on voice and pace with each group",
        },
        answers={
            "essential_question": "What do people carry with them when they move?",
            "overview": "Groups of four make a ten-minute podcast about one family's move, set beside what the sources say "
            "about the time.",
            "we_will": "Listen to every draft together and give one piece of advice each.",
            "task": "Record one person's story of moving. Check it against two sources. Make a podcast that respects both.",
            "final_product": "A podcast of eight to ten minutes with a page of sources.",
            "competencies": "Comparing personal memory with the record; speaking for an audience.",
            "information_skills": "Preparing an interview, asking for consent, checking a memory against a source.",
            "success_criteria": "The person interviewed would say: yes, that is my story.",
            "strategy": "1. Listen to two podcasts and take them apart.\n2. Prepare and record.\n3. Find two sources for the "
            "time.\n4. Write the script.\n5. Record, listen, record again.",
            "resources": "Inquiry pack “Moving”, newspaper archive log-in, six recorders from the music room.",
            "differentiation": "Interviews may be in any home language; the group translates.",
            "progress": "Eleven podcasts, all with consent forms.",
            "adjusted": "Two groups interviewed each other's grandparents instead.",
            "product_shows": "Strong voices, careful listening. The sources are used well in seven of eleven podcasts.",
            "library_parts_show": "Every group asked for consent in writing. Four groups cite only one source.",
            "teacher_view": "I heard students speak who had not spoken all year.",
            "librarian_view": "Editing took three lessons, not one. The consent talk was the most important half hour.",
            "students_view": "“I didn't know my grandfather had a story.” Editing was slow on the old laptops.",
            "keep": "Home languages. The listening evening.",
            "change": "Book the newer laptops early. Two sources as part of the script template.",
            "again": "Yes, every year.",
        },
        standards=("past", "voice", "sources"),
        duties=(
            ("Letter to families about consent", "aroha", 2, 2, True),
            ("Borrow recorders", "priya", 3, 0, True),
        ),
        lessons=(
            Meeting(
                3,
                2,
                "Taking a podcast apart",
                "librarian",
                "parallel",
                minutes=100,
                happened="Good ears. The list of what makes a good interview is on the wall.",
                students=49,
            ),
            Meeting(
                5,
                2,
                "Memory and the record",
                "together",
                "team",
                minutes=100,
                happened="The newspaper archive won them over.",
                students=50,
            ),
            Meeting(
                7,
                2,
                "Editing",
                "librarian",
                "stations",
                minutes=100,
                happened="Not finished. Needs two more lessons.",
                students=47,
            ),
        ),
        checks=(("Draft of interview questions", "Too many yes-or-no questions.", "Question swap between groups"),),
        barriers=(("other", "Old laptops lose recordings", "Recorders from the music room", "No recording lost"),),
        criteria=(
            ("Listens with respect", "together", True, (0, 6, 24, 20)),
            ("Sets memory beside sources", "together", True, (5, 14, 22, 9)),
            ("Speaks for an audience", "teacher", False, (3, 11, 25, 11)),
        ),
        complete=5,
        is_closed=True,
    ),
    Unit(
        "Manga in translation",
        "ada",
        "yuki",
        -2,
        (4, 7),
        "Japanese",
        ("Year 10",),
        ("10B",),
        1,
        "B",
        wills={"yuki": "Teaches the unit", "ada": "Finds three series in both languages and a quiet shelf for them"},
        answers={
            "overview": "Students translate four pages of a manga and compare theirs with the published translation.",
            "task": "Translate four pages. Explain three choices that were hard.",
            "final_product": "Four pages and a page of notes.",
            "strategy": "Read, translate alone, compare in pairs, compare with print.",
            "resources": "Three series, six copies each, in Japanese and in English.",
            "progress": "The shelf was empty most days.",
            "product_shows": "Sound words were the hardest and the most fun.",
            "teacher_view": "Worked well. The books were all I needed.",
            "librarian_view": "A box and a chat at the counter: small, and right for this unit.",
            "change": "Order two more copies of the second series.",
        },
        lessons=(
            Meeting(
                4,
                0,
                "Choosing pages",
                "teacher",
                "supportive",
                happened="Ada brought the books and stayed for questions.",
                students=22,
            ),
        ),
        complete=5,
        is_closed=True,
        overruled=(1, "It was a box and one visit; the notes in stage 5 should not make it look like more."),
    ),
    Unit(
        "Myths of the night sky",
        "ada",
        "tala",
        -1,
        (2, 6),
        "Science",
        ("Year 5",),
        ("5C",),
        3,
        "C",
        more_partners=("wei",),
        wills={
            "tala": "Tells the myths, guides the writing",
            "ada": "Teaches how to compare two tellings of one story",
            "wei": "Brings the star wheel and the science behind it",
        },
        answers={
            "essential_question": "Why do people everywhere tell stories about the same stars?",
            "overview": "Students compare two myths about one constellation, learn what it really is, and write their own.",
            "task": "Find two stories about one group of stars. Then write a third.",
            "final_product": "A star book: two retellings, one page of science, one new myth.",
            "information_skills": "Finding two versions of a story, and saying which people tell it.",
            "success_criteria": "The new myth fits the stars, and the science page is right.",
            "strategy": "Listen, find, compare, look up, write.",
            "resources": "Book box “Night sky” (24 titles), star wheel, planetarium app on six tablets.",
            "differentiation": "Myths as audio for four students.",
            "progress": "A clear night for the star evening, with 60 visitors.",
            "product_shows": "All 25 star books are finished. The science page is the weakest.",
            "library_parts_show": "Students name the people of a story, which they never did before.",
            "teacher_view": "The comparing grid was the key.",
            "librarian_view": "Two tellings of one story: I will use that in every year level.",
            "students_view": "Best: the star evening. “I thought stars were all the same distance.”",
            "keep": "Star evening.",
            "change": "Science page before the myth.",
            "again": "Yes.",
        },
        standards=("questions", "sources"),
        duties=(("Book the star evening with the caretaker", "wei", 2, 1, True),),
        lessons=(
            Meeting(2, 2, "One sky, two stories", "together", "team", happened="Lively.", students=25),
            Meeting(
                4, 2, "The comparing grid", "librarian", "split", happened="Two groups by reading range.", students=24
            ),
            Meeting(
                5,
                4,
                "What a star is",
                "teacher",
                "supportive",
                place="Lab 1",
                happened="Wei's star wheel.",
                students=25,
            ),
        ),
        criteria=(
            ("Compares two tellings", "together", True, (1, 5, 13, 6)),
            ("Explains what the stars are", "teacher", False, (4, 9, 10, 2)),
        ),
        complete=5,
        is_closed=True,
    ),
    Unit(
        "Zines of protest",
        "priya",
        "elif",
        -1,
        (3, 9),
        "Visual arts",
        ("Year 9",),
        ("9B",),
        3,
        "C",
        wills={
            "elif": "Teaches layout and printing",
            "priya": "Teaches fair use and finding pictures that may be used",
        },
        answers={
            "essential_question": "How small can a paper be and still change something?",
            "overview": "Each student prints a folded eight-page zine about something in the school that should change.",
            "task": "Say what should change, find out what others think, and print it.",
            "final_product": "Twenty copies of an eight-page zine, swapped at a zine fair.",
            "information_skills": "Pictures that may be used, and how to give credit on a small page.",
            "success_criteria": "A stranger understands it in two minutes.",
            "strategy": "Look at zines, ask, write, lay out, print, swap.",
            "resources": "Box of 60 zines, list of free picture archives.",
            "progress": "The printer jammed, the linocuts did not.",
            "product_shows": "26 zines. The best ones asked other people first.",
            "library_parts_show": "All pictures have a credit. Two had to be replaced.",
            "librarian_view": "The picture lesson belongs before the layout lesson.",
        },
        standards=("credit", "voice"),
        lessons=(
            Meeting(
                4,
                1,
                "Pictures that may be used",
                "librarian",
                "supportive",
                happened="Better than last year: real examples.",
                students=26,
            ),
            Meeting(
                6, 1, "Layout", "together", "parallel", place="Art room", happened="Two rooms, two tasks.", students=25
            ),
        ),
        criteria=(
            ("Makes a clear point", "teacher", False, (2, 6, 12, 6)),
            ("Gives credit", "librarian", True, (0, 3, 14, 9)),
        ),
        complete=4,
    ),
    Unit(
        "Rivers at risk",
        "ada",
        "sunniva",
        0,
        (1, 6),
        "Science",
        ("Year 7",),
        ("7A", "7B"),
        4,
        "C",
        outside=("River Watch", "Community group", "Ten years of water samples", "Two volunteers on the sampling day"),
        wills={
            "sunniva": "Leads the sampling, teaches the ecosystem lessons",
            "ada": "Teaches how to read a data set and who made it",
        },
        answers={
            "essential_question": "How do we know whether a river is well?",
            "overview": "Two classes sample the creek behind the school, compare with ten years of data, and report to the "
            "council.",
            "we_will": "Plan on Mondays after school, and stand at the creek together.",
            "task": "Find out how our creek is, and what could make it better. Write to the people who can do it.",
            "final_product": "A letter to the council with one graph and two sources.",
            "competencies": "Planning an investigation, working with a data set.",
            "information_skills": "Who collected these numbers, when, and why?",
            "success_criteria": "The council answers, because the letter is clear and the numbers are right.",
            "strategy": "Ask, sample, compare, explain, write.",
            "resources": "Project box “Creek” (test kits, field guides), link list “Water data”.",
            "differentiation": "Sentence starters for the letter; a raw data set for those who want it.",
            "progress": "Sampling day went well. Turbidity is up on last year.",
            "adjusted": "Moved the sampling by a week because of the rain.",
            "product_shows": "First letters are clear. Many graphs have no units yet.",
        },
        needs=(
            (
                "Science test in term 2",
                "Two thirds could not say who had collected the data in the task.",
                "Year 7, 84 students",
            ),
        ),
        standards=("water", "sources"),
        duties=(
            ("Permission slips for the creek", "sunniva", 1, 4, True),
            ("Invite River Watch", "ada", 1, 2, True),
            ("Post the letters", "", 7, 4, False),
        ),
        lessons=(
            Meeting(
                1, 1, "What do we want to know?", "together", "team", happened="Forty questions, six kept.", students=54
            ),
            Meeting(
                3,
                3,
                "Sampling day",
                "together",
                "stations",
                place="Creek",
                minutes=150,
                happened="Sun, mud, good data.",
                students=52,
            ),
            Meeting(
                4,
                1,
                "Who made this data set?",
                "librarian",
                "supportive",
                happened="The question “why was it collected?” opened their eyes.",
                students=53,
            ),
        ),
        checks=(("Units on every graph?", "Half have none.", "Five-minute clinic at the start of the lesson"),),
        barriers=(("testing", "Test week fell on the writing lessons", "Letters written in English lessons", ""),),
        criteria=(("Uses data to support a claim", "together", True, (5, 18, 22, 9)),),
        complete=3,
    ),
    Unit(
        "Can we trust this map?",
        "ada",
        "hugo",
        0,
        (3, 8),
        "Geography",
        ("Year 8",),
        ("8A", "8C"),
        3,
        "C",
        more_partners=("ben",),
        wills={"hugo": "Teaches projections", "ada": "Brings maps that lie, and teaches how to find their makers"},
        answers={
            "essential_question": "What does a map leave out, and who decided that?",
            "overview": "Students take three maps of one place apart and draw a fourth that shows what was left out.",
            "task": "Find what is missing on a map that you use. Draw the map that shows it.",
            "final_product": "A map and a text of 200 words.",
            "competencies": "Scale, projection, purpose.",
            "information_skills": "Who made it, for whom, with what money?",
            "success_criteria": "The new map shows something true that the others do not.",
            "strategy": "Look, question, walk, draw, explain.",
            "resources": "Atlas box (15), six historical maps from the state library, link list “Maps that lie”.",
            "progress": "The 1890 map with the missing camp started a real conversation.",
        },
        standards=("maps", "sources"),
        duties=(
            ("Laminate the six historical maps", "ada", 3, 1, True),
            ("Ask the surveyor to visit", "hugo", 6, 2, False),
        ),
        lessons=(
            Meeting(
                3, 0, "Three maps of one place", "together", "stations", happened="Nobody wanted to stop.", students=51
            ),
            Meeting(
                5,
                0,
                "Who made this, and for whom?",
                "librarian",
                "supportive",
                happened="Money was the best question.",
                students=49,
            ),
            Meeting(7, 0, "Drawing what is missing", "teacher", "supportive", place="Room 14"),
        ),
        checks=(
            ("What is missing on the bus map?", "Most looked for places, few for people.", "Example: night buses"),
        ),
        complete=2,
        rival=(
            "progress",
            "hugo",
            "The 1890 map with the missing camp started a real conversation. 8C wants to write to the museum.",
        ),
    ),
    Unit(
        "Numbers in the news",
        "priya",
        "ines",
        0,
        (5, 9),
        "Mathematics",
        ("Year 10",),
        ("10A",),
        2,
        "B",
        more_partners=("grace",),
        wills={"ines": "Teaches sampling and averages", "priya": "Brings headlines and their sources"},
        answers={
            "essential_question": "When is a number a lie?",
            "overview": "Students check a headline of the week against the study behind it.",
            "task": "Find a headline with a number in it. Find out where the number comes from. Give it a mark.",
            "final_product": "A one-minute video: “True, half true or not”.",
            "competencies": "Sample, mean and median, percentage and percentage points.",
            "information_skills": "From a headline to the study behind it.",
            "success_criteria": "The mark is backed by the study.",
            "strategy": "Collect headlines for a week, choose, trace, check, film.",
        },
        standards=("data", "sources"),
        duties=(
            ("Collect twenty headlines", "priya", 4, 4, True),
            ("Choose three studies that students can read", "ines", 5, 3, False),
            ("Book the green corner", "", 6, 1, False),
        ),
        lessons=(
            Meeting(6, 3, "From the headline to the study", "librarian", "supportive"),
            Meeting(7, 3, "Checking the number", "together", "team"),
        ),
        complete=1,
    ),
    Unit(
        "Ghost stories by daylight",
        "ada",
        "tom",
        0,
        (6, 8),
        "Literature",
        ("Year 8",),
        ("8B",),
        2,
        "B",
        wills={"tom": "Teaches how a story makes us wait"},
        answers={
            "essential_question": "Why do we like to be afraid?",
            "overview": "Ghost stories from six countries, read by daylight, and one of our own for the younger classes.",
            "task": "Find out what people were afraid of here a hundred years ago. Then write.",
            "final_product": "A story of two pages, read to Year 5 under the trees.",
        },
        standards=("voice", "questions"),
        duties=(("Find six people who tell a story well", "ada", 5, 1, False),),
    ),
    Unit(
        "What is in a school lunch?",
        "ada",
        "ruth",
        0,
        (4, 5),
        "Health",
        ("Year 7",),
        ("7C",),
        2,
        "A",
        answers={
            "essential_question": "Who decides what we eat?",
            "overview": "Two weeks, short form: students read labels, ask the canteen, and write one wish.",
            "task": "Read the label of everything in your lunch for two days.",
            "final_product": "A poster with one wish for the canteen.",
            "information_skills": "Reading a label, and who wrote it.",
            "strategy": "Collect, read, ask, wish.",
            "resources": "Book box “Food”, two videos.",
            "progress": "The canteen manager came by.",
        },
        lessons=(
            Meeting(4, 4, "Reading a label", "librarian", "supportive", happened="Sugar has 14 names.", students=24),
        ),
        complete=2,
    ),
    Unit(
        "Poems that bite",
        "priya",
        "tom",
        1,
        (2, 5),
        "English",
        ("Year 9",),
        ("9A",),
        3,
        "C",
        answers={
            "essential_question": "Can a poem change a mind?",
            "overview": "Slam poems about something that matters, performed in the library at lunch.",
            "task": "Write, cut, speak.",
        },
        duties=(("Ask the slam poet from last year", "priya", 1, 2, False),),
    ),
    Unit("Volcanoes", "ada", "cleo", 1, (1, 4), "Science", ("Year 6",), ("6A", "6B")),
    Unit("Finding a voice: speech night", "priya", "jack", 1, (5, 8), "English", ("Year 7",), ()),
)

VALE = (
    Unit(
        "The mill and the river",
        "nils",
        "samir",
        0,
        (2, 6),
        "Science",
        ("Year 8",),
        ("8X",),
        3,
        "C",
        answers={
            "essential_question": "What did the mill do to the river?",
            "overview": "Old mill maps beside new water data.",
            "task": "Show one change that the mill made, with evidence from then and now.",
            "information_skills": "Reading an archive map.",
            "strategy": "Visit, read, sample, compare.",
        },
        lessons=(Meeting(3, 2, "Archive maps", "librarian", "supportive", happened="White gloves!", students=25),),
        complete=1,
    ),
    Unit("Shakespeare's ghosts", "nils", "ottoline", 0, (4, 7), "English", ("Year 9",), ("9Y",)),
)
