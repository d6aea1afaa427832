"""The digest of new resources: matched to what each teacher teaches, once a week, and nothing where nothing fits."""
