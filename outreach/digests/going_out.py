"""An edition goes out: whole or not at all, and once."""

from datetime import timedelta

from django.db import transaction

from collab.writing import one_at_a_time
from outreach.digests.editions import is_overtaken
from outreach.digests.letters import STOP_HEADERS
from outreach.digests.making import Making
from outreach.digests.reached import key_of, take_the_place_of_waiting
from outreach.digests.readers import members_in_bunches
from outreach.models import Digest, DigestEdition, MailChoices, Message
from outreach.outbox.posting import message_to, post

TOO_LATE_AFTER = timedelta(days=5)  # Its titles come with the next one then.


@transaction.atomic
def go_out(*, edition_id, now):
    """Posts an edition to everybody for whom there is something in it. Returns the number of digests.

    None where there is nothing to do: it is held, went out, or goes out at this moment, or a later one went out. All
    of it is one transaction, so that of a worker that dies nothing stays half done; a second one passes by, and one
    with another edition of the school waits: what each person had is looked up when it is known.
    """
    waiting = DigestEdition.objects.filter(went_out_at__isnull=True, held_at__isnull=True)
    waiting = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True)
    edition = waiting.select_related("school__digest_rules").filter(pk=edition_id).first()
    if edition is None:
        return None
    one_at_a_time(edition.school_id)
    if is_overtaken(edition):
        return None
    making, number = Making(edition, now), 0
    for members in members_in_bunches(edition.school):
        number += _post(edition, making.digests_for(members), now)
    DigestEdition.objects.filter(pk=edition.pk).update(went_out_at=now)
    return number


def _post(edition, digests, now):
    """Keeps and posts Made digests, six queries at most besides those of `post`. Returns how many."""
    if not digests:
        return 0
    choices = choices_of([made.reader for made in digests])
    Digest.objects.bulk_create(
        Digest(edition=edition, member=made.member, since=made.reader.since, made_at=now, titles=made.titles)
        for made in digests
    )
    take_the_place_of_waiting(digests, now=now)
    post([_message(edition, made, choices[made.member.pk], now) for made in digests], now=now)
    return len(digests)


def _message(edition, made, choices, now):
    return message_to(
        made.member,
        kind=Message.Kind.DIGEST,
        key=key_of(edition.pk, made.member.pk),
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
