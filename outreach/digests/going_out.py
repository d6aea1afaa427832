"""An edition goes out: whole or not at all, and once."""

from datetime import timedelta

from django.db import transaction

from outreach.digests.letters import STOP_HEADERS
from outreach.digests.making import Making
from outreach.digests.readers import members_in_bunches
from outreach.models import Digest, DigestEdition, MailChoices, Message
from outreach.outbox.posting import message_to, post

TOO_LATE_AFTER = timedelta(days=5)


@transaction.atomic
def go_out(*, edition_id, now):
    """Posts an edition to everybody for whom there is something in it. Returns the number of digests.

    None where there is nothing to do: it is held, went out, or goes out at this moment. All of it is one transaction,
    so that of a worker that dies nothing stays half done; a second one passes by.
    """
    waiting = DigestEdition.objects.filter(went_out_at__isnull=True, held_at__isnull=True)
    waiting = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True)
    edition = waiting.select_related("school").filter(pk=edition_id).first()
    if edition is None:
        return None
    making, number = Making(edition, now), 0
    for members in members_in_bunches(edition.school):
        number += _post(edition, making.digests_for(members), now)
    DigestEdition.objects.filter(pk=edition.pk).update(went_out_at=now)
    return number


def _post(edition, digests, now):
    """Keeps and posts Made digests, four queries at most besides those of `post`. Returns how many."""
    if not digests:
        return 0
    choices = choices_of([made.reader for made in digests])
    Digest.objects.bulk_create(
        Digest(edition=edition, member=made.member, since=made.reader.since, made_at=now, titles=made.titles)
        for made in digests
    )
    post([_message(edition, made, choices[made.member.pk], now) for made in digests], now=now)
    return len(digests)


def _message(edition, made, choices, now):
    return message_to(
        made.member,
        kind=Message.Kind.DIGEST,
        key=f"digest:{edition.pk}:{made.member.pk}",
        letter=made.letter,
        now=now,
        links={"stop": f"{choices.pk}-{choices.nonce}"},
        headers=STOP_HEADERS,
        not_after=now + TOO_LATE_AFTER,
        caused_by_id=edition.went_out_by_id,
    )


def choices_of(readers):
    """Member's key → their MailChoices, which those without any get: the link to stop names them. Two queries."""
    known = {reader.member.pk: reader.choices for reader in readers if reader.choices.pk}
    new = [reader.choices for reader in readers if not reader.choices.pk]
    if new:
        MailChoices.objects.bulk_create(new, ignore_conflicts=True)
        members = [one.member_id for one in new]
        known |= {one.member_id: one for one in MailChoices.objects.filter(member__in=members)}
    return known
