"""Reads of the pages around digests."""

from django.utils.crypto import constant_time_compare

from outreach.digests.entries import entry_of
from outreach.letters import links
from outreach.models import Digest, DigestEdition, DigestWish, MailChoices
from resources.models import Resource, TopicRequest

SHOWN = 26
WISHES_SHOWN = 50


def choices_behind(token):
    """The MailChoices that a link to stop stands for, with member and school; None where it is no such link."""
    key, _, nonce = (links.read("stop", token) or "").partition("-")
    if not key.isdecimal():
        return None
    choices = MailChoices.objects.select_related("member__school").filter(pk=key).first()
    return choices if choices and constant_time_compare(choices.nonce, nonce) else None


def digests_of(member):
    """The last digests of a member, newest first."""
    had = Digest.objects.filter(member=member, edition__school=member.school_id)
    return list(had.select_related("edition").order_by("-made_at")[:SHOWN])


def digest_of(*, member, edition_id):
    """A member's own Digest of an edition, with the edition and its school, or None."""
    had = Digest.objects.filter(member=member, edition__school=member.school_id, edition=edition_id)
    return had.select_related("edition__school").first()


def entries_of(digest):
    """What a digest holds today, as two lists of Entries: what fits, and the highlights. Two queries.

    What was withdrawn since is not there any more.
    """
    there = Resource.objects.filter(school=digest.edition.school_id).on_the_shelf().defer("search", "summary")
    titles = there.in_bulk([key for key, _ in digest.titles])
    lines = {one.resource_id: one for one in digest.edition.highlights.select_related("resource")}
    fitting = [
        entry_of(titles[key], edition=digest.edition, why=why, line=lines[key].line if key in lines else "")
        for key, why in digest.titles
        if key in titles
    ]
    highlights = [
        entry_of(one.resource, edition=digest.edition, line=one.line)
        for key, one in lines.items()
        if key not in titles and one.resource.withdrawn_at is None and one.resource.created_by_id != digest.member_id
    ]
    return fitting, highlights


def title_in(digest, resource_id):
    """The title of a digest with this key, withdrawn or not; None where it is not in the digest."""
    named = resource_id in {key for key, _ in digest.titles}
    if not named and not digest.edition.highlights.filter(resource=resource_id).exists():
        return None
    return Resource.objects.defer("search").filter(school=digest.edition.school_id, pk=resource_id).first()


def wishes_for(*, member, resource):
    """The wishes of a member for a title, newest first, and whether the library has seen to them."""
    wishes = DigestWish.objects.visible_to(member).filter(member=member, resource=resource)
    return list(wishes.select_related("topic_request", "done_by").order_by("-created_at", "-pk")[:WISHES_SHOWN])


def open_wishes(member):
    """The wishes of everybody that wait for the library, oldest first."""
    waiting = DigestWish.objects.visible_to(member).filter(done_at__isnull=True)
    about = waiting.select_related("member", "resource", "topic_request").defer("resource__search")
    return list(about.order_by("created_at", "pk")[:WISHES_SHOWN])


def topics_to_choose(*, member, today):
    """A member's own topics of this term and those to come, for which a title may be wanted."""
    own = TopicRequest.objects.visible_to(member).of(member).standing().filter(term__ends_on__gte=today)
    return own.select_related("term").order_by("term__starts_on", "first_week", "topic")


def topic_behind(digest, title, topics):
    """The one of some topics for which a title stands in a digest, or None."""
    why = dict(digest.titles).get(title.pk, "")
    return next((one for one in topics if f"{why},".startswith(f"for {one.topic},")), None)


def edition_of(*, member, edition_id):
    """An edition of the member's school with all around it, or None."""
    editions = DigestEdition.objects.visible_to(member).select_related("school__digest_rules", "held_by", "went_out_by")
    return editions.filter(pk=edition_id).first()


def highlights_of(edition):
    """The highlights of an edition in their order, withdrawn ones too, with their titles."""
    return list(edition.highlights.select_related("resource").defer("resource__search").order_by("position"))


def newest_titles(*, member, but):
    """The titles that came last, without those with the keys `but`."""
    came = Resource.objects.visible_to(member).on_the_shelf().exclude(pk__in=but).defer("search", "summary")
    return list(came.order_by("-added_on", "-pk")[:10])
