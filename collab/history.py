"""What every row of history is: an event of django-pghistory, counted wide enough for a country's schools."""

from django.db import models
from pghistory.models import Event as PghistoryEvent


class Event(PghistoryEvent):
    """A copy of a row as it stood, with when, what and by whom; `pgh_id` has 64 bits."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True
