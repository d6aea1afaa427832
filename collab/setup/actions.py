"""The one write of the set-up: the school, its calendar, what it starts with, and its first person."""

from allauth.account.models import EmailAddress
from django.db import connection, transaction

from collab.models import Department, Member, School, Subject, Term, User, YearLevel
from collab.setup.starters import starter_for

ONE_AT_A_TIME = 7_305_506  # The key of the advisory lock that racing set-ups wait for.


class SetUpError(Exception):
    """The set-up was refused and nothing was written; the text is a sentence for people."""


class AlreadySetUp(SetUpError):
    """Somebody was first, perhaps the same person with a second click."""

    def __init__(self):
        super().__init__("Collab is set up already. Sign in to go on.")


class AddressIsTaken(SetUpError):
    """A login with the e-mail address exists on this installation."""

    def __init__(self):
        super().__init__("There is an account with this address on this server already. Use another address.")


@transaction.atomic
def set_up_school(*, school, terms, by, now):
    """Creates the first school of an empty installation, with everything it starts with, or nothing at all.

    `school`: fields of School; `terms`: list of fields of Term; `by`: name, email, roles and password of the person
    who sets it up and becomes its first member, with a login and a verified address. Returns the Member.
    Raises `AlreadySetUp`, `AddressIsTaken`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    if School.objects.exists():
        raise AlreadySetUp
    new_school = School.objects.create(**school, created_at=now)
    Term.objects.bulk_create(Term(school=new_school, **term) for term in terms)
    _furnish(new_school)
    return _first_member(new_school, by, now)


def _furnish(school):
    starter = starter_for(school.country)
    YearLevel.objects.bulk_create(
        YearLevel(school=school, name=name, position=position)
        for position, name in enumerate(starter.year_levels, start=1)
    )
    departments = Department.objects.bulk_create(
        Department(school=school, name=name) for name, _ in starter.departments
    )
    Subject.objects.bulk_create(
        Subject(school=school, department=department, name=name)
        for department, (_, subjects) in zip(departments, starter.departments, strict=True)
        for name in subjects
    )


def _first_member(school, by, now):
    email = by["email"].strip().lower()
    if User.objects.filter(email=email).exists():
        raise AddressIsTaken
    user = User.objects.create_user(email, by["password"], name=by["name"])
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return Member.objects.create(
        school=school, user=user, name=by["name"], email=email, roles=by["roles"], joined_at=now, created_at=now
    )
