"""RandomShuffle: a list of texts in random order, cut or repeated to a length."""

from __future__ import annotations

from moorage.engine import values
from moorage.engine.providers import protocol, shapes
from moorage.engine.providers.random import kind, seeds


def _make(full: values.Values) -> tuple[str, values.Values]:
    given: list[str] = full["inputs"]
    wanted = full.get("resultCount", len(given))
    drawn: list[str] = []
    generator = seeds.source(full.get("seed", ""))
    while given and len(drawn) < wanted:
        drawn += [given[at] for at in generator.permutation(len(given))]
    return "-", {"results": drawn[:wanted]}


def _take(id: str) -> tuple[str, values.Values, values.Values]:
    raise protocol.ProviderError(f"{id}: a shuffled list cannot be imported")


SHUFFLE = kind.Kind(
    {
        "inputs": shapes.Field(shapes.STRINGS, required=True),
        "keepers": kind.KEEPERS,
        "resultCount": shapes.Field(shapes.INTEGER),
        "seed": shapes.Field(shapes.STRING),
    },
    ("results",),
    _make,
    _take,
    renamed={"inputs": "input", "results": "result"},
)
