"""The letter of a digest, rendered for each person, since no two of them say the same."""

from django.conf import settings

from collab.addresses import address
from outreach.letters.links import mark
from outreach.letters.mould import letter
from outreach.letters.plain import plain

# With these two a mail program shows a button that stops the digest (RFC 8058); the first one gets its link, as the
# letter does, when it is handed over.
STOP_HEADERS = {
    "List-Unsubscribe": f"<{mark('stop')}>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def digest_letter(*, edition, member, fitting, highlights):
    """The Letter to a member with Entries that fit, and those that the librarian recommends; one of them at least."""
    where = {"school_slug": edition.school.slug}
    return letter(
        "digest",
        personal={"name": plain(member.name)},
        school=plain(edition.school),
        introduction=plain(edition.introduction),
        first=(fitting or highlights)[0].title,
        more=len(fitting) + len(highlights) - 1,
        fitting=fitting,
        highlights=highlights,
        url=settings.SITE_URL + address("digest", edition_id=edition.pk, **where),
        choices_url=settings.SITE_URL + address("mail_choices", **where),
        stop=mark("stop"),
    )
