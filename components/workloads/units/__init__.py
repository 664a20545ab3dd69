"""Workloads as systemd units of a user without rights: Quadlet files, and what installs and starts them."""
