"""Tests of the stand-in for packages that are nowhere."""
