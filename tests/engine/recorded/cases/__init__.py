"""The cases: each a few programs, functions of a module, and the operations on them in turn."""
