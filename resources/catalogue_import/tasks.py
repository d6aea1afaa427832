"""Background work of imports; `resources.tasks` shows it to Celery."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from resources.catalogue_import import running
from resources.catalogue_import.actions import forget_unmapped
from resources.catalogue_import.taking_back.actions import (
    forget_what_was_added,
    left_half_taken_back,
    take_back_next,
)

# A message works for less than CELERY_TASK_TIME_LIMIT, and hands on to the next one.
SECONDS_OF_A_MESSAGE = 240
OUR_FAULT = "Something went wrong on our side behind record {:,}. The cause stands in the log of the worker."

logger = logging.getLogger(__name__)


@shared_task
def run_import(import_id, attempt=None):
    """Takes a waiting import, or takes one up at an attempt, and works on it; then the school's next one is started."""
    now = timezone.now()
    job = (
        running.take_up(import_id=import_id, attempt=attempt) if attempt else running.take(import_id=import_id, now=now)
    )
    if job is None:
        return
    try:
        has_more = running.work(job, clock=timezone.now, seconds=SECONDS_OF_A_MESSAGE)
    except (OperationalError, InterfaceError):
        raise  # The database is gone: the import stays as it is, and is taken up again in some minutes.
    except Exception:
        logger.exception("Import %s stopped behind record %s", job.pk, job.records)
        running.fail(job, OUR_FAULT.format(job.records), now=timezone.now())
        has_more = False
    if has_more:
        run_import.delay(job.pk, job.attempt)
    elif next_id := running.next_in_line(job.school_id):
        run_import.delay(next_id)


@shared_task
def take_up_imports():
    """Goes on with imports whose worker died or whose message was lost."""
    for import_id, attempt in running.left_behind(now=timezone.now()):
        run_import.delay(import_id, attempt)
    for import_id in left_half_taken_back(now=timezone.now()):
        take_back_import.delay(import_id)


@shared_task
def take_back_import(import_id):
    """Takes an import back, batch after batch, for as long as a message may take; the next message goes on."""
    ends_at = timezone.now() + timedelta(seconds=SECONDS_OF_A_MESSAGE)
    has_more = True
    while has_more and timezone.now() < ends_at:
        has_more = take_back_next(import_id=import_id, now=timezone.now())
    if has_more:
        take_back_import.delay(import_id)


@shared_task
def forget_unmapped_imports():
    """Deletes uploaded tables that nobody went on with, and what imports added that are too old to be taken back."""
    forget_unmapped(now=timezone.now())
    forget_what_was_added(now=timezone.now())
