"""Tools of the repository: generated files."""
