"""Forms whose fields the browser does not cut: of a paste that is too long it would drop the rest without a word."""


class Uncut:
    """For a form, before its base: a text beyond `max_length` reaches the server, and is refused with a sentence."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
