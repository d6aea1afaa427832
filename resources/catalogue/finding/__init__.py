"""Finding titles: what was typed, what it means, the page of what is found, and its download."""
