"""Assets and archives: what is in them, and the hashes by which their changes are seen."""
