"""What the log leaves out."""

import logging
import re

HIDDEN = "(hidden)"
SLASH = "(?:/|%2f)"  # An address may stand in another one.
# What lets in whoever has it, in the addresses of answers, of stopping a digest, of reports, invitations, lists and of
# a new password. All are long, other than the numbers in the addresses of pages that ask who is there.
TOKEN = re.compile(rf"({SLASH}(?:answer|stop|report|join|lists|key){SLASH})(?:(?!%2f)[^/\s\"'?#&]){{16,}}", re.I)
OF_A_PROVIDER = re.compile(r"(/login/callback/\?)[^\s\"']+")


class Brief(logging.Filter):
    """Takes the traceback from answers like 403 and 404, which are nobody's mistake; those of a 500 stay."""

    def filter(self, record):
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True


class WithoutTokens(logging.Filter):
    """Puts a mark in place of each token, so that the log holds no link that works."""

    def filter(self, record):
        record.msg, record.args = without_tokens(record.getMessage()), None
        if record.exc_info:
            text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_text = without_tokens(text)
        return True


def without_tokens(text):
    """A text in which the addresses let nobody in any more."""
    return OF_A_PROVIDER.sub(rf"\1{HIDDEN}", TOKEN.sub(rf"\1{HIDDEN}", text))
