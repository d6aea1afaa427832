"""The list behind a public address, as students see it."""

import re
from dataclasses import dataclass, field

from resources.lists.entries.lines import lines_of
from resources.models import ListEntry, ResourceList

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


@dataclass
class Chapter:
    """A heading (empty for what stands before the first one) and the lines below it."""

    heading: str = ""
    lines: list = field(default_factory=list)


def list_behind(token):
    """The list that is public under a token, with its school; None for any other text."""
    if not TOKEN.fullmatch(token):
        return None
    return ResourceList.objects.filter(token=token).select_related("school").defer("search").first()


def chapters_of(resource_list):
    """What is on a list, by its headings; titles that left the library are left out."""
    chapters = [Chapter()]
    for line in lines_of(resource_list):
        if line.kind == ListEntry.Kind.HEADING:
            chapters.append(Chapter(line.title))
        elif not line.is_weeded:
            chapters[-1].lines.append(line)
    return [chapter for chapter in chapters if chapter.heading or chapter.lines]
