"""What can go wrong with a setting; each error's text is a sentence for people."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction


class SettingRefused(Exception):
    """A write that was refused; nothing was changed. `field` names the form's field at which to say so, if any."""

    def __init__(self, sentence, field=None):
        self.field = field
        super().__init__(sentence)


class StillInUse(SettingRefused):
    """It cannot be removed while something else rests on it."""


class Gone(SettingRefused):
    """Somebody removed it since the page was opened."""

    def __init__(self):
        super().__init__("Somebody removed this in the meantime.")


@contextmanager
def refusing(sentences):
    """A transaction in which a broken database constraint becomes a sentence at a field.

    `sentences`: name of the constraint → (field, sentence). The database is asked, not what was true a moment ago.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = error.__cause__.diag.constraint_name
        if name not in sentences:
            raise
        field, sentence = sentences[name]
        raise SettingRefused(sentence, field) from error
