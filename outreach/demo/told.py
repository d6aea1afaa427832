"""What the demo's reports and placings say, as data; it holds whatever day the demo is built around."""

# level, note: the last one is of the year at hand
PLACINGS = (
    (4, "We are met at the counter, for what is needed today. Next: to know what will be taught before it is."),
    (5, "Most units are still planned in passing, between two bells. Next: an hour for planning, in the timetable."),
    (
        6,
        "Planned gathering is the rule: the hour is there, and most departments plan with us. Next: Technologies.",
    ),
)
BEFORE = (
    "What we set out to do this year was simple: to sit down with a colleague before a unit begins, and not after.\n\n"
    "It did not always work. Most of the time there was a box, a visit, and no hour in which both of us were free: "
    "time is what we lacked most. But where we planned from the start, students knew what a source is worth, and said "
    "so themselves.\n\n"
    "An hour in the timetable is worth more than any box. That is why we asked for it."
)
NOW = (
    "The hour is there. Since two people can plan while nobody teaches, units are planned at a table and not in the "
    "corridor, and colleagues who had never asked us for more than a box sit at it.\n\n"
    "What is left to do: Technologies takes our kits home and brings them back, and has not planned a unit with us "
    "yet. We shall go to their meeting, and bring the timetable."
)
# title of a unit → what the report tells of it; the first that a year has are told
STORIES = {
    "How our street has changed": (
        "The class began with what it could not do, and nobody minded saying so: one student in five named a source. "
        "Eight weeks later a street of cardboard houses stood in the library, and nearly every object in it had a card "
        "that said where it came from. Neighbours of ninety came to see their own front doors."
    ),
    "Backyard birds": (
        "“How many magpies live in our street?” is a question that one can answer, and two classes did. It was "
        "the first unit that teacher and librarian judged together, and those who have counted birds for twenty years "
        "now use the numbers."
    ),
    "Gold rush": (
        "One day on the goldfield, told twice: by somebody who grew rich, and by somebody who paid for it. Most texts "
        "say what the rush left behind. Where a detail comes from, few could tell: that is what we teach next."
    ),
    "Whose news is it?": (
        "In March four of 28 looked for who had made a page. In the product 21 did, and could say who pays for it. "
        "What made the difference was an hour: eight meetings were planned on Tuesdays, and eight were held."
    ),
    "Soil is alive": (
        "One square metre of garden, four weeks, 29 pages of a field guide. Half of the class used to skip diagrams; "
        "now they draw them. Teacher and librarian have written the goals for the whole year together."
    ),
    "Rivers at risk": (
        "How is the creek behind the school? Two classes take samples, lay them beside ten years of numbers, and ask "
        "who collected these and why. The letter to the council is their own."
    ),
    "Can we trust this map?": (
        "Three maps of one place, and a fourth that shows what they leave out. The map of 1890 without the camp is "
        "where the talk begins."
    ),
}
