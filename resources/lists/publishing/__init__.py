"""A list under a public address that cannot be guessed: published, taken back, read by students, printed as a code."""
