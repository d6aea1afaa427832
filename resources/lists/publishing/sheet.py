"""The sheet with the code of a public list as plain data for the typesetter."""

from collab.paper.characters import settable
from collab.paper.head import head
from collab.paper.qr import svg


def sheet(resource_list, *, address, printed_on):
    """What `sheet.typ` sets; `address` is the public one, and what the code says."""
    about = {"introduction": resource_list.introduction, "address": address.partition("://")[2].rstrip("/")}
    return settable(head(resource_list.school, resource_list.title, printed_on=printed_on) | about) | {
        "code": svg(address)
    }
