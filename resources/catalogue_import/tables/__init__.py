"""Catalogues as tables, CSV or XLSX: which column holds what, and each row as a record."""
