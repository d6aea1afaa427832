"""Reads a letter as its reader does: the words, the links, and the tags that it is made of."""

import re
from html.parser import HTMLParser

LINK = re.compile(r"https?://[^\s<>\"]+")


class Reader(HTMLParser):
    """What a reader of the HTML sees: its words, its links, and the tags that it is made of."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.tags, self.attributes = "", [], set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.words += data


def links_of(text, html):
    """The links of both bodies: each a list without repetitions."""
    return sorted(set(LINK.findall(text))), sorted(set(Reader(html).links))
