"""What the pages cost, measured against a floor on the same server in the same run: `make bench`."""
