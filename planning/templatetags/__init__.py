"""Tags for the pages of plans."""
