"""What is asked before a report is published: which version it will be, whom it reaches, what is missing."""

from outreach.outbox.pausing import pause_in_words
from outreach.reports.drafts.pages import edit_address
from outreach.reports.published.queries import link_of
from outreach.reports.published.telling import readers_of
from outreach.reports.words import listed

MOST_NAMED = 3


def question(*, report, by, now):
    """The context of the page that asks. Mail is ticked for the first version alone: a correction need not be told."""
    names = [reader.name for reader in readers_of(report, but=by)]
    number = (report.version_number or 0) + 1
    return {
        "report": report,
        "title": f"Publish version {number}?",
        "number": number,
        "who": listed(names) if len(names) <= MOST_NAMED else f"{len(names)} people who lead",
        "is_told": number == 1,
        "paused": pause_in_words(by, now=now) if names else "",
        "link": link_of(report),
        "edit_url": edit_address(report),
    }
