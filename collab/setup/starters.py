"""What a new school starts with: year levels, departments and subjects as its country names them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Starter:
    """Year levels in order, and departments with their subjects. All of it can be changed or removed."""

    year_levels: tuple[str, ...]
    departments: tuple[tuple[str, tuple[str, ...]], ...]


def _levels(*first, word, last):
    return (*first, *(f"{word} {number}" for number in range(1, last + 1)))


AUSTRALIA = Starter(
    _levels("Foundation", word="Year", last=12),
    (
        ("English", ("English", "Literature")),
        ("Mathematics", ("Mathematics",)),
        ("Science", ("Science", "Biology", "Chemistry", "Physics")),
        ("Humanities", ("History", "Geography", "Civics and citizenship", "Economics and business")),
        ("Languages", ("Languages",)),
        ("The Arts", ("Visual arts", "Music", "Drama", "Media arts", "Dance")),
        ("Technologies", ("Design and technologies", "Digital technologies")),
        ("Health and PE", ("Health", "Physical education")),
    ),
)
NEW_ZEALAND = Starter(
    _levels(word="Year", last=13),
    (
        ("English", ("English", "Media studies")),
        ("Mathematics and Statistics", ("Mathematics", "Statistics")),
        ("Science", ("Science", "Biology", "Chemistry", "Physics")),
        ("Social Sciences", ("Social studies", "History", "Geography", "Economics")),
        ("Learning Languages", ("Te reo Māori", "Languages")),
        ("The Arts", ("Visual arts", "Music", "Drama", "Dance")),
        ("Technology", ("Technology", "Digital technologies")),
        ("Health and PE", ("Health", "Physical education")),
    ),
)
UNITED_KINGDOM = Starter(
    _levels("Reception", word="Year", last=13),
    (
        ("English", ("English", "English literature")),
        ("Mathematics", ("Mathematics",)),
        ("Science", ("Science", "Biology", "Chemistry", "Physics")),
        ("Humanities", ("History", "Geography", "Religious education", "Citizenship")),
        ("Languages", ("French", "German", "Spanish")),
        ("Creative Arts", ("Art and design", "Music", "Drama")),
        ("Computing and Technology", ("Computing", "Design and technology")),
        ("PE and Wellbeing", ("Physical education", "PSHE")),
    ),
)
IRELAND = Starter(
    (
        *("Junior infants", "Senior infants"),
        *("1st class", "2nd class", "3rd class", "4th class", "5th class", "6th class"),
        *("1st year", "2nd year", "3rd year", "4th year", "5th year", "6th year"),
    ),
    (
        ("English", ("English",)),
        ("Irish", ("Irish",)),
        ("Mathematics", ("Mathematics",)),
        ("Science", ("Science", "Biology", "Chemistry", "Physics")),
        ("Humanities", ("History", "Geography", "Religious education", "CSPE")),
        ("Languages", ("French", "German", "Spanish")),
        ("Arts", ("Art", "Music")),
        ("PE and Wellbeing", ("Physical education", "SPHE")),
    ),
)
NORTH_AMERICA = Starter(
    _levels("Kindergarten", word="Grade", last=12),
    (
        ("English Language Arts", ("English language arts", "Literature")),
        ("Mathematics", ("Mathematics", "Algebra", "Geometry")),
        ("Science", ("Science", "Biology", "Chemistry", "Physics", "Earth science")),
        ("Social Studies", ("Social studies", "History", "Geography", "Civics")),
        ("World Languages", ("Spanish", "French")),
        ("Fine Arts", ("Visual arts", "Music", "Theater")),
        ("Technology", ("Computer science", "Engineering")),
        ("Health and PE", ("Health", "Physical education")),
    ),
)
ELSEWHERE = Starter(
    _levels(word="Year", last=12),
    (
        ("English", ("English",)),
        ("Mathematics", ("Mathematics",)),
        ("Science", ("Science", "Biology", "Chemistry", "Physics")),
        ("Humanities", ("History", "Geography")),
        ("Languages", ("Languages",)),
        ("Arts", ("Visual arts", "Music", "Drama")),
        ("Technology", ("Computing", "Design and technology")),
        ("Health and PE", ("Health", "Physical education")),
    ),
)
BY_COUNTRY = {
    "AU": AUSTRALIA,
    "CA": NORTH_AMERICA,
    "GB": UNITED_KINGDOM,
    "IE": IRELAND,
    "NZ": NEW_ZEALAND,
    "US": NORTH_AMERICA,
}


def starter_for(country):
    """The `Starter` of a country."""
    return BY_COUNTRY.get(country, ELSEWHERE)
