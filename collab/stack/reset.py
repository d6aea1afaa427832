"""`make reset`: delete what `make run` keeps, after saying what that is."""

import shutil
import sys

from collab.stack.local import only_one
from collab.stack.prepare import CannotStart, data_folder

WHAT = {"postgres": "the database", "redis": "waiting background work", "mail": "mail that was not sent", "log": "logs"}


def main():
    """Ask, then delete; anything but "yes" leaves all as it is."""
    found = [f"  {path.name:<12} {WHAT.get(path.name, '')}" for path in sorted(data_folder().glob("*"))]
    if not found:
        print("There is no data of `make run` here.")
        return 0
    print("\n".join([f"This deletes everything in {data_folder()} for good:", *found]))
    try:
        with only_one():
            if input("Delete it? Type yes: ").strip() != "yes":
                print("Nothing was deleted.")
                return 1
            shutil.rmtree(data_folder())
            data_folder().mkdir()
    except (CannotStart, EOFError) as reason:
        print(reason or "Nothing was deleted.", file=sys.stderr)
        return 1
    print("Deleted. `make run` begins anew.")
    return 0
