"""What can go wrong with an import; each error's text is a sentence for people."""


class StaffImportError(Exception):
    """Refused; nothing was written."""


class AlreadyImported(StaffImportError):
    """These rows were imported before."""

    def __init__(self):
        super().__init__("These rows have been imported already.")


class ChangedMeanwhile(StaffImportError):
    """People were changed since the preview was looked at, so the import would do something else than it said."""

    def __init__(self):
        super().__init__(
            "Nothing was imported: people were changed since you looked at these rows. "
            "This is the comparison as it stands now. Look again, then import."
        )
