"""What the library might let go."""
