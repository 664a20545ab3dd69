"""Edits of a recorded state, on its rows as they are written: no secret is opened, no passphrase asked for.

Each returns new rows and leaves those it was given alone.
"""
