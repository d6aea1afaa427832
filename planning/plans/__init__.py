"""Starting, finding, sharing and closing plans."""
