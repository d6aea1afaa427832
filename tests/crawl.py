"""Follows every link as one person, the way a curious colleague would."""

import fcntl
import json
import re
from collections import defaultdict, deque
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.db import connection
from django.urls import Resolver404, resolve

from tests.forms import forms_of

NOTHING_NEW = 12  # pages of one kind in a row that told nothing new: the rest of this kind is left out
# The tags that may lead somewhere. Most pages repeat most of them, so that each is read once, and the rest never.
LEADS_SOMEWHERE = re.compile(r"""<(?:a|button)\b(?:[^>"']|"[^"]*"|'[^']*')*>|<[a-z]+\s[^<>]*\bhx-get=[^<>]*>""")


@contextmanager
def counted_queries():
    """A list that gets an entry for each query; unlike Django's log of queries it has no end."""
    ran = []

    def count(execute, sql, params, many, context):
        ran.append(None)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield ran


@dataclass(frozen=True)
class Visit:
    """What came back for one link: `came_from` is the page that the link stands on, `html` its text if it is a page."""

    path: str
    name: str
    status: int
    queries: int
    size: int
    came_from: str
    html: str = field(default="", repr=False, compare=False)


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and attributes.get("href"):
            self.found.append(attributes["href"])
        if attributes.get("hx-get"):
            self.found.append(attributes["hx-get"])
        if tag == "button" and attributes.get("name") == "then":
            self.found.append(attributes["value"])


@cache
def _leads_to(tag):
    parser = _Links()
    parser.feed(tag)
    return [link for link in parser.found if not re.match(r"(https?:|mailto:|tel:|#)", link)]


def links_of(html, path):
    """The addresses of our own that a page links to, without fragments."""
    links = [link for tag in dict.fromkeys(LEADS_SOMEWHERE.findall(html)) for link in _leads_to(tag)]
    joined = (urljoin(path, link).split("#")[0] for link in dict.fromkeys(links))
    return [link for link in joined if link.startswith("/") and not link.startswith("/static/")]


@cache
def shape(link):
    """What makes two links alike: the path, and which questions are asked in the query, whatever their values."""
    parts = urlsplit(link)
    return parts.path, tuple(sorted({key for key, value in parse_qsl(parts.query) if value}))


def crawl(client, start):
    """Visits every page that can be reached by links from `start`; returns the list of `Visit`.

    Of pages that differ by nothing but the thing that they show, such as the titles of a catalogue, it visits as many
    as tell something new: see `told_by`.
    """
    waiting, seen, visits = deque([(start, "")]), {shape(start)}, []
    told, in_vain = defaultdict(set), defaultdict(int)
    while waiting:
        link, came_from = waiting.popleft()
        kind = kind_of(link)
        if in_vain[kind] >= NOTHING_NEW:
            continue
        with counted_queries() as queries:
            response = client.get(link)
        is_page = response.get("Content-Type", "").startswith("text/html")
        html = response.content.decode() if is_page else ""
        visits.append(Visit(link, name_of(link), response.status_code, len(queries), len(html), came_from, html))
        found = links_of(html, urlsplit(link).path)
        if response.status_code in (301, 302):
            found = [response.url] if response.url.startswith("/") else []
        now_told = told_by(visits[-1], found)
        in_vain[kind] = in_vain[kind] + 1 if now_told <= told[kind] else 0
        told[kind] |= now_told
        for further in found:
            if shape(further) not in seen:
                seen.add(shape(further))
                waiting.append((further, link))
    return visits


def told_by(visit, links):
    """What makes a page worth the visit: its status, the kinds of its links, and its forms with the names in them."""
    forms = {(name_of(form.action), form.method, form.asks_for) for form in forms_of(visit.html, visit.path)}
    return {visit.status} | {kind_of(link) for link in links} | forms


@cache
def kind_of(link):
    """What a link has in common with others of its kind: all but the keys of things, and the values of questions."""
    try:
        found = resolve(urlsplit(link).path)
    except Resolver404:
        return link
    parts = tuple(str(part) for name, part in found.kwargs.items() if not name.endswith("_id") and name != "figure")
    return found.url_name, parts, shape(link)[1]


def crawled_once(client, start, *, kept_in):
    """The visits of `crawl`, made by whichever worker needs them first; the others wait and read its file."""
    with kept_in.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept_in.exists():
            kept_in.write_text(json.dumps([asdict(visit) for visit in crawl(client, start)]))
    return [Visit(**visit) for visit in json.loads(kept_in.read_text())]


def name_of(link):
    """The URL name that a link resolves to, or "" when it leads nowhere."""
    try:
        return resolve(urlsplit(link).path).url_name or ""
    except Resolver404:
        return ""
