"""What a link is like: a few requests along its redirects, within ten seconds in all, and what they mean."""

import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from collab.web_addresses import plain
from resources.lists.links.fetching import Forbidden, Silent, Unclear, Unreachable, ask
from resources.lists.links.networks import is_web
from resources.models import CheckedLink

WITHIN = 10  # seconds
MOST_REDIRECTS = 5
REDIRECTS = frozenset((301, 302, 303, 307, 308))
GONE, NOT_FOUND, TOO_MANY = 410, 404, 429
Finding = CheckedLink.Finding


@dataclass(frozen=True)
class Result:
    """What was found. `dies_after`: so many such results, on different days, and the link is dead; 0 for never.

    `is_silent`: nobody answered at all. `is_final`: a second look would say no more, or would be a nuisance.
    """

    finding: str
    detail: str = ""
    dies_after: int = 0
    is_silent: bool = False
    is_final: bool = False


def check(url, *, is_allowed=is_web, trust=None, within=WITHIN):
    """The Result for a link. HEAD first, which costs the site least; GET where that gives no clear answer."""
    until = time.monotonic() + within
    result = Result(Finding.DOUBTFUL, "it is too slow")
    for method in ("HEAD", "GET"):
        result = _follow(method, url, is_allowed=is_allowed, until=until, trust=trust)
        if result.is_final:
            break
    return result


def _follow(method, url, **how):
    """Along the redirects, each of which is looked at as the first address was."""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            answer = ask(method, url, **how)
            if answer.status not in REDIRECTS or not answer.location:
                return meaning(answer.status)
            url = _joined(url, answer.location)
    except Forbidden as refusal:
        return Result(Finding.REFUSED, str(refusal), is_final=True)
    except Silent as error:
        return Result(Finding.DOUBTFUL, str(error), dies_after=3, is_silent=True, is_final=True)
    except Unreachable as error:
        return Result(Finding.DOUBTFUL, str(error), dies_after=3)
    except Unclear as error:
        return Result(Finding.DOUBTFUL, str(error))
    return Result(Finding.DOUBTFUL, "it sends from one page to the next without an end", dies_after=3)


def _joined(url, location):
    """Where an answer sends on to; servers put letters beyond ASCII there as they are, in the bytes of UTF-8."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode()
    try:
        joined = urljoin(url, location)
        return joined if "@" in urlsplit(joined).netloc else plain(joined)
    except ValueError as error:
        raise Unclear("it sends on to what is no address") from error


def meaning(status):
    """What the status of an answer says about a link.

    Whoever keeps programs out (401, 403, 429 and their like) may well let people in. 410 says that a page is gone for
    good; 404 may be a slip of an afternoon, and a server that fails may be mended.
    """
    if 200 <= status < 300:
        return Result(Finding.ALIVE, is_final=True)
    if status == GONE:
        return Result(Finding.DOUBTFUL, "the page was taken down (410)", dies_after=1)
    if status == NOT_FOUND:
        return Result(Finding.DOUBTFUL, "not found (404)", dies_after=2)
    if status >= 500:
        return Result(Finding.DOUBTFUL, f"the site has a fault ({status})", dies_after=3)
    sentence = f"the site does not let programs look ({status})"
    return Result(Finding.DOUBTFUL, sentence, is_final=status == TOO_MANY)
