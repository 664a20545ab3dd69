"""Workloads that run at times: when, and what keeps their time."""
