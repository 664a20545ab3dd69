"""What runs on a Docker API, found by its labels: status, logs, commands inside."""
