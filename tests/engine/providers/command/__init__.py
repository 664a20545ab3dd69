"""Tests of the embedded command provider."""
