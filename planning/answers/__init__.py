"""Answers to prompts: saving, conflicts, presence."""
