"""Machines for tests: each has processes, a network, a disk, an engine and an SSH server of its own."""
