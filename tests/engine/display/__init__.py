"""Tests of what a run shows, fed with events of the real Pulumi CLI."""
