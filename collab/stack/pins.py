"""Whether everything that pyproject.toml names is pinned with hashes in requirements/, without index addresses."""

import re
import sys
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from collab.stack.prepare import CHECKOUT

SETS = {"production": [], "local": ["local"], "dev": ["local", "dev"]}
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==(?P<version>\S+)( ; .*)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins_of(text):
    """Name to version of each pinned package; raises ValueError at a line that is neither pin, hash nor comment."""
    pins, wanted_hash = {}, None
    for number, line in enumerate(text.splitlines(), 1):
        if HASH.match(line):
            wanted_hash = None
            continue
        if wanted_hash:
            raise ValueError(f"{wanted_hash} has no hash")
        if pin := PIN.match(line):
            wanted_hash = canonicalize_name(pin["name"])
            pins[wanted_hash] = pin["version"]
        elif line.strip() and not re.match(r"^ *# +(via|-c|-r)? ?[\w .\[\]/,()-]*$", line):
            raise ValueError(f"line {number} is neither a pin, a hash nor a comment: {line.strip()}")
    if wanted_hash:
        raise ValueError(f"{wanted_hash} has no hash")
    return pins


def problems():
    """Sentences that say what is wrong; none when all is pinned."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    found, lower = [], {}
    for name, extras in SETS.items():
        path = CHECKOUT / "requirements" / f"{name}.txt"
        try:
            pins = pins_of(path.read_text())
        except (OSError, ValueError) as error:
            found.append(f"{path.name}: {error}")
            continue
        named = [*project["dependencies"]]
        for extra in extras:
            named += project["optional-dependencies"][extra]
        for requirement in map(Requirement, named):
            version = pins.get(canonicalize_name(requirement.name))
            if version is None:
                found.append(f"{path.name}: {requirement.name} is not pinned")
            elif not requirement.specifier.contains(version, prereleases=True):
                found.append(f"{path.name}: {requirement.name} {version} does not fit {requirement}")
        found += [
            f"{path.name}: {each} is {pins[each]}, but {version} in a smaller set"
            for each, version in lower.items()
            if pins.get(each) != version
        ]
        lower |= pins
    return found


def main():
    """Print the problems; the exit code says whether there are any."""
    for problem in problems():
        print(f"{problem}. `make requirements` pins anew.", file=sys.stderr)
    return 1 if problems() else 0


if __name__ == "__main__":
    sys.exit(main())
