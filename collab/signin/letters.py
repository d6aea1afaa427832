"""The letters of signing in. A letter is three files in templates/mail/ and this one function."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

# What a short security notice tells, by allauth's name of the event.
NEWS = {
    "account/email/email_changed": "The main e-mail address of your account was changed.",
    "account/email/email_confirm": "An e-mail address was confirmed for your account.",
    "account/email/email_deleted": "An e-mail address was removed from your account.",
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was set anew by a link from a letter.",
    "account/email/password_set": "A password was set for your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account; the earlier ones are void.",
    "mfa/email/totp_activated": "An authenticator app was connected to your account.",
    "mfa/email/totp_deactivated": "The authenticator app was disconnected from your account.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey was removed from your account.",
    "socialaccount/email/account_connected": "An account of another provider was connected to yours.",
    "socialaccount/email/account_disconnected": "An account of another provider was disconnected from yours.",
}
# Which of our letters stands for one of allauth's.
LETTERS = {
    "account/email/account_already_exists": "address_known",
    "account/email/email_confirmation": "address_code",
    "account/email/email_confirmation_signup": "address_code",
    "account/email/login_code": "sign_in_code",
    "account/email/password_reset_key": "password_link",
    "account/email/unknown_account": "address_unknown",
    **dict.fromkeys(NEWS, "security_notice"),
}


def letter(name, *, to, reply_to=None, **about):
    """An e-mail from `<name>.subject.txt`, `<name>.txt` and `<name>.html`, ready to send to one address."""
    about = {"site_url": settings.SITE_URL, "to": to, **about}
    subject = " ".join(render_to_string(f"mail/{name}.subject.txt", about).split())
    message = EmailMultiAlternatives(
        subject,
        render_to_string(f"mail/{name}.txt", about).strip() + "\n",
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"mail/{name}.html", about), "text/html")
    return message


def invitation_letter(*, invitation, link, to):
    """The letter that invites a member, in the name of the colleague who sends it."""
    member, inviter = invitation.member, invitation.created_by
    return letter(
        "invitation",
        to=to,
        reply_to=inviter.email or None,
        member=member,
        school=member.school,
        inviter=inviter,
        link=link,
        expires_on=member.school.day_of(invitation.expires_at),
    )
