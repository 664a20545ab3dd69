"""Add-ons: what a target is given before workloads. One folder a kind; none yet."""
