"""What the rows would do to the school's people: new, changed, unchanged, or refused with the reason. Writes nothing.

People are matched by staff ID, then by e-mail address; a row with neither by its name, and only with somebody who has
neither as well. Where ID and address belong to two people, the name says whom the row is about, and what is the
other's passes to them only if the other's own row gives it up: so two people can swap. Empty cells change nothing.
Roles are only ever added: they are given here by hand, and a list from elsewhere knows little of them. Departments
become those of the file.
"""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from collab.models import Member, Role
from collab.models.people import ContactBy
from collab.staff_import.columns import LABELS
from collab.staff_import.wanted import SIMPLE, Refused, Wanted, department_key, wanted
from collab.tables.cells import folded

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
KINDS = (NEW, CHANGED, UNCHANGED, REFUSED)
UNIQUE = ("email", "staff_id")  # What no two people of a school share.


class Person(NamedTuple):
    """What the import needs to know of a member of the school."""

    pk: int
    name: str
    email: str
    staff_id: str
    phone: str
    contact_by: str
    expertise: str
    roles: list
    version: int
    deactivated_at: datetime | None
    department_names: list


@dataclass(frozen=True)
class Line:
    """One row and what it would do. `changes`: (field, old, new) as text; `values` are those to write."""

    number: int
    kind: str
    name: str
    person: Person | None = None
    wanted: Wanted | None = None
    changes: tuple = ()
    values: dict = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Comparison:
    """All rows, and the departments that do not exist yet."""

    lines: list
    new_departments: list

    @cached_property
    def counts(self):
        """{kind: number of rows}, in the order of `KINDS`."""
        found = Counter(line.kind for line in self.lines)
        return {kind: found[kind] for kind in KINDS}

    @property
    def does_something(self):
        return bool(self.counts[NEW] or self.counts[CHANGED])

    @cached_property
    def fingerprint(self):
        """The same for two comparisons that do the same."""
        says = [
            (line.number, line.kind, line.person and line.person.pk, line.changes, _said(line))
            for line in self.lines
            if line.kind in (NEW, CHANGED)
        ]
        return hashlib.sha256(json.dumps([says, self.new_departments]).encode()).hexdigest()


def _said(line):
    wanted = line.wanted
    return [*(getattr(wanted, name) for name in SIMPLE), sorted(wanted.roles), wanted.departments]


def compare(*, rows, people, departments, by):
    """The Comparison of rows (as `StaffImport.rows` keeps them) with everybody of the school.

    `people`: every Person of the school, also those who left. `departments`: the names of those that exist. `by`:
    the Member who imports.
    """
    known = {department_key(name): name for name in departments}
    directory = Directory(people)
    lines = [_line(row, directory, known, by) for row in rows]
    lines = _without_takings(_without_doubles(lines), directory)
    return Comparison(lines, _new_departments(lines, known))


class Directory:
    """The people of the school, found by what a row may know of them."""

    def __init__(self, people):
        self.by_email = {person.email: person for person in people if person.email}
        self.by_exact_id = {person.staff_id: person for person in people if person.staff_id}
        self.by_id, self.by_name = defaultdict(list), defaultdict(list)
        for person in people:
            if person.staff_id:
                self.by_id[folded_id(person.staff_id)].append(person)
            self.by_name[name_key(person.name)].append(person)

    def person(self, row):
        """The Person that a Wanted is about, or None. Raises `Refused` when that is not certain."""
        if row.is_name_only:
            return self._by_name_only(row)
        by_id = self._by_id(row.staff_id) if row.staff_id else None
        by_email = self.by_email.get(row.email) if row.email else None
        if by_id and by_email and by_id.pk != by_email.pk:
            return self._by_name_among(row, by_id, by_email)
        return by_id or by_email

    def whose(self, row):
        """The sentence that says whose staff ID and whose address a Wanted has."""
        owner = self._by_id(row.staff_id)
        return f"Its staff ID belongs to {owner.name}, its e-mail address to {self.by_email[row.email].name}."

    def holder(self, name, value):
        """The Person who has an address (`name` is “email”) or a staff ID, or None."""
        return self.by_email.get(value) if name == "email" else self._by_id(value)

    def _by_name_among(self, row, *people):
        named = [person for person in people if name_key(person.name) == name_key(row.name)]
        if len(named) != 1:
            raise Refused(self.whose(row))
        return named[0]

    def _by_id(self, staff_id):
        if staff_id in self.by_exact_id:
            return self.by_exact_id[staff_id]
        found = self.by_id.get(folded_id(staff_id), [])
        if len(found) > 1:
            raise Refused(f"Its staff ID may be that of {found[0].name} or of {found[1].name}.")
        return found[0] if found else None

    def _by_name_only(self, row):
        found = self.by_name.get(name_key(row.name), [])
        if len(found) > 1 or any(person.email or person.staff_id for person in found):
            raise Refused("It has no e-mail address and no staff ID, and somebody of this name is known already.")
        return found[0] if found else None


def folded_id(staff_id):
    """Staff IDs that differ in case only are taken for the same."""
    return staff_id.casefold()


def name_key(name):
    """What two spellings of one name have in common."""
    return folded(name) or name


