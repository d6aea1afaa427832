"""`python -m collab.stack.health web|beat`: the health checks of docker-compose.yml; the worker is asked by Celery."""

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

BEAT_FOLDER = Path("/var/lib/collab/beat")
# Beat writes its schedule down at least every three minutes.
BEAT_IS_LATE_AFTER = 600  # seconds


def web(environ, url="http://127.0.0.1:8000/-/health/"):
    """Whether the page that asks the database says that all is well, under the name that people use."""
    request = urllib.request.Request(url, headers={"Host": urlsplit(environ["SITE_URL"]).netloc})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=8) as response:  # noqa: S310 - our own address
            return response.status == 200
    except (OSError, urllib.error.HTTPError):
        return False


def beat(folder=BEAT_FOLDER, now=None):
    """Whether beat has written its schedule down lately."""
    times = [path.stat().st_mtime for path in folder.glob("schedule*")]
    return bool(times) and (now or time.time()) - max(times) < BEAT_IS_LATE_AFTER


def main(arguments):
    """The exit code is 0 when all is well."""
    checks = {"web": lambda: web(os.environ), "beat": beat}
    return 0 if checks[arguments[0]]() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
