"""Conversations in one line, and which departments they have not reached."""
