"""Workloads as systemd units."""
