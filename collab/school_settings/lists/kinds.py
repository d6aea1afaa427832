"""The four lists as data: their words, their columns, their forms."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Model

from collab.models import ClassGroup, Department, Subject, YearLevel
from collab.school_settings.lists import forms


@dataclass(frozen=True)
class Kind:
    """One list. `name` is its URL's name; those of its other pages begin with `one_name`.

    `order` is for a list that is read in another order than its model's: 5A stands before 10A, after its year.
    """

    name: str
    one_name: str
    slug: str
    model: type[Model]
    form: type[forms.RowForm]
    one: str
    many: str
    icon: str
    lead: str
    teaching: str
    columns: tuple[str, ...]
    rows: Callable
    cells: Callable
    order: tuple[str, ...] = ()
    is_ordered: bool = False
    has_lines: bool = False


def _count(number, one, many):
    return f"{number} {one if number == 1 else many}" if number else ""


YEAR_LEVELS = Kind(
    name="year_levels",
    one_name="year_level",
    slug="year-levels",
    model=YearLevel,
    form=forms.YearLevelForm,
    one="year level",
    many="year levels",
    icon="sort-down",
    lead="The years of your school, from the youngest to the oldest. Plans and classes are sorted by them.",
    teaching="Plans and classes say which year they are for. Add your years from the youngest to the oldest.",
    columns=("Classes",),
    rows=lambda rows: rows.annotate(class_count=Count("classes")),
    cells=lambda row: (_count(row.class_count, "class", "classes"),),
    is_ordered=True,
)
DEPARTMENTS = Kind(
    name="departments",
    one_name="department",
    slug="departments",
    model=Department,
    form=forms.DepartmentForm,
    one="department",
    many="departments",
    icon="diagram-3",
    lead="Who leads each department, and who in it is the library's first contact: its library champion.",
    teaching="Departments gather subjects and people, so that plans can be found by them.",
    columns=("Head", "Library champion", "Subjects", "People"),
    rows=lambda rows: rows.select_related("head", "champion").annotate(
        subject_count=Count("subjects", distinct=True), member_count=Count("members", distinct=True)
    ),
    cells=lambda row: (
        row.head or "",
        row.champion or "",
        _count(row.subject_count, "subject", "subjects"),
        _count(row.member_count, "person", "people"),
    ),
)
SUBJECTS = Kind(
    name="subjects",
    one_name="subject",
    slug="subjects",
    model=Subject,
    form=forms.SubjectForm,
    one="subject",
    many="subjects",
    icon="book",
    lead="What is taught, and the department that it belongs to.",
    teaching="A plan has a subject, and through it a department. Add the subjects that your school teaches.",
    columns=("Department", "Classes"),
    rows=lambda rows: rows.select_related("department").annotate(class_count=Count("classes")),
    cells=lambda row: (row.department or "", _count(row.class_count, "class", "classes")),
)
CLASSES = Kind(
    name="classes",
    one_name="class",
    slug="classes",
    model=ClassGroup,
    form=forms.ClassForm,
    one="class",
    many="classes",
    icon="people",
    lead="The classes that units are planned for, with their number of students. No student is named here.",
    teaching="A plan names the classes that it is for, and knows how many students it reaches. "
    "Copy your list of classes from a spreadsheet, or add them one by one.",
    columns=("Year level", "Subject", "Students"),
    rows=lambda rows: rows.select_related("year_level", "subject"),
    cells=lambda row: (row.year_level or "", row.subject or "", "" if row.size is None else row.size),
    order=("year_level__position", "name"),
    has_lines=True,
)
KINDS = (YEAR_LEVELS, DEPARTMENTS, SUBJECTS, CLASSES)
