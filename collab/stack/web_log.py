"""How gunicorn writes its logs: as it always does, without what lets in whoever reads it."""

from gunicorn.glogging import Logger

from collab.logs import WithoutTokens

WITHOUT_TOKENS = WithoutTokens()


class WebLog(Logger):
    """The lines for each request, and those of errors."""

    def setup(self, cfg):
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.addFilter(WITHOUT_TOKENS)
