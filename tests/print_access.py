"""Prints docs/access.md from the URLconf: `python -m tests.print_access`."""

import os
from pathlib import Path

HEAD = """# Who may open which address

Printed from the URLconf by `make docs`. “member” is any active member of the school in the address; what further
depends on the object (a plan's partners, say) stands in each room's `permissions.py`. Somebody of another school gets
404 at every address below a school.

| address | name | who |
|---|---|---|
"""


def page():
    """The whole page, as text."""
    from tests.addresses import all_addresses

    lines = [
        f"| `/{address.pattern}` | {address.name} | {', '.join(address.who)} |"
        for address in all_addresses()
        if address.name
    ]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collab.settings")
    django.setup()
    Path(__file__).resolve().parent.parent.joinpath("docs", "access.md").write_text(page())
