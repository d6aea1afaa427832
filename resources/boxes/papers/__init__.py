"""A box on paper: the label on its front, the sheet in its lid."""
