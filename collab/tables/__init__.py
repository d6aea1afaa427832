"""Tables that people hand in: what kind of file it is, how its text is encoded, and its rows, within bounds."""
