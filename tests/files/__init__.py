"""Files and secrets reach a workload, nobody else, and leave no copy: on real engines."""
