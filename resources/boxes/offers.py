"""Titles that are offered to be put into a box, each under the key that picks it."""

from dataclasses import dataclass

from django.db.models import F, Sum

from collab import asked
from resources.boxes.finding import AT_ONCE
from resources.boxes.lines import about
from resources.models import Resource


@dataclass(frozen=True)
class Pick:
    """One title on offer; `inside` says how many of it are in the box.

    `has_the_cursor`: it was picked last, or is the first where none was.
    """

    key: int
    pk: int
    title: str
    about: str
    inside: int
    has_the_cursor: bool


@dataclass(frozen=True)
class Offer:
    """Some titles on offer. `shown` are their keys as the forms send them along, so that the same stay on offer.

    `words`: what was typed; `instead`: what was looked for in its place. Proposals come in portions: `skip` were passed
    over before these, and where there is more, `more` is its address.
    """

    picks: list
    shown: str
    words: str = ""
    instead: str = ""
    is_proposal: bool = False
    skip: int = 0
    has_more: bool = False
    more_url: str = ""

    @property
    def more(self):
        """The next proposals: what was taken of these is in the box, and proposed no more."""
        untaken = sum(not pick.inside for pick in self.picks)
        return f"{self.more_url}?skip={self.skip + untaken}" if self.has_more and self.more_url else ""


def offer_of(titles, *, box, version, last=None, **about_it):
    """The titles with these keys on offer, in this order; `last` is the one that was picked last."""
    found = Resource.objects.filter(school=box.school_id).in_bulk(titles)
    counts = version.items.filter(resource__in=titles).order_by().values_list(F("resource"))
    inside = dict(counts.annotate(together=Sum("quantity")))
    known = [found[pk] for pk in titles if pk in found]
    picks = [
        Pick(
            key=number,
            pk=one.pk,
            title=one.title,
            about=about(one),
            inside=inside.get(one.pk, 0),
            has_the_cursor=one.pk == last if last in found else number == 1,
        )
        for number, one in enumerate(known, start=1)
    ]
    return Offer(picks=picks, shown=",".join(str(one.pk) for one in known), **about_it)


def read_shown(text):
    """The keys that a form sent along, as a list; whatever is none is left out."""
    keys = [asked.key(part) for part in (text or "").split(",")[:AT_ONCE]]
    return [key for key in keys if key is not None]
