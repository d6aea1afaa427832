"""The curriculum map: who teaches what in which term, over the years."""
