"""Crashes: kills, power loss, full disks; after each, the next run ends right."""
