"""All lists of a school: searched, narrowed, sorted, paged, and their download."""
