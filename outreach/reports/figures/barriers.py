"""What stood in the way, and what was done about it."""

FIGURES = ()
