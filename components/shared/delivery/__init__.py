"""How images reach a target: the `registry` and `builder` blocks that every kind of target has."""
