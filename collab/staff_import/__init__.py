"""Staff import from CSV, XLSX or a paste: read, compare, show, and only then write."""
