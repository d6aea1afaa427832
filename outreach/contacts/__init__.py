"""Being in touch: conversations in one line each, what grows out of them, and whom the library has reached."""
