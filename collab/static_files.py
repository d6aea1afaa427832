"""How static files are kept in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTED = (r"""(?P<matched>from "(?P<url>\./[^"]+)";)""", 'from "%(url)s";')


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Files under names that change with what is in them, also where one of our own scripts imports another.

    Browsers keep such a file for ever; without this, a new script would find an old module under its plain name.
    Django can do the same for every script, and then fails over those of packages that import what is not a file.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("collab/*.js", (IMPORTED,)))
