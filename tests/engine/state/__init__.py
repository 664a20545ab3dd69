"""Tests of projects, stack files, secrets and state, against files of the real Pulumi CLI."""
