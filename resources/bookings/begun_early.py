"""The days of a loan before it was handed out early, as a signed text in an address: undoing gives them back."""

from datetime import date

from django.core import signing

KEPT_FOR = 24 * 60 * 60  # seconds
DAYS = ("starts_on", "kept_from")


def token_of(booking, *, today):
    """The token of a loan that is about to go out; nothing where it begins today, or began before."""
    if booking.starts_on <= today:
        return ""
    return signing.dumps([getattr(booking, name).isoformat() for name in DAYS], salt=_salt(booking))


def days_before(token, booking):
    """What `undo_hand_out` takes for a token of this loan; nothing where it is none, or too old."""
    try:
        days = signing.loads(token, salt=_salt(booking), max_age=KEPT_FOR)
    except signing.BadSignature:
        return {}
    return {name: date.fromisoformat(day) for name, day in zip(DAYS, days, strict=True)}


def _salt(booking):
    return f"loan-begun-early-{booking.pk}"
