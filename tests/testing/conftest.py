"""Brings the fixture as a user's conftest.py does."""

from moorage.testing.plugin import deploy, moorage_keys

__all__ = ["deploy", "moorage_keys"]
