"""The rows of a plan's stages: partners, duties, lessons, checks, criteria, barriers, needs, standards."""
