"""Set-up: what `make` does before anything of ours can run."""
