"""Edits of a recorded state."""
