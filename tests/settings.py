"""The product's settings, with the quick passwords of the tests: for the commands that fill the template databases."""

from collab.settings import *  # noqa: F403
from tests.hashing import HASHERS as PASSWORD_HASHERS  # noqa: F401
