"""The sheet with the code of a public list as plain data for the typesetter."""

from collab.paper.characters import settable
from collab.paper.head import head
from collab.paper.qr import svg

LETTERS_READ_AT_ONCE = 4


def sheet(resource_list, *, address, printed_on):
    """What `sheet.typ` sets; `address` is the public one, and what the code says.

    For whoever types it, its end, which nobody can keep in mind, stands in groups.
    """
    beginning, slash, end = address.partition("://")[2].rstrip("/").rpartition("/")
    groups = [end[start : start + LETTERS_READ_AT_ONCE] for start in range(0, len(end), LETTERS_READ_AT_ONCE)]
    about = {"introduction": resource_list.introduction, "beginning": beginning + slash, "groups": groups}
    return settable(head(resource_list.school, resource_list.title, printed_on=printed_on) | about) | {
        "code": svg(address)
    }