def _line(row, directory, known, by):
    number, cells, complaint = row
    shown = cells.get("name") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()
    shown = shown or cells.get("email") or cells.get("staff_id") or ""
    asked_for = None
    try:
        if complaint:
            raise Refused(complaint)
        asked_for = wanted(cells, known)
        person = directory.person(asked_for)
        return _new(number, asked_for, by) if person is None else _known(number, asked_for, person, by)
    except Refused as refused:
        return Line(number, REFUSED, shown[:200], wanted=asked_for, reason=str(refused))


def _new(number, row, by):
    if not row.name:
        raise Refused("Nobody here has this e-mail address or staff ID, and a new person needs a name.")
    if Role.ADMINISTRATOR in row.roles and not by.is_administrator:
        raise Refused("Only an administrator may give the role of administrator.")
    values = {name: getattr(row, name) for name in SIMPLE if getattr(row, name)}
    values["roles"] = in_order(row.roles or {Role.TEACHER})
    return Line(number, NEW, row.name, wanted=row, values=values)


def _known(number, row, person, by):
    if person.deactivated_at:
        raise Refused(f"{person.name} has left the school. Bring them back on their page first.")
    changes, values = [], {}
    for name in SIMPLE:
        old, new = getattr(person, name), getattr(row, name)
        if new and new != old:
            values[name] = new
            changes.append((LABELS[name], _spoken(name, old), _spoken(name, new)))
    if added := row.roles - set(person.roles):
        if Role.ADMINISTRATOR in added and not by.is_administrator:
            raise Refused("Only an administrator may give the role of administrator.")
        values["roles"] = in_order(added | set(person.roles))
        changes.append((LABELS["roles"], role_words(person.roles), role_words(values["roles"])))
    old_departments, new_departments = person.department_names, sorted(row.departments)
    if new_departments and {*map(department_key, new_departments)} != {*map(department_key, old_departments)}:
        values["departments"] = new_departments
        changes.append((LABELS["departments"], "; ".join(old_departments), "; ".join(new_departments)))
    if not changes:
        return Line(number, UNCHANGED, person.name, person=person, wanted=row)
    if Role.ADMINISTRATOR in person.roles and not by.is_administrator:
        raise Refused(f"{person.name} is an administrator, whom only an administrator may change.")
    return Line(number, CHANGED, person.name, person=person, wanted=row, changes=tuple(changes), values=values)


def in_order(roles):
    """Roles as a list in the one order that they always have."""
    return [role.value for role in Role if role in roles]


def role_words(roles):
    """How a list of roles reads."""
    return Member(roles=roles).role_names


def _spoken(name, value):
    return ContactBy(value).label if name == "contact_by" and value else value


def _without_doubles(lines):
    """Refuses every row that is about the same person as another row, even if that one is refused for itself.

    Otherwise a row that is refused because somebody is unknown would be about them once the other was imported.
    """
    rows_of = defaultdict(list)
    names_alone = {name_key(line.wanted.name) for line in lines if line.wanted and line.wanted.is_name_only}
    for position, line in enumerate(lines):
        for key in _keys(line, names_alone):
            rows_of[key].append(position)
    doubles = defaultdict(set)
    for positions in rows_of.values():
        if len(positions) > 1:
            for position in positions:
                doubles[position].update(positions)
    return [
        replace(line, kind=REFUSED, reason=_about_doubles(lines, doubles[position]), changes=(), values={})
        if position in doubles
        else line
        for position, line in enumerate(lines)
    ]


def _keys(line, names_alone):
    if line.wanted is None:
        return
    if line.person:
        yield "person", line.person.pk
    if line.wanted.email:
        yield "email", line.wanted.email
    if line.wanted.staff_id:
        yield "id", folded_id(line.wanted.staff_id)
    if name_key(line.wanted.name) in names_alone:
        yield "name", name_key(line.wanted.name)


def _without_takings(lines, directory):
    """Refuses every row that takes another's address or staff ID, unless that one's own row gives it up.

    A row that is refused gives up nothing, so whoever counted on it is refused as well.
    """
    takers = {key: position for position, line in enumerate(lines) for key in _taken(line, directory)}
    given_up = {key for line in lines for key in _given_up(line)}
    to_refuse, refused = [position for key, position in takers.items() if key not in given_up], set()
    while to_refuse:
        position = to_refuse.pop()
        if position not in refused:
            refused.add(position)
            to_refuse += [takers[key] for key in _given_up(lines[position]) if key in takers]
    return [
        replace(line, kind=REFUSED, reason=directory.whose(line.wanted), changes=(), values={})
        if position in refused
        else line
        for position, line in enumerate(lines)
    ]


def _taken(line, directory):
    """What a row would give its person that another has by now: (field, value)."""
    for name in UNIQUE:
        value = line.values.get(name)
        holder = directory.holder(name, value) if value else None
        if holder is not None and holder.pk != line.person.pk:
            yield _unique_key(name, value)


def _given_up(line):
    """What the person of a row has by now, and would no longer have: (field, value)."""
    for name in UNIQUE:
        if line.person and name in line.values:
            yield _unique_key(name, getattr(line.person, name))


def _unique_key(name, value):
    return name, folded_id(value) if name == "staff_id" else value


def _about_doubles(lines, positions):
    numbers = sorted(lines[position].number for position in positions)[:4]
    listed = f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return f"Rows {listed} are about the same person. Keep one of them."


def _new_departments(lines, known):
    found = {}
    for line in lines:
        if line.kind in (NEW, CHANGED):
            for name in line.wanted.departments:
                if department_key(name) not in known:
                    found.setdefault(department_key(name), name)
    return sorted(found.values())
