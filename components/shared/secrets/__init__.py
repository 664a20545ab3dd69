"""Secrets by name: data and look-ups in `settings`, the component that makes them Outputs in `component`."""
