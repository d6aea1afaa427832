"""How a title stands in a digest, in the mail and in the app: what it is, why it is there, and where its links lead."""

from dataclasses import dataclass

from collab.addresses import address
from outreach.letters.plain import plain
from resources.models import Resource

MOST_CREATORS = 2
KINDS = dict(Resource.Kind.choices)


@dataclass(frozen=True)
class Entry:
    """`why` is empty for a highlight that fits nothing of the reader's, `line` where the librarian said nothing."""

    key: int
    title: str
    about: str
    why: str
    line: str
    url: str
    want_url: str


def entry_of(resource, *, edition, why="", line=""):
    """The Entry of a Resource, or a NewResource, in an edition whose school is loaded. Addresses begin with a slash."""
    where = {"school_slug": edition.school.slug, "resource_id": resource.pk}
    creators = "; ".join(resource.creators[:MOST_CREATORS])
    return Entry(
        key=resource.pk,
        title=plain(resource.title),
        about=" · ".join(filter(None, (plain(creators), KINDS[resource.kind]))),
        why=plain(why),
        line=plain(line),
        url=address("resource", **where),
        want_url=address("digest_want", edition_id=edition.pk, **where),
    )
