"""Tests of the embedded random provider."""
