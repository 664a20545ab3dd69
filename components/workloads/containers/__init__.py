"""Workloads on a Docker API, Docker's own or Podman's: containers, and what makes them serve."""
