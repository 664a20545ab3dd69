"""Readers of dependencies: every style a Python project may have."""
