"""The providers of the embedded engine."""
