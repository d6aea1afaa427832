"""What students learned."""

FIGURES = ()
