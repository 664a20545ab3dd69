"""Tests of the packages that are not served in process, and of the engine's own."""
