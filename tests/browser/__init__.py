"""Journeys in a real browser on the real stack: gunicorn, PostgreSQL, Redis, and the system's Chromium."""
