"""What may be spent in a school year, and what of it is spoken for."""
