"""Stacks on another machine, over SSH, for real: on a machine of the tests' own."""
