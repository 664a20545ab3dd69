"""Versions take over when they work, and only then: on a real engine, with an image of one program."""
