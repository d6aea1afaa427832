"""One row as the school would have it: clean values, or the reason why it is refused."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from collab.models import Department, Member, Role
from collab.models.people import ContactBy
from collab.staff_import.columns import LABELS
from collab.tables.cells import folded

MOST_DEPARTMENTS = 20
SIMPLE = ("name", "email", "staff_id", "phone", "contact_by", "expertise")
LONGEST = {field: Member._meta.get_field(field).max_length for field in SIMPLE}
LONGEST_DEPARTMENT = Department._meta.get_field("name").max_length
ROLE_WORDS = {
    "librarian": [Role.LIBRARIAN],
    "librarians": [Role.LIBRARIAN],
    "library": [Role.LIBRARIAN],
    "library staff": [Role.LIBRARIAN],
    "school librarian": [Role.LIBRARIAN],
    "library assistant": [Role.LIBRARIAN],
    "library technician": [Role.LIBRARIAN],
    "teacher librarian": [Role.LIBRARIAN, Role.TEACHER],
    "bibliothekar": [Role.LIBRARIAN],
    "bibliothekarin": [Role.LIBRARIAN],
    "teacher": [Role.TEACHER],
    "teachers": [Role.TEACHER],
    "teaching staff": [Role.TEACHER],
    "teaching": [Role.TEACHER],
    "head of department": [Role.TEACHER],
    "hod": [Role.TEACHER],
    "lehrer": [Role.TEACHER],
    "lehrerin": [Role.TEACHER],
    "lehrkraft": [Role.TEACHER],
    "leader": [Role.LEADER],
    "leaders": [Role.LEADER],
    "leadership": [Role.LEADER],
    "principal": [Role.LEADER],
    "vice principal": [Role.LEADER],
    "deputy principal": [Role.LEADER],
    "assistant principal": [Role.LEADER],
    "head teacher": [Role.LEADER],
    "deputy head": [Role.LEADER],
    "deputy": [Role.LEADER],
    "schulleitung": [Role.LEADER],
    "administrator": [Role.ADMINISTRATOR],
    "administrators": [Role.ADMINISTRATOR],
    "admin": [Role.ADMINISTRATOR],
    "school administrator": [Role.ADMINISTRATOR],
}
ROLES_BY_WORD = {folded(word): roles for word, roles in ROLE_WORDS.items()}
CONTACT_BY_WORD = {folded(word): choice for choice in ContactBy for word in (choice.label, choice.value)} | {
    folded("mail"): ContactBy.EMAIL,
    folded("chat"): ContactBy.CHAT,
    folded("telephone"): ContactBy.PHONE,
}


class Refused(Exception):
    """The row is not imported, and this is why."""


@dataclass(frozen=True)
class Wanted:
    """A row's clean values; empty where its cells are. `departments` are names as the school, or the file, has them."""

    name: str
    email: str
    staff_id: str
    phone: str
    contact_by: str
    expertise: str
    roles: frozenset
    departments: tuple

    @property
    def is_name_only(self):
        return not self.email and not self.staff_id


def wanted(cells, departments):
    """The Wanted of a row's cells ({field: text}). Raises `Refused`.

    `departments`: {folded name: name} of those that exist; a name that is new stays as it is written.
    """
    values = {field: cells.get(field, "") for field in SIMPLE}
    values["name"] = values["name"] or f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()
    values["email"] = _email(values["email"])
    values["contact_by"] = _contact_by(values["contact_by"])
    for field, longest in LONGEST.items():
        if len(values[field]) > longest:
            raise Refused(f"{LABELS[field]} is longer than {longest} characters.")
    if not any(values[field] for field in ("name", "email", "staff_id")):
        raise Refused("It has no name, no e-mail address and no staff ID.")
    return Wanted(
        **values,
        roles=_roles(cells.get("roles", "")),
        departments=_departments(cells.get("departments", ""), departments),
    )


def department_key(name):
    """What two names of one department have in common."""
    return " ".join(name.casefold().split())


def _email(words):
    words = words.removeprefix("mailto:").strip("<> ").lower()
    if words:
        try:
            validate_email(words)
        except ValidationError:
            raise Refused(f"“{words[:80]}” is no e-mail address.") from None
    return words


def _contact_by(words):
    if not words:
        return ""
    try:
        return CONTACT_BY_WORD[folded(words)]
    except KeyError:
        known = ", ".join(choice.label for choice in ContactBy)
        raise Refused(f"“{words[:60]}” is no way to be contacted. Known are: {known}.") from None


def _roles(words):
    found = set()
    for word in filter(None, (part.strip() for part in re.split(r"[;,|/+&\n]| and ", words))):
        try:
            found.update(ROLES_BY_WORD[folded(word)])
        except KeyError:
            raise Refused(f"“{word[:60]}” is no role. Known are: {', '.join(Role.labels)}.") from None
    return frozenset(found)


def _departments(words, known):
    """Split at semicolons and bars; at commas only where the whole is not the name of a department that exists."""
    parts = [words] if department_key(words) in known else re.split(r"[;|]", words)
    if len(parts) == 1 and department_key(words) not in known:
        parts = words.split(",")
    names = {}
    for name in filter(None, (" ".join(part.split()) for part in parts)):
        if len(name) > LONGEST_DEPARTMENT:
            raise Refused(f"The name of a department is longer than {LONGEST_DEPARTMENT} characters.")
        names.setdefault(department_key(name), known.get(department_key(name), name))
    if len(names) > MOST_DEPARTMENTS:
        raise Refused(f"It names more than {MOST_DEPARTMENTS} departments.")
    return tuple(names.values())
