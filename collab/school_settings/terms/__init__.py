"""The terms of the school: a list by year, one term, and a whole next year."""
