"""Workloads: one specification, rendered for whatever reach the target has."""
