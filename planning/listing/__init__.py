"""The list and the board of plans, and their download."""
