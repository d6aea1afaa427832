"""Entries as their pages show them, with what is known of their links."""

from dataclasses import dataclass

from resources.lists.links.queries import FAILED, found_of
from resources.lists.links.sites import site_of
from resources.models import CheckedLink, ListEntry

UNREAD = ("resource__search", "resource__summary")
TONES = {
    CheckedLink.Finding.DEAD: ("error", "exclamation-triangle"),
    CheckedLink.Finding.DOUBTFUL: ("plain", "question-circle"),
    CheckedLink.Finding.REFUSED: ("plain", "eye-slash"),
}


@dataclass(frozen=True)
class Line:
    """One entry: its place from 1, what it is called and leads to, and a remark on its link, if there is one."""

    entry: ListEntry
    place: int
    link: CheckedLink | None

    @property
    def kind(self):
        return self.entry.kind

    @property
    def title(self):
        """What it is called."""
        return str(self.entry)

    @property
    def url(self):
        """Where it leads to on the web, if anywhere."""
        return self.entry.url or (self.entry.resource.link if self.entry.resource else "")

    @property
    def host(self):
        """The name of the site that it leads to."""
        return site_of(self.url)

    @property
    def about(self):
        """Who made a title, and when: “Anita Ganeri, 2019”."""
        resource = self.entry.resource
        return ", ".join(filter(None, (*resource.creators[:3], str(resource.year or ""))))

    @property
    def shelf(self):
        """Where a title stands: “551.21 GAN, Non-fiction”."""
        return " · ".join(filter(None, (self.entry.resource.call_number, self.entry.resource.location)))

    @property
    def is_weeded(self):
        return bool(self.entry.resource and self.entry.resource.withdrawn_at)

    @property
    def is_dead(self):
        return bool(self.link) and self.link.finding == CheckedLink.Finding.DEAD

    @property
    def has_failed(self):
        """Whether the link did not work when it was last looked at."""
        return bool(self.link) and self.link.finding in FAILED

    @property
    def remark(self):
        """What to know about the link: (words, tone, icon), or None where it works or was not looked at yet."""
        if self.link is None or self.link.finding not in TONES:
            return None
        failed = "Dead link" if self.is_dead else "Perhaps dead" if self.link.failures else ""
        label = failed or self.link.get_finding_display()
        return (f"{label}: {self.link.detail}" if self.link.detail else label, *TONES[self.link.finding])


def lines_of(resource_list):
    """The entries of a list in their order, as lines; two queries, however many there are."""
    entries = list(ListEntry.objects.filter(list=resource_list).select_related("resource").defer(*UNREAD))
    urls = [entry.url or (entry.resource.link if entry.resource else "") for entry in entries]
    found = found_of(resource_list.school_id, urls)
    return [Line(entry, place, found.get(urls[place - 1])) for place, entry in enumerate(entries, start=1)]


def place_of(entry):
    """The place of an entry from 1, or None where it is taken off; and how many there are."""
    keys = list(ListEntry.objects.filter(list=entry.list_id).values_list("pk", flat=True))
    return keys.index(entry.pk) + 1 if entry.pk in keys else None, len(keys)
