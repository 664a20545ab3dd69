"""Tests of the embedded docker-build provider."""
