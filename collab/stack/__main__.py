"""`python -m collab.stack run | servers [--keep] -- COMMAND ... | reset`: what the Makefile calls."""

import sys

from collab.stack import reset, run, servers


def main(arguments):
    """Choose what to do."""
    match arguments:
        case ["run"]:
            return run.main()
        case ["reset"]:
            return reset.main()
        case ["servers", *rest]:
            return servers.main(rest)
    print(f"Usage: {__doc__}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
