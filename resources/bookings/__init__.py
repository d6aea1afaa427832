"""Boxes lent for dates: asked for, handed out, taken back."""
