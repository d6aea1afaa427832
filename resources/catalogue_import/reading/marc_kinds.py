"""Which kind of thing a MARC record describes: read off its leader, 007, 008 and the carrier in 338."""

from resources.models import Resource

Kind = Resource.Kind

# Leader position 6. Sound recordings have no kind of their own here: spoken books are nearest to e-books.
BY_TYPE = {
    "g": Kind.VIDEO,
    "i": Kind.EBOOK,
    "j": Kind.EBOOK,
    "k": Kind.KIT,
    "o": Kind.KIT,
    "p": Kind.KIT,
    "r": Kind.EQUIPMENT,
}
INTEGRATING = "i"
DATABASE_IN_008 = "d"
COMPUTER_FILE = "m"
ONLINE_FORMS = ("o", "q", "s")
WHERE_008_HAS_ITS_FORM = 23


def kind_of(marc):
    """The Resource.Kind of a Marc."""
    leader, about = marc.leader.ljust(24), marc.control.get("008", "").ljust(40)
    if leader[7] == INTEGRATING:
        return Kind.DATABASE if about[21] == DATABASE_IN_008 else Kind.WEBSITE
    if leader[6] in BY_TYPE:
        return BY_TYPE[leader[6]]
    is_online = _is_online(marc, about)
    if leader[6] == COMPUTER_FILE:
        return Kind.WEBSITE if is_online else Kind.KIT
    return Kind.EBOOK if is_online else Kind.BOOK


def _is_online(marc, about):
    return (
        marc.control.get("007", "").startswith("cr")
        or about[WHERE_008_HAS_ITS_FORM] in ONLINE_FORMS
        or marc.control.get("006", "").startswith("m")
        or "cr" in marc.all("338", "b")
    )
