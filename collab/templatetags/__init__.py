"""Template tags: the product's components."""
