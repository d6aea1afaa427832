"""Background work of what the library prepares: each subject has its own tasks."""

from resources.catalogue_import.tasks import forget_unmapped_imports, run_import, take_back_import, take_up_imports
from resources.lists.links.tasks import check_links, tidy_lists

__all__ = ["check_links", "forget_unmapped_imports", "run_import", "take_back_import", "take_up_imports", "tidy_lists"]
