"""What of the library waits for somebody, or is news to them: told by the desk, and later by mails."""
