"""What goes out to people: the desk, and later calls, digests, notices and reports."""
