"""Countries with their time zones and the locale we propose, read from the tables of the tzdata package."""

from functools import cache
from importlib.resources import files

# Where a country's first zone in the table is not the one that most of its schools use.
MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
NAMES = {"GB": "United Kingdom", "US": "United States"}
FIRST_COUNTRIES = ("AU", "NZ", "GB", "IE", "US", "CA", "ZA", "SG")

LOCALES = (
    ("en-au", "English (Australia)"),
    ("en-ca", "English (Canada)"),
    ("en-ie", "English (Ireland)"),
    ("en-nz", "English (New Zealand)"),
    ("en-sg", "English (Singapore)"),
    ("en-za", "English (South Africa)"),
    ("en-gb", "English (United Kingdom)"),
    ("en-us", "English (United States)"),
)


@cache
def names():
    """Country code → name, in the order of the names."""
    pairs = (line.split("\t")[:2] for line in _rows("iso3166.tab"))
    found = {code: NAMES.get(code, name) for code, name in pairs}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


@cache
def zones():
    """Country code → its time zones, the one of most schools first."""
    found = {}
    for code, _, zone, *_ in (line.split("\t") for line in _rows("zone.tab")):
        found.setdefault(code, []).append(zone)
    for code, zone in MAIN_ZONES.items():
        found[code].sort(key=lambda name: name != zone)
    return found


@cache
def southern():
    """The codes of the countries whose main time zone lies south of the equator."""
    rows = [line.split("\t") for line in _rows("zone.tab")]
    main = {all_of[0] for all_of in zones().values()}
    return frozenset(code for code, place, zone, *_ in rows if zone in main and place.startswith("-"))


def is_southern(country):
    """Whether school years there follow the calendar year, as they do south of the equator."""
    return country in southern()


def locale_of(country):
    """The locale that we propose for a country."""
    proposed = f"en-{country.lower()}"
    return proposed if proposed in dict(LOCALES) else "en-gb"


def proposals():
    """Country code → its zones and our locale, for the script that follows the country as it is chosen."""
    return {code: {"zones": own, "locale": locale_of(code)} for code, own in zones().items()}


def country_choices():
    """Choices of a select: those often chosen first, then all."""
    all_of = names()
    return [
        ("", "Choose a country"),
        ("Often chosen", [(code, all_of[code]) for code in FIRST_COUNTRIES]),
        ("All countries", [(code, name) for code, name in all_of.items() if code not in FIRST_COUNTRIES]),
    ]


def zone_choices(country=""):
    """Choices of a select: the zones of the country first, then all others by part of the world."""
    own = zones().get(country, [])
    groups = {}
    for zone in sorted({zone for all_of in zones().values() for zone in all_of} - set(own)):
        groups.setdefault(zone.split("/")[0], []).append((zone, spoken_zone(zone)))
    groups.setdefault("Other", []).append(("UTC", "UTC"))
    first = [(names()[country], [(zone, spoken_zone(zone)) for zone in own])] if own else []
    return first + list(groups.items())


def spoken_zone(zone):
    """“Australia/Sydney” → “Sydney (Australia)”"""
    area, *places = zone.split("/")
    return f"{', '.join(reversed(places)).replace('_', ' ')} ({area})" if places else zone


def _rows(name):
    table = files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")
    return [line for line in table.splitlines() if line and not line.startswith("#")]
