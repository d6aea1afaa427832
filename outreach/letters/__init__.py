"""Letters: three files and one function each, what many people share of one rendered once, and personal links."""
