"""The demo's schools and people; `at` gives the other demos their moments."""

from dataclasses import asdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from collab.calendars import preset_for, proposed_terms, school_year
from collab.demo_logo import give_logo
from collab.models import ClassGroup, Department, Member, Role, School, Subject, Term, User, YearLevel

PASSWORD = "handy-five-demo"  # noqa: S105 - printed on the start page of the demo
TERMS_BACK = 7  # Two years of four terms, that at hand the last of them.

L, T, H, A = Role.LIBRARIAN, Role.TEACHER, Role.LEADER, Role.ADMINISTRATOR

DEPARTMENTS = (
    ("English", ("English", "Literature", "Drama")),
    ("Humanities", ("History", "Geography", "Civics")),
    ("Science", ("Science", "Biology", "Environmental studies")),
    ("Mathematics", ("Mathematics",)),
    ("Arts", ("Visual arts", "Music")),
    ("Languages", ("French", "Japanese")),
    ("Technologies", ("Design and technology", "Digital technologies")),
    ("Health and PE", ("Health", "Physical education")),
)

# key (also the e-mail's first part), name, roles, department, expertise, has a login
HILL_PEOPLE = (
    ("ada", "Ada Marlow", (L,), "", "Inquiry design, source evaluation, picture books", True),
    ("ben", "Ben Okafor", (T,), "Humanities", "Local history, oral history interviews", True),
    ("cleo", "Cleo Tanaka", (T,), "Science", "Geology, field trips", True),
    ("lena", "Lena Voss", (H,), "", "", True),
    ("hugo", "Hugo Lindqvist", (T,), "Humanities", "Mapping, data in geography", True),
    ("omar", "Omar Haddad", (A,), "", "", True),
    ("priya", "Priya Raman", (L, T), "English", "Podcasting, debating, reading circles", True),
    ("grace", "Grace Adeyemi", (H, T), "Mathematics", "Statistics in the news", True),
    ("tom", "Tom Whitlock", (T,), "English", "Poetry, slam", True),
    ("marisol", "Marisol Vega", (T,), "English", "Drama, puppet theatre", True),
    ("jack", "Jack Brennan", (T,), "English", "", False),
    ("aroha", "Aroha Ngata", (T,), "Humanities", "Māori histories, weaving", True),
    ("dmitri", "Dmitri Sokolov", (T,), "Humanities", "", False),
    ("wei", "Wei Zhang", (T,), "Science", "Astronomy, model rockets", True),
    ("sunniva", "Sunniva Dahl", (T,), "Science", "Citizen science, birds", True),
    ("rashid", "Rashid Karimi", (T,), "Science", "", False),
    ("ines", "Inês Carvalho", (T,), "Mathematics", "", True),
    ("paul", "Paul Gruber", (T,), "Mathematics", "Codes and ciphers", False),
    ("noor", "Noor Aziz", (T,), "Mathematics", "", False),
    ("elif", "Elif Demir", (T,), "Arts", "Printmaking, zines", True),
    ("kofi", "Kofi Mensah", (T,), "Arts", "Drumming, music of West Africa", True),
    ("yuki", "Yuki Moreau", (T,), "Languages", "Manga, translation", True),
    ("claire", "Claire Lambert", (T,), "Languages", "", False),
    ("stefan", "Stefan Nowak", (T,), "Technologies", "Robotics, 3-D printing", True),
    ("mei", "Mei Chen", (T,), "Technologies", "Web design", False),
    ("ruth", "Ruth Abara", (T,), "Health and PE", "Nutrition", True),
    ("liam", "Liam Fraser", (T,), "Health and PE", "", False),
    ("tala", "Tala Santos", (T,), "", "Year 5 classroom teacher, storytelling", True),
    ("oscar", "Oscar Lund", (T,), "", "Year 6 classroom teacher, gardening", True),
    ("hana", "Hana Kowalska", (T,), "", "Year 6 classroom teacher", False),
    ("george", "George Papadakis", (A,), "", "", False),
)

# Who is new, and for how many days.
NEW = {"hana": 12, "rashid": 60, "dmitri": 110}

HEADS = {
    "English": ("tom", "marisol"),
    "Humanities": ("hugo", "ben"),
    "Science": ("wei", "cleo"),
    "Mathematics": ("grace", None),
    "Arts": ("elif", "kofi"),
    "Languages": ("yuki", "yuki"),
    "Technologies": ("stefan", None),
    "Health and PE": ("ruth", None),
}

CLASSES = tuple(
    (f"{year}{letter}", f"Year {year}", 22 + (year * 3 + position * 5) % 8)
    for year in range(5, 11)
    for position, letter in enumerate("ABC")
)

