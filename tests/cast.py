"""The cast, always the same: six people of Hill School, and Nils of Vale School, who must see nothing of Hill."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from collab.models import ClassGroup, Department, Member, Role, School, Subject, Term, User, YearLevel

NOW = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)  # A Wednesday at half past noon in Sydney.
TODAY = date(2026, 11, 18)
PASSWORD = "handy-five-demo"

HILL_PEOPLE = (
    ("ada", "Ada Marlow", [Role.LIBRARIAN]),
    ("ben", "Ben Okafor", [Role.TEACHER]),
    ("cleo", "Cleo Tanaka", [Role.TEACHER]),
    ("lena", "Lena Voss", [Role.LEADER]),
    ("hugo", "Hugo Lindqvist", [Role.TEACHER]),
    ("omar", "Omar Haddad", [Role.ADMINISTRATOR]),
)


def make_member(school, key, name, roles, *, with_login=True):
    """A member with a login (`key@school.example`, the cast's password) and a verified address."""
    return make_members(school, [(key, name, roles)], with_login=with_login)[0]


def make_members(school, people, *, with_login=True):
    """A member for each (key, name, roles), as `make_member` makes one; three queries for all, as every test asks."""
    emails = [f"{key}@{school.slug}.example" for key, _, _ in people]
    names = [name for _, name, _ in people]
    users = [None] * len(people)
    if with_login:
        users = User.objects.bulk_create(
            User(email=email, name=name, password=make_password(PASSWORD))
            for email, name in zip(emails, names, strict=True)
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
        )
    return Member.objects.bulk_create(
        Member(school=school, user=user, name=name, email=email, roles=roles, created_at=NOW)
        for user, email, (_, name, roles) in zip(users, emails, people, strict=True)
    )


def make_hill():
    """Hill School in Sydney with its four terms of 2026, two departments, and the cast."""
    school = School.objects.create(
        name="Hill School", slug="hill", country="AU", time_zone="Australia/Sydney", locale="en-au", created_at=NOW
    )
    people = dict(zip((key for key, _, _ in HILL_PEOPLE), make_members(school, HILL_PEOPLE), strict=True))
    terms = Term.objects.bulk_create(
        Term(school=school, name=f"Term {number}", year="2026", starts_on=starts_on, ends_on=ends_on)
        for number, starts_on, ends_on in (
            (1, date(2026, 1, 27), date(2026, 4, 2)),
            (2, date(2026, 4, 20), date(2026, 7, 3)),
            (3, date(2026, 7, 20), date(2026, 9, 25)),
            (4, date(2026, 10, 12), date(2026, 12, 17)),
        )
    )
    humanities, science = Department.objects.bulk_create(
        [
            Department(school=school, name="Humanities", head=people["hugo"]),
            Department(school=school, name="Science"),
        ]
    )
    in_department = Member.departments.through
    in_department.objects.bulk_create(
        in_department(member=people[key], department=department)
        for key, department in (("ben", humanities), ("hugo", humanities), ("cleo", science))
    )
    year_level = YearLevel.objects.create(school=school, name="Year 6", position=6)
    history = Subject.objects.create(school=school, name="History", department=humanities)
    six_b = ClassGroup.objects.create(school=school, name="6B", year_level=year_level, size=27)
    return SimpleNamespace(
        school=school,
        terms=terms,
        term=terms[3],
        humanities=humanities,
        science=science,
        department=humanities,
        year_level=year_level,
        subject=history,
        class_group=six_b,
        people=list(people.values()),
        **people,
    )


def make_vale():
    """Vale School in Leeds, with Nils the librarian alone."""
    school = School.objects.create(
        name="Vale School", slug="vale", country="GB", time_zone="Europe/London", locale="en-gb", created_at=NOW
    )
    nils = make_member(school, "nils", "Nils Berg", [Role.LIBRARIAN])
    term = Term.objects.create(
        school=school, name="Autumn term", year="2026/27", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18)
    )
    return SimpleNamespace(school=school, nils=nils, term=term)
