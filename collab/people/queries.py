"""Named reads behind the directory and a person's page."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Lower

from collab.addresses import address
from collab.models import Department, Invitation, Member, Role

PAGE = 50
SEARCHED = ("name", "email", "staff_id", "expertise")
MOST_WORDS = 8
SORTS = {
    "name": ("Name", [Lower("name"), "pk"]),
    "surname": (
        "Last name",
        [Lower(Func(F("name"), Value("^.*\\s"), Value(""), function="regexp_replace")), Lower("name"), "pk"],
    ),
    "email": ("E-mail", [Lower("email"), "pk"]),
    "newest": ("Newest first", ["-created_at", "-pk"]),
}
STATES = {"": "Everybody here", "without-login": "Without a login", "left": "Left the school"}
HEADER = (
    "Name",
    "E-mail",
    "Staff ID",
    "Roles",
    "Departments",
    "Phone",
    "Prefers to be contacted",
    "Expertise",
    "Login",
)


@dataclass(frozen=True)
class Row:
    """A person in the directory, with every word and address ready for the page."""

    name: str
    url: str
    email: str
    staff_id: str
    roles: str
    departments: list
    phone: str
    contact_by: str
    expertise: str
    login: str
    tone: str

    def cells(self):
        """The row of a download, in the order of `HEADER`; the staff import reads it back unchanged."""
        return (
            self.name,
            self.email,
            self.staff_id,
            self.roles,
            "; ".join(self.departments),
            self.phone,
            self.contact_by,
            self.expertise,
            self.login,
        )


def departments(*, member):
    """The departments of the member's school, as (key as text, name)."""
    return [(str(key), name) for key, name in Department.objects.visible_to(member).values_list("pk", "name")]


def directory(*, member, now, words="", department="", role="", state="", sort="name"):
    """The people of the member's school that fit, annotated for `row`. Unknown choices are as good as none.

    The search looks into one school's people only, a few hundred short rows; there it finds parts of words as well,
    which a text index would not.
    """
    everybody = Member.objects.visible_to(member)
    people = everybody.filter(deactivated_at__isnull=False) if state == "left" else everybody.active()
    if state == "without-login":
        people = people.filter(user__isnull=True)
    if department:
        people = people.filter(departments=department)
    if role in Role.values:
        people = people.with_role(role)
    for word in words.split()[:MOST_WORDS]:
        people = people.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SEARCHED)))
    is_invited = Exists(Invitation.objects.open_at(now).filter(member=OuterRef("pk")))
    found = people.annotate(is_invited=is_invited).prefetch_related("departments")
    return found.order_by(*SORTS.get(sort, SORTS["name"])[1])


def row(person, *, slug):
    """The Row of a person from `directory`."""
    login, tone = login_state(person, is_invited=person.is_invited)
    return Row(
        name=person.name,
        url=address("person", school_slug=slug, member_id=person.pk),
        email=person.email,
        staff_id=person.staff_id,
        roles=person.role_names,
        departments=[department.name for department in person.departments.all()],
        phone=person.phone,
        contact_by=person.get_contact_by_display(),
        expertise=person.expertise,
        login=login,
        tone=tone,
    )


def login_state(person, *, is_invited):
    """Where a person stands with signing in: (words, tone of the badge)."""
    if not person.is_active:
        return "Left", "plain"
    if person.user_id:
        return "Can sign in", "good"
    if is_invited:
        return "Invited", "accent"
    return "No login", "plain"


def person_of(*, member, member_id):
    """One person of the member's school, with departments, or None."""
    return (
        Member.objects.visible_to(member)
        .select_related("school", "deactivated_by")
        .prefetch_related("departments", "heads", "champions")
        .filter(pk=member_id)
        .first()
    )


def invitation_of(*, person):
    """The latest invitation of a person, or None."""
    return Invitation.objects.filter(member=person).select_related("created_by", "member").first()


def new_owners(*, person):
    """Who may take over from a person: active librarians and teachers of the school, by name."""
    may_plan = reduce(or_, (Q(roles__contains=[role]) for role in (Role.LIBRARIAN, Role.TEACHER)))
    at_hand = and_(may_plan, Q(school_id=person.school_id))
    return Member.objects.active().filter(at_hand).exclude(pk=person.pk).order_by(Lower("name"))
