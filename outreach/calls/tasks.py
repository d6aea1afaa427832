"""The pulse of calls; `outreach.tasks` shows it to Celery. What is to do stands in the database, in no message."""

from celery import shared_task
from django.utils import timezone

from outreach.calls.season import terms_at_hand
from outreach.calls.ticking import see_to

A_TICK = 60  # seconds; then the next one comes


@shared_task
def see_to_calls():
    """Wakes a worker for each call that is at hand, so that no school waits for another one's."""
    for term_id in terms_at_hand(now=timezone.now()):
        see_to_call.apply_async([term_id], expires=A_TICK)


@shared_task
def see_to_call(term_id):
    """Brings the call for one term up to date."""
    see_to(term_id, now=timezone.now())
