"""Unit plans: the Handy 5 form and everything around it."""
