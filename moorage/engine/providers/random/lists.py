"""RandomShuffle: a list of texts in random order, cut or repeated to a length."""

from __future__ import annotations

from moorage.engine import values
from moorage.engine.providers import kind, shapes
from moorage.engine.providers.random import keepers, seeds


def _make(full: values.Values) -> tuple[str, values.Values]:
    given: list[str] = full["inputs"]
    wanted = full.get("resultCount", len(given))
    drawn: list[str] = []
    generator = seeds.source(full.get("seed", ""))
    while given and len(drawn) < wanted:
        drawn += [given[at] for at in generator.permutation(len(given))]
    return "-", {"results": drawn[:wanted]}


SHUFFLE = kind.Kind(
    {
        "inputs": shapes.Field(shapes.STRINGS, required=True),
        "keepers": keepers.FIELD,
        "resultCount": shapes.Field(shapes.INTEGER),
        "seed": shapes.Field(shapes.STRING),
    },
    ("results",),
    _make,
    stays=keepers.say_the_same,
    renamed={"inputs": "input", "results": "result"},
)
