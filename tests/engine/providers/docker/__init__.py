"""The docker provider: its tables, its pure parts, and its effects on a real engine."""
