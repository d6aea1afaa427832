"""What a plan works with out of the library: boxes, lists, titles and purchases."""
