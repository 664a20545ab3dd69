"""The user's program: its process, and what it may ask of the engine."""
