"""Conformance: the same tests for every tool, found by listing folders."""
