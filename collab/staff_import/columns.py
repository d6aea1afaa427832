"""Which column holds what, told by its name: in any order, spelling, and some languages."""

from dataclasses import dataclass

from collab.tables.cells import folded

LABELS = {
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "staff_id": "Staff ID",
    "roles": "Roles",
    "departments": "Departments",
    "phone": "Phone",
    "contact_by": "Prefers to be contacted",
    "expertise": "Expertise",
}
NAMES_OF_PEOPLE = frozenset({"name", "first_name", "last_name"})
IDENTITY = NAMES_OF_PEOPLE | {"email", "staff_id"}
MANY = frozenset({"roles", "departments"})
LONGEST_NAME_SHOWN = 80

SYNONYMS = {
    "name": "name|full name|display name|staff name|staff member|person|employee|employee name|teacher|teacher name|"
    "preferred name|name of staff|nom complet|nombre completo|vollständiger name",
    "first_name": "first name|given name|given names|forename|forenames|first|christian name|vorname|prénom|nombre|"
    "preferred first name|voornaam|nome",
    "last_name": "last name|surname|family name|last|nachname|familienname|nom|nom de famille|apellido|apellidos|"
    "achternaam|cognome",
    "email": "email|mail|email address|mail address|work email|school email|staff email|e mail|e-mail adresse|"
    "mailadresse|courriel|adresse e-mail|correo|correo electrónico|primary email",
    "staff_id": "staff id|id|staff number|staff no|staff code|employee id|employee number|employee no|payroll number|"
    "payroll id|personnel number|teacher id|teacher code|number|code|kürzel|personalnummer|personal-nr|matricule",
    "roles": "role|roles|role s|staff role|user role|access role|rolle|rollen|rôle|rôles|rol|roles in school",
    "departments": "department|departments|department s|faculty|faculties|dept|depts|learning area|learning areas|"
    "subject area|team|fachbereich|fachbereiche|fachschaft|abteilung|abteilungen|département|départements|"
    "departamento|departamentos",
    "phone": "phone|telephone|phone number|telephone number|mobile|mobile phone|mobile number|cell|cell phone|tel|"
    "extension|ext|work phone|telefon|telefonnummer|handy|téléphone|portable|teléfono|móvil",
    "contact_by": "prefers to be contacted|preferred contact|contact preference|contact by|"
    "preferred way to be contacted",
    "expertise": "expertise|expertise and interests|skills|strengths|interests|specialism|specialisms|"
    "specialisation|specialization|brings|can bring|kompetenzen|compétences|experiencia",
}


KNOWN = {folded(word): field for field, words in SYNONYMS.items() for word in words.split("|")}


@dataclass(frozen=True)
class Columns:
    """A header as understood: `fields` says for each position the field or None; `ignored` are names not used."""

    fields: tuple
    known: dict
    ignored: list

    @property
    def has_identity(self):
        return any(field in IDENTITY for field in self.fields)


def field_of(title):
    """The field that a column's name stands for, or None. “Department 2” is another department."""
    name = folded(title)
    field = KNOWN.get(name)
    if field is None and (bare := KNOWN.get(name.rstrip("0123456789"))) in MANY:
        field = bare
    return field


def recognised(header):
    """The Columns of a header (list of names). Of two columns for the same single thing the first one counts."""
    fields, known, ignored = [], {}, []
    for title in header:
        field = field_of(title)
        if field is not None and (field in MANY or field not in fields):
            known[title[:LONGEST_NAME_SHOWN]] = field
        else:
            field = None
            if title:
                ignored.append(title[:LONGEST_NAME_SHOWN])
        fields.append(field)
    return Columns(tuple(fields), known, ignored)


def count_known(header):
    """How many names in a header are known."""
    return len(recognised(header).known)
