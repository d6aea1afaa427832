"""From what was asked to what was ready, lent and bought."""

FIGURES = ()
