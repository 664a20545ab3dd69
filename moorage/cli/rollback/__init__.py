"""Back to a version that worked: which one, as what configuration, and what that changes."""
