"""Runs that are killed, and run to the end: nothing may be lost, doubled or orphaned."""
