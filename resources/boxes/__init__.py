"""Resource boxes and what is in them."""
