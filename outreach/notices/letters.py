"""What a notice says: each thing with a line below it and its link, and where to choose what one hears of."""

from django.conf import settings

from collab.addresses import address
from outreach.letters.mould import Mould
from outreach.letters.plain import plain

SHOWN = 10  # things in one notice; the desk has the rest


class Letters:
    """The notices of a school, rendered once for all who hear of equally many things."""

    def __init__(self, school):
        choices_url = _absolute(address("mail_choices", school_slug=school.slug))
        self.mould = Mould("notice", school=plain(school), choices_url=choices_url)

    def letter(self, member, items):
        """The Letter that tells a Member of DeskItems, one at least."""
        left = len(items) - SHOWN
        return self.mould.letter(
            name=plain(member.name),
            subject=plain(items[0].text) if len(items) == 1 else f"{len(items)} things wait for you, or are news",
            items=[_entry(item) for item in items[:SHOWN]],
            more=f"{left} more on your desk" if left > 0 else "",
        )


def _entry(item):
    return {"text": plain(item.text), "detail": plain(item.detail), "url": _absolute(item.url)}


def _absolute(url):
    return settings.SITE_URL + url
