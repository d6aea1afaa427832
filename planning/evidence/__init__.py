"""Evidence of a unit: files, pictures and links, who may see them, and what the people in them allow."""
