"""Secrets by name: data in `settings`, look-ups in `found`, the component that makes them Outputs in `component`."""
