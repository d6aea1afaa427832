"""The catalogue: finding titles, and keeping them."""
