"""Workloads that run at times: when that is, and that they do."""
