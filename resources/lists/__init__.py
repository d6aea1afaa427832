"""Curated lists, their entries, their curators and their links."""
