"""Making the digests of an edition: for many people at once, or for one who wants to see it before it goes out."""

from dataclasses import dataclass

from collab.models import Member, Role, Term
from outreach.digests.days import first_monday_of_term, rules_of
from outreach.digests.entries import entry_of
from outreach.digests.letters import digest_letter
from outreach.digests.matching import Matching
from outreach.digests.new_resources import new_resources
from outreach.digests.readers import LOOKS_BACK, Reader, is_due, readers_of
from outreach.digests.topics import names_of_levels, topics_of
from outreach.letters.mould import Letter
from outreach.outbox.posting import can_be_written_to
from resources.catalogue.dictionaries import dictionary_of

THIS_AND_NEXT = 2


@dataclass(frozen=True)
class Made:
    """The digest of one member: a Letter, and the Fits in it."""

    reader: Reader
    fits: list
    letter: Letter

    @property
    def member(self) -> Member:
        return self.reader.member

    @property
    def titles(self):
        """What `Digest.titles` holds."""
        return [[fit.resource.pk, fit.why] for fit in self.fits]


class Making:
    """Makes the digests of an edition as they are at a moment: six queries, and seven for each bunch of people."""

    def __init__(self, edition, now):
        self.edition, self.now = edition, now
        school = edition.school
        self.terms = list(Term.objects.filter(school=school).from_day(school.day_of(now))[:THIS_AND_NEXT])
        self.first_of_term = first_monday_of_term(edition.monday, self.terms, rules_of(school))
        self.new = new_resources(school=school, since=now - LOOKS_BACK, until=now)
        beside = names_of_levels(school)
        self.matching = Matching(self.new, dictionary=dictionary_of(school), beside=beside)
        chosen = edition.highlights.filter(resource__withdrawn_at__isnull=True).select_related("resource")
        self.highlights = list(chosen.defer("resource__search").order_by("position"))

    def digests_for(self, members):
        """The Made digests of those members who are to have one now, in their order."""
        return [self.made(matched) for matched in self.matched(members) if not self.why_none(matched)]

    def why_not_now(self, reader):
        """A sentence that says why somebody is to have no digest now, whatever is new; empty where they are."""
        member = reader.member
        if not member.is_active:
            return f"{member.name} has left the school."
        if not can_be_written_to(member):
            return f"{member.name} has no e-mail address to which mail can go."
        if reader.choices.digest_every == reader.choices.Every.NEVER:
            return f"{member.name} wants no digest by mail."
        if not self._is_due(reader):
            chosen = reader.choices.get_digest_every_display().lower()
            return f"{member.name} wants one {chosen}, and had the last one on {self._day(reader.had.last_at)}."
        return ""

    def why_none(self, matched):
        """The same for a pair of `matched`, of whom is known what fits: this decides who gets a digest."""
        reader, fits = matched
        why = self.why_not_now(reader)
        return why or ("" if fits or self._highlights_for(reader, ()) else _nothing_for(reader.member))

    def matched(self, members, *, also_those_not_due=False):
        """Pairs of a Reader and their Fits, of those who are to have a digest now."""
        readers = readers_of(members=members, now=self.now, titles=list(self.new.by_key))
        interests = {reader.member.pk: reader.choices.interests for reader in readers}
        topics = topics_of(members=members, terms=self.terms, interests=interests)
        self.matching.learn([topic for each in topics.values() for topic in each])
        return [
            (reader, self._fits(reader, topics.get(reader.member.pk, ())))
            for reader in readers
            if also_those_not_due or (self._is_due(reader) and can_be_written_to(reader.member))
        ]

    def _fits(self, reader, topics):
        own = self.new.added_by.get(reader.member.pk, frozenset())
        return self.matching.fits(topics, since=reader.since, without=own | reader.known)

    def made(self, matched):
        """The Made digest of a pair of `matched` for whom there is one."""
        reader, fits = matched
        lines = {one.resource_id: one.line for one in self.highlights}
        fitting = [
            entry_of(fit.resource, edition=self.edition, why=fit.why, line=lines.get(fit.resource.pk, ""))
            for fit in fits
        ]
        highlights = self._highlights_for(reader, {fit.resource.pk for fit in fits})
        written = digest_letter(edition=self.edition, member=reader.member, fitting=fitting, highlights=highlights)
        return Made(reader, fits, written)

    def _highlights_for(self, reader, fitting):
        """Highlights that are not there already because they fit; alone they go to teachers, who have classes."""
        if not fitting and Role.TEACHER not in reader.member.roles:
            return []
        return [
            entry_of(one.resource, edition=self.edition, line=one.line)
            for one in self.highlights
            if one.resource_id not in fitting and one.resource.created_by_id != reader.member.pk
        ]

    def _is_due(self, reader):
        return is_due(reader, monday=self.edition.monday, first_of_term=self.first_of_term)

    def _day(self, moment):
        return f"{self.edition.school.day_of(moment):%-d %B}"


def _nothing_for(member):
    if member.is_teacher:
        return f"Nothing new fits what {member.name} teaches, and there is no highlight."
    return f"Nothing new fits {member.name}, and highlights alone go to teachers."
