"""A plan as a PDF: read (queries), written out as plain data (document), and set by Typst (typesetting)."""
