"""The planning form as data: five Handy 5 stages and their prompts.

Stages and student questions: Handy 5, Kansas Association of School Librarians. Stage 0 is the head of the form,
which belongs to no stage. A prompt's key is stored with every answer: never rename one, never use one twice.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Answerer(StrEnum):
    """Whose part of the form a prompt is. It guides the eye; every partner may answer every prompt."""

    TEACHER = "teacher"
    LIBRARIAN = "librarian"
    TOGETHER = "together"
    STUDENTS = "students"


@dataclass(frozen=True)
class Prompt:
    """One question of the form. `is_short` prompts are the few that a plan in short form asks."""

    key: str
    label: str
    help: str
    who: Answerer
    is_short: bool = False
    stage: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Stage:
    """One page of the form: number (0 is the head), names, the student's question, an icon and its prompts."""

    number: int
    key: str
    name: str
    short: str
    question: str
    icon: str
    prompts: tuple[Prompt, ...]


def _stage(number, key, name, short, question, icon, *prompts):
    return Stage(
        number,
        key,
        name,
        short,
        question,
        icon,
        tuple(Prompt(p.key, p.label, p.help, p.who, p.is_short, number) for p in prompts),
    )


HEAD = _stage(
    0,
    "unit",
    "The unit",
    "Unit",
    "What is this unit about?",
    "journal-bookmark",
    Prompt(
        "essential_question",
        "Essential question",
        "One open question that the whole unit tries to answer.",
        Answerer.TOGETHER,
        True,
    ),
    Prompt(
        "overview",
        "Overview",
        "Two or three sentences: what happens, and what students have at the end.",
        Answerer.TOGETHER,
        True,
    ),
    Prompt("we_will", "We will", "What teacher and librarian do side by side.", Answerer.TOGETHER),
)

STAGES = (
    _stage(
        1,
        "assignment",
        "Assignment",
        "Assignment",
        "What am I supposed to do?",
        "clipboard-check",
        Prompt("task", "The task, as students get it", "In the words that students read.", Answerer.TEACHER, True),
        Prompt(
            "final_product",
            "Final product",
            "What students make, hand in or show: a poster, a podcast, a debate.",
            Answerer.TEACHER,
            True,
        ),
        Prompt(
            "competencies",
            "Outcomes and competencies",
            "What the subject or year level asks for, in your own words. Numbered standards have their own list below.",
            Answerer.TEACHER,
        ),
        Prompt(
            "information_skills",
            "Information skills to be taught",
            "For example: asking good questions, judging a source, taking notes, giving credit.",
            Answerer.LIBRARIAN,
            True,
        ),
        Prompt(
            "success_criteria",
            "Success criteria",
            "How students and teachers can tell that it worked.",
            Answerer.TOGETHER,
        ),
    ),
    _stage(
        2,
        "plan-of-action",
        "Plan of action",
        "Plan",
        "How do I get it done?",
        "signpost-split",
        Prompt("strategy", "Strategy, step by step", "The path that students follow.", Answerer.TOGETHER, True),
        Prompt(
            "resources",
            "Resources",
            "Boxes, link lists and single titles, and where they stand.",
            Answerer.LIBRARIAN,
            True,
        ),
        Prompt(
            "differentiation",
            "Differentiation",
            "Who needs more support, who needs more challenge, and how they get it.",
            Answerer.TOGETHER,
        ),
    ),
    _stage(
        3,
        "doing-the-job",
        "Doing the job",
        "Doing",
        "How do I do the job?",
        "tools",
        Prompt("progress", "How it is going", "A short log for the whole unit.", Answerer.TOGETHER, True),
        Prompt("adjusted", "What we changed on the way", "What was adjusted, and why.", Answerer.TOGETHER),
    ),
    _stage(
        4,
        "product-evaluation",
        "Product evaluation",
        "Product",
        "What do I have to show?",
        "award",
        Prompt(
            "product_shows",
            "What the products show",
            "What students can do now, with an example.",
            Answerer.TEACHER,
            True,
        ),
        Prompt(
            "library_parts_show",
            "The library-led parts",
            "What the sources, notes and references of students show.",
            Answerer.LIBRARIAN,
            True,
        ),
        Prompt(
            "compared_with_need",
            "Compared with the starting need",
            "Where the unit began with a need in student results: what has changed?",
            Answerer.TOGETHER,
        ),
    ),
    _stage(
        5,
        "process-evaluation",
        "Process evaluation",
        "Process",
        "How well did I do it?",
        "chat-quote",
        Prompt("teacher_view", "The teacher's view", "What worked for you and your class?", Answerer.TEACHER, True),
        Prompt("librarian_view", "The librarian's view", "What worked for you?", Answerer.LIBRARIAN, True),
        Prompt(
            "students_view",
            "The students' view",
            "What students said about how they worked. No names.",
            Answerer.STUDENTS,
        ),
        Prompt("keep", "Keep", "What should stay next time?", Answerer.TOGETHER),
        Prompt("change", "Change next time", "What would you do differently?", Answerer.TOGETHER, True),
        Prompt("again", "Would we do it again?", "Yes, no, or yes if.", Answerer.TOGETHER),
    ),
)

NUMBERS = tuple(stage.number for stage in STAGES)
BY_NUMBER = {stage.number: stage for stage in (HEAD, *STAGES)}
PROMPTS = {prompt.key: prompt for stage in (HEAD, *STAGES) for prompt in stage.prompts}
