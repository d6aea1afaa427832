"""The forms of signing in: allauth's, in our words, without placeholders that repeat the label."""

from allauth.account import forms as account
from allauth.account.fields import EmailField, SetPasswordField
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from collab.models import User
from collab.signin import actions

PASSWORD_HELP = "At least 10 characters. A short sentence is easy to remember and hard to guess."  # noqa: S105
LONGEST_ADDRESS = User._meta.get_field("email").max_length
NAMES = {
    "code": "Code",
    "email": "E-mail address",
    "login": "E-mail address",
    "name": "Name of the passkey",
    "oldpassword": "Password now",
    "password": "Password",
    "password1": "New password",
    "password2": "New password, once more",
    "passwordless": "Sign in with this passkey alone, without a password",
    "remember": "Keep me signed in on this device",
}


class Plain:
    """Names the fields in our words; `focus` is the field that the page begins with."""

    focus = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = NAMES.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, EmailField):
                field.validators.append(MaxLengthValidator(LONGEST_ADDRESS))
            if isinstance(field, SetPasswordField):
                field.help_text = PASSWORD_HELP
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}
            if name == self.focus:
                field.widget.attrs["autofocus"] = True


class LoginForm(Plain, account.LoginForm):
    focus = "login"


class RequestCodeForm(Plain, account.RequestLoginCodeForm):
    """Sends a code to whoever has a login, and to whoever a school has entered; outside, nothing tells them apart."""

    focus = "email"

    def clean_email(self):
        email = super().clean_email()
        if self._user is None:
            self._user = actions.open_account_for_known_address(email=email, now=timezone.now())
        return email


class InvitedCodeForm(Plain, account.RequestLoginCodeForm):
    """Sends a code to whatever address the holder of an open invitation names; `invited_name` is the member's."""

    def __init__(self, *args, invited_name, **kwargs):
        super().__init__(*args, **kwargs)
        self.invited_name = invited_name

    def clean_email(self):
        email = super().clean_email()
        if self._user is None:
            try:
                self._user = actions.open_account(email=email, name=self.invited_name, now=timezone.now())
            except actions.AddressTaken:
                self._user = None
        return email


class InvitedPasswordForm(forms.Form):
    """The one field between an invitation by mail and a login."""

    email = forms.EmailField(label="E-mail address", disabled=True, required=False)
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        max_length=1000,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email, name, **kwargs):
        super().__init__(*args, initial={"email": email}, **kwargs)
        self.person = User(email=email, name=name)
        self.fields["email"].widget.attrs["autocomplete"] = "username"

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class ConfirmCodeForm(Plain, account.ConfirmLoginCodeForm):
    focus = "code"


class ConfirmEmailForm(Plain, account.ConfirmEmailVerificationCodeForm):
    focus = "code"


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    focus = "email"


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    focus = "password1"


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class AddEmailForm(Plain, account.AddEmailForm):
    pass


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    focus = "password"


class AuthenticateForm(Plain, mfa.AuthenticateForm):
    focus = "code"


class ReauthenticateByCodeForm(Plain, mfa.ReauthenticateForm):
    focus = "code"


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):
    pass


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    """A passkey signs in alone unless the person says otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = "Needs a device that asks for your finger, your face or a PIN."


class EditPasskeyForm(Plain, webauthn.EditWebAuthnForm):
    pass
