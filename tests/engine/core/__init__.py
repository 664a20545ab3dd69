"""The engine's core: programs against a provider in memory."""
