"""The Celery application with a pulse of a fifth of a second, for tests of the outbox."""

from collab.celery import app

app.conf.beat_schedule = {"send mail": {"task": "outreach.outbox.tasks.send_mail", "schedule": 0.2}}
