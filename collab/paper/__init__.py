"""Documents on paper: PDFs set by Typst, offline, with fonts of our own."""
