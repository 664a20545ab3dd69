"""Refused: what was asked for is not done, and what served before goes on serving."""


class Refused(Exception):  # noqa: N818 - the word that the one line of a user's error starts from
    """One line that says why."""
