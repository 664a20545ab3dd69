"""Random programs, evolved by random edits and faults: a simple model says what must exist."""
