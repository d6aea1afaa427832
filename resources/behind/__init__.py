"""What stands behind a topic request: by kind for board and map, by name for its own pages and for downloads."""
