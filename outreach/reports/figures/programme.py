"""The school's library programme over the years."""

FIGURES = ()
