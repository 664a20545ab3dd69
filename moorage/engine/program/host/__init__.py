"""What runs in the project's own interpreter. Nothing here is imported by the engine."""
