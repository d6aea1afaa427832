"""The term board: every topic of a term, and what stands behind it."""
