"""Package random, where a seed decides: the same numbers, and the same again after a replacement."""

import pulumi
import pulumi_random as random

OPERATIONS = """
preview first
up first
up first
preview second
up second
refresh
destroy
"""


def _things(most: int) -> None:
    number = random.RandomInteger("number", min=1, max=most, seed="moor")
    letters = random.RandomShuffle("letters", inputs=["a", "b", "c", "d"], result_count=3, seed="moor")
    pulumi.export("number", number.result)
    pulumi.export("letters", letters.results)


def first() -> None:
    """A number and some letters."""
    _things(1000)


def second() -> None:
    """Another range."""
    _things(2000)
