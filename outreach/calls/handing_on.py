"""A teacher hands the answer to a colleague, who gets a link of their own; and takes it back."""

from django import forms
from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.models import Member, Role
from collab.uncut import Uncut
from outreach.calls.answers import last_year
from outreach.calls.days import start_of
from outreach.calls.invitations import LINK
from outreach.calls.letters import Letters
from outreach.calls.posted import messages_of
from outreach.calls.rules import rules_of
from outreach.models import CallInvitation, Message
from outreach.models.calls import new_nonce
from outreach.outbox.posting import can_be_written_to, message_to, post

MOST = 3  # Whoever has the link could have mail sent to colleagues again and again.
NOBODY = "No teacher of your school has this name or address. Write it as the school does, or use the e-mail address."
SEVERAL = "Several teachers have this name. Use the e-mail address."
ONESELF = "That is you. Your own link goes on working: just answer."
FINISHED = "The library has ended this call, and no mail of it goes out any more. Answer yourself, or tell the library."
ENOUGH = "This was handed on three times already, which is enough mail. Answer yourself, or ask them in person."
NO_ADDRESS = "The school has no e-mail address for {name} to which mail can go. Ask them yourself, or tell the library."


class HandOnForm(Uncut, forms.Form):
    """Which colleague answers for the teacher: by name or e-mail address, as the school has it."""

    colleague = forms.CharField(
        label="Name or e-mail address of your colleague",
        max_length=254,
        error_messages={"required": "Say who answers for you."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, *args, teacher, **kwargs):
        super().__init__(*args, **kwargs)
        self.teacher = teacher
        if self.is_bound:  # The page comes back with what was wrong, which stands far below.
            self.fields["colleague"].widget.attrs["autofocus"] = True

    def clean_colleague(self):
        found = _teachers_called(self.cleaned_data["colleague"], self.teacher.school_id)
        if len(found) != 1:
            raise forms.ValidationError(SEVERAL if found else NOBODY)
        if found[0].pk == self.teacher.pk:
            raise forms.ValidationError(ONESELF)
        if not can_be_written_to(found[0]):
            raise forms.ValidationError(NO_ADDRESS.format(name=found[0].name))
        return found[0]


def _teachers_called(typed, school_id):
    """The active teachers of a school with exactly this name or address, whatever its capitals; two of them will do."""
    words = " ".join(typed.split())
    teachers = Member.objects.filter(school_id=school_id).active().with_role(Role.TEACHER)
    called = {"email": words.lower()} if "@" in words else {"name__iexact": words}
    return list(teachers.filter(**called).order_by("pk")[:2])


@transaction.atomic
def hand_on(*, invitation, to, now):
    """Lets a colleague answer for the teacher too, and writes to them.

    Raises `Refused` where somebody does already, it was done often enough, or nothing of the call goes out any more.
    """
    if invitation.call.finished_at:
        raise Refused(FINISHED)
    nonce = new_nonce()
    mine = CallInvitation.objects.filter(pk=invitation.pk, handed_to=None, revoked_at=None)
    if not mine.update(handed_to=to, handed_at=now, handed_nonce=nonce):
        raise _why_not(invitation, to)
    if _letters_of(invitation).count() >= MOST:
        raise Refused(ENOUGH)
    post([_message(invitation, to, nonce, now)], now=now)


def take_back(*, invitation):
    """Ends the colleague's link. Raises `AlreadyDone`."""
    mine = CallInvitation.objects.filter(pk=invitation.pk, handed_to=invitation.handed_to).exclude(handed_to=None)
    if not mine.update(handed_to=None, handed_at=None, handed_nonce=""):
        raise AlreadyDone("That was taken back already.")


def _letters_of(invitation):
    """The letters to colleagues, also of those from whom it was taken back; their keys outlive their text."""
    return messages_of(invitation.call).filter(kind=Message.Kind.HANDED_ON, key__startswith=_key(invitation, ""))


def _key(invitation, nonce):
    return f"handed_on:{invitation.pk}:{nonce}"


def _message(invitation, to, nonce, now):
    call, teacher = invitation.call, invitation.teacher
    topics = last_year(call.term, [teacher.pk]).get(teacher.pk, [])
    return message_to(
        to,
        kind=Message.Kind.HANDED_ON,
        key=_key(invitation, nonce),
        letter=Letters(call, rules_of(call.school)).handed_on(colleague=to, teacher=teacher, last_year=topics),
        links={LINK: f"{invitation.pk}-{nonce}"},
        now=now,
        not_after=start_of(call.term.starts_on, call.school),
        caused_by=teacher,
    )


def _why_not(invitation, to):
    current = CallInvitation.objects.select_related("handed_to").get(pk=invitation.pk)
    if current.handed_to_id == to.pk:
        return AlreadyDone(f"{to.name} has a link already.")
    if current.handed_to:
        return Refused(f"{current.handed_to.name} answers for you already. Take that back first.")
    return Refused("This link was ended. Ask the library for a new one.")
