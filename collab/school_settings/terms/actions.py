"""Named writes to the terms of a school."""

from django.db import transaction

from collab.errors import Refused
from collab.models import Term
from collab.school_settings import records
from collab.writing import one_at_a_time

SENTENCES = {
    "term_starts_before_it_ends": ("ends_on", "The last day must come after the first."),
    "half_term_lies_within_its_term": ("half_term_starts_on", "The half-term break lies within the term."),
    "term_name_is_unique_in_its_year": ("name", "This school year has a term of that name already."),
    "terms_of_a_school_do_not_overlap": ("starts_on", "These dates overlap another term."),
}


class TermRefused(Refused):
    """One of several new terms was refused, and so were all; `number` counts them from 0."""

    def __init__(self, refusal, number):
        self.number = number
        super().__init__(str(refusal), refusal.field)


@transaction.atomic
def add_term(*, values, by, now):
    """A new term of the school. Returns it. Raises `Refused`."""
    one_at_a_time(by.school_id)
    try:
        return records.add(Term, values, sentences=SENTENCES, by=by, now=now)
    except Refused as refusal:
        if clash := _clash(refusal, values, by):
            raise clash from refusal
        raise


@transaction.atomic
def change_term(*, term, version, values, by, now):
    """Other dates or another name for a term that was read at `version`. Raises `Refused`, `RowChanged`, `RowGone`."""
    one_at_a_time(by.school_id)
    try:
        records.change(term, values, version=version, sentences=SENTENCES, by=by, now=now)
    except Refused as refusal:
        if clash := _clash(refusal, values, by, besides=term):
            raise clash from refusal
        raise


@transaction.atomic
def add_terms(*, terms, by, now):
    """Several new terms, all or none; `terms`: list of values. Raises `TermRefused`."""
    for number, values in enumerate(terms):
        try:
            add_term(values=values, by=by, now=now)
        except Refused as refusal:
            raise TermRefused(refusal, number) from refusal


def remove_term(*, term, by, now):
    """Removes a term that nothing uses. Raises `StillInUse`, `AlreadyDone`."""
    records.remove(term, by=by, now=now)


def _clash(refusal, values, by, besides=None):
    """The refusal of an overlap with the name of the term that is in the way; None for what is no overlap."""
    if refusal.field != "starts_on":
        return None
    others = Term.objects.visible_to(by).exclude(pk=besides.pk if besides else None)
    other = others.filter(starts_on__lte=values["ends_on"], ends_on__gte=values["starts_on"]).first()
    return Refused(f"These dates overlap {other}.", "starts_on") if other else None
