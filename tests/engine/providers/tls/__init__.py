"""Tests of the package tls."""
