"""Tests of assets and archives."""
