"""Passwords in tests are hashed at once; the product's own hasher is slow on purpose, and only costs time here."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class HashAtOnce(PBKDF2PasswordHasher):
    """Django's own hasher with one round in place of a million: same form, same code, same answers."""

    iterations = 1


HASHERS = [f"{__name__}.{HashAtOnce.__name__}"]
