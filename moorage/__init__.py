"""The `moorage` command and its embedded engine."""
