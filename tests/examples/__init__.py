"""Tests of the example applications that need no database."""
