"""What the library might buy, the advice on it, and the money there is."""
