"""Day two: status, logs, commands inside."""
