"""From what is recorded and what is wanted to what is done: decide, carry out, record."""
