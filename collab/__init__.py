"""The school itself: schools, terms, departments, members, access; and the project's wiring."""

from collab.celery import app as celery_app

__all__ = ["celery_app"]
