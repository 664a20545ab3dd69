"""End to end: the dev stack on a real Docker engine."""
