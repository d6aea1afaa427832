"""From the bytes of a file to records: MARC 21 (ISO 2709), MARCXML, CSV and XLSX, one record after the other."""
