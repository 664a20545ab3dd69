"""Docs: generated pages are current, commands in them work."""