VALE_PEOPLE = (
    ("nils", "Nils Berg", (L, A), "English", "Archives, map making", True),
    ("ottoline", "Ottoline Price", (T,), "English", "Shakespeare on his feet", True),
    ("samir", "Samir Chaudhry", (T,), "Science", "Rivers", True),
    ("fenella", "Fenella Gray", (H,), "", "", True),
    ("bram", "Bram de Wit", (T,), "Humanities", "", False),
)


def is_there():
    """Whether the demo has been loaded."""
    return School.objects.filter(slug__in=("hill", "vale")).exists()


def at(day, hour=9, minute=0, *, school):
    """An aware moment on a day, by the school's own clock."""
    return datetime.combine(day, time(hour, minute), tzinfo=school.zone)


def build(*, today):
    """Hill School in Sydney with a full staff, and Vale School in Leeds with a small one."""
    hill = _school("Hill School", "hill", "AU", "Australia/Sydney", "en-au", today, terms_back=TERMS_BACK)
    vale = _school("Vale School", "vale", "GB", "Europe/London", "en-gb", today)
    _structure(hill, DEPARTMENTS, CLASSES)
    _structure(
        vale,
        DEPARTMENTS[:3],
        [(f"{year}{letter}", f"Year {year}", 24 + year % 5) for year in range(7, 10) for letter in "XY"],
    )
    password = make_password(PASSWORD)
    _people(hill, HILL_PEOPLE, password, today)
    _people(vale, VALE_PEOPLE, password, today)
    _heads(hill, HEADS)
    give_logo(hill, by=hill.members.get(email="ada@hill.example"), now=at(today - timedelta(days=700), school=hill))
    _serves_both(vale, hill.members.get(email="priya@hill.example"), today)


def _school(name, slug, country, time_zone, locale, today, terms_back=0):
    """A school with the terms of last year, this year and the next; of a year more where its story begins there.

    `terms_back`: how many terms its story reaches back from the one at hand.
    """
    founded_at = datetime.combine(today - timedelta(days=1100), time(8), tzinfo=ZoneInfo(time_zone))
    school = School.objects.create(
        name=name, slug=slug, country=country, time_zone=time_zone, locale=locale, created_at=founded_at
    )
    preset = preset_for(country)
    this_year = proposed_terms(preset, country=country, today=today)[0].starts_on.year
    years = [school_year(preset, country=country, begins_in=this_year + offset) for offset in (-2, -1, 0, 1)]
    over = [term for year in years[1:] for term in year if term.ends_on < today]
    for year in years if len(over) < terms_back else years[1:]:
        Term.objects.bulk_create(Term(school=school, **asdict(term)) for term in year)
    return school


def _structure(school, departments, classes):
    """Departments with their subjects, and classes with their year levels."""
    for name, subjects in departments:
        department = Department.objects.create(school=school, name=name)
        Subject.objects.bulk_create(Subject(school=school, name=subject, department=department) for subject in subjects)
    for name, year_name, size in classes:
        position = int(year_name.removeprefix("Year "))
        year_level, _ = YearLevel.objects.get_or_create(school=school, name=year_name, defaults={"position": position})
        ClassGroup.objects.create(school=school, name=name, year_level=year_level, size=size)


def _people(school, people, password, today):
    """Members, most with a login; the first ones joined long ago, some have never signed in."""
    for number, (key, name, roles, department, expertise, has_login) in enumerate(people):
        joined_at = at(today - timedelta(days=NEW.get(key, 1000 - number * 9)), 8, school=school)
        email = f"{key}@{school.slug}.example"
        user = None
        if has_login:
            user = User.objects.create(email=email, name=name, password=password, date_joined=joined_at)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        member = Member.objects.create(
            school=school,
            user=user,
            name=name,
            email=email,
            staff_id=f"{school.slug[0].upper()}{101 + number}",
            roles=list(roles),
            contact_by=("email", "in_person", "email", "chat")[number % 4],
            expertise=expertise,
            joined_at=joined_at if has_login else None,
            created_at=joined_at,
        )
        if department:
            member.departments.add(Department.objects.get(school=school, name=department))


def _heads(school, heads):
    """Each department's head and, where it has one, library champion; keys are those of the people."""
    members = {member.email.split("@")[0]: member for member in school.members.all()}
    for name, (head, champion) in heads.items():
        Department.objects.filter(school=school, name=name).update(head=members[head], champion=members.get(champion))


def _serves_both(school, member, today):
    """One librarian works at the other school on Fridays: one login, two memberships."""
    Member.objects.create(
        school=school,
        user=member.user,
        name=member.name,
        email=member.email,
        roles=[Role.LIBRARIAN],
        joined_at=at(today - timedelta(days=90), 8, school=school),
        created_at=at(today - timedelta(days=90), 8, school=school),
    )
