"""What the log leaves out."""

import logging


class Brief(logging.Filter):
    """Takes the traceback from answers like 403 and 404, which are nobody's mistake; those of a 500 stay."""

    def filter(self, record):
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True
