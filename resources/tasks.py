"""Background work of what the library prepares: each subject has its own tasks."""

from resources.lists.links.tasks import check_links, tidy_lists

__all__ = ["check_links", "tidy_lists"]
