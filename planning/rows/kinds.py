"""The kinds of rows of a plan, as data: which model, on which stage's page, under which words."""

from dataclasses import dataclass, field

from django.db.models import Model

from planning.models import Barrier, Criterion, Duty, FormativeCheck, Lesson, Need, Partner, Standard


@dataclass(frozen=True)
class Kind:
    """One kind of row. `key` stands in addresses; 0 among `stages` is the head of the form.

    `shown_in` is the key of the section that lists its rows: outside partners stand among the partners.
    `only` tells its rows from others of the model. `icon` is a name of the sprite. `empty` says what will stand here,
    as long as nothing does.
    """

    key: str
    model: type[Model]
    stages: tuple[int, ...]
    one: str
    title: str
    lead: str
    add: str
    icon: str
    empty_title: str
    empty: str
    shown_in: str = ""
    is_removable: bool = True
    only: dict = field(default_factory=dict)

    @property
    def section_key(self):
        return self.shown_in or self.key

    def rows(self, plan):
        """The rows of this kind in a plan."""
        return self.model.objects.filter(plan=plan, **self.only)

    @property
    def anchor(self):
        """The id of its section in a page."""
        return f"rows-{self.section_key}"


PARTNERS = Kind(
    key="partners",
    model=Partner,
    stages=(0,),
    one="partner",
    title="Partners",
    lead="Who plans and teaches this unit, what they bring and what they will do.",
    add="Add a colleague",
    icon="people",
    empty_title="Nobody is on this plan yet",
    empty="Add the colleague you plan with. They need no login for that.",
    only={"member__isnull": False},
)
OUTSIDE_PARTNERS = Kind(
    key="outside-partners",
    model=Partner,
    stages=(0,),
    one="outside partner",
    title="Outside partners",
    lead="",
    add="Add an outside partner",
    icon="people",
    empty_title="",
    empty="",
    shown_in="partners",
    only={"member__isnull": True},
)
NEEDS = Kind(
    key="needs",
    model=Need,
    stages=(1,),
    one="need",
    title="The need in student results",
    lead="Where the unit starts from something that results show. Numbers of a group, never names of students.",
    add="Add a need",
    icon="graph-up",
    empty_title="No need recorded",
    empty="If results made you choose this unit, say which results and what they show. If not, leave this out.",
)
STANDARDS = Kind(
    key="standards",
    model=Standard,
    stages=(1,),
    one="standard",
    title="Standards this unit rests on",
    lead="Curricular outcomes, competencies and information skills, with their own numbers.",
    add="Add a standard",
    icon="bookmark-check",
    empty_title="No standards yet",
    empty="Type a number or a few words: what somebody entered before is found again, for every plan of the school.",
)
DUTIES = Kind(
    key="duties",
    model=Duty,
    stages=(2,),
    one="duty",
    title="Who does what by when",
    lead="",
    add="Add a duty",
    icon="list-check",
    empty_title="No duties yet",
    empty="Write down what must be ready before the unit starts, who sees to it, and by which day.",
)
LESSONS = Kind(
    key="lessons",
    model=Lesson,
    stages=(2,),
    one="lesson",
    title="Lessons",
    lead="The lessons of the unit, above all those in which the library has a part.",
    add="Add a lesson",
    icon="calendar-event",
    empty_title="No lessons yet",
    empty="Add the first one: what it is about, when, where, and who leads it. A line is enough.",
)
LESSON_LOGS = Kind(
    key="lesson-logs",
    model=Lesson,
    stages=(3,),
    one="lesson",
    title="What happened in the lessons",
    lead="A sentence for each lesson, and how many students it reached.",
    add="Log a lesson that was not planned",
    icon="journal-text",
    empty_title="No lessons to log yet",
    empty="Lessons planned in stage 2 stand here, ready to be logged. You can also log one that was not planned.",
    is_removable=False,
)
CHECKS = Kind(
    key="checks",
    model=FormativeCheck,
    stages=(3,),
    one="check",
    title="Formative checks",
    lead="How you looked at students' work on the way, and what you changed after it.",
    add="Add a check",
    icon="clipboard2-check",
    empty_title="No checks yet",
    empty="An exit ticket, a look at the notes, five minutes of talk: what did it show, and what did you adjust?",
)
BARRIERS = Kind(
    key="barriers",
    model=Barrier,
    stages=(3, 5),
    one="barrier",
    title="Barriers",
    lead="What stood in the way, what you did about it, and what came of that.",
    add="Add a barrier",
    icon="flag",
    empty_title="Nothing stood in the way so far",
    empty="If something does, note it here: leaders see what recurs across plans, never who said it.",
)
CRITERIA = Kind(
    key="criteria",
    model=Criterion,
    stages=(4,),
    one="criterion",
    title="Criteria",
    lead="How many students reached which level. Numbers only, no names.",
    add="Add a criterion",
    icon="bar-chart",
    empty_title="No criteria yet",
    empty="Add what the product was judged by, who assessed it, and how many students reached each level.",
)

KINDS = {
    kind.key: kind
    for kind in (
        PARTNERS,
        OUTSIDE_PARTNERS,
        NEEDS,
        STANDARDS,
        LESSONS,
        DUTIES,
        LESSON_LOGS,
        CHECKS,
        BARRIERS,
        CRITERIA,
    )
}


def of_stage(number):
    """The kinds that have a section on a stage's page (0: the plan's own page), in order."""
    return [kind for kind in KINDS.values() if number in kind.stages and not kind.shown_in]


def of_section(section_key):
    """The kinds whose rows stand in one section, the one that names it first."""
    return [kind for kind in KINDS.values() if kind.section_key == section_key]
