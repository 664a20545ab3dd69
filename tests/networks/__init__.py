"""Networks on real engines: who reaches whom, and nobody else."""
