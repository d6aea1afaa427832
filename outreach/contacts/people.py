"""Colleagues by name: a list to choose from while typing, and who is meant by what was typed."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from collab.models import Member

MOST_NAMED = 5


def colleagues_of(member, *, also=None):
    """Whom a member may have talked with: everybody who is there but themselves; and whose key is `also`, or None."""
    are_there = Q(deactivated_at__isnull=True) & ~Q(pk=member.pk)
    people = Member.objects.visible_to(member).filter(are_there | Q(pk=also))
    return people.prefetch_related("departments").order_by("name", "pk")


def labelled(people):
    """Label → Member; those of the same name are told apart by their e-mail address or number."""
    people = list(people)
    called = Counter(person.name for person in people)
    return {
        person.name
        if called[person.name] == 1
        else f"{person.name} ({person.email or person.staff_id or person.pk})": person
        for person in people
    }


class PersonField(forms.CharField):
    """A colleague by name: typed, or chosen from a list that the browser offers. Cleans to a Member, or None.

    `people`: label → Member. A part of a name will do where it fits one person alone.
    """

    people = {}

    def clean(self, value):
        typed = " ".join(super().clean(value).split())
        if not typed or typed in self.people:
            return self.people.get(typed)
        found = [label for label in self.people if typed.casefold() in label.casefold()]
        exact = [label for label in found if typed.casefold() == label.casefold()]
        if len(exact or found) == 1:
            return self.people[(exact or found)[0]]
        if found:
            fit = ", ".join(found[:MOST_NAMED])
            raise ValidationError(f"Several people fit: {fit}. Type more of the name, or choose one.")
        raise ValidationError("Nobody here has this name. Check the spelling, or say below that they are from outside.")

    def prepare_value(self, value):
        """What stands in the input: for a Member the label under which they are listed."""
        if isinstance(value, Member):
            return next((label for label, person in self.people.items() if person.pk == value.pk), value.name)
        return value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)
