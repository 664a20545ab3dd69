"""RandomPet: an adverb or more, an adjective and an animal, as a name that people can say."""

from __future__ import annotations

import secrets

import petname

from moorage.engine import values
from moorage.engine.providers import kind, shapes
from moorage.engine.providers.random import keepers


def _make(full: values.Values) -> tuple[str, values.Values]:
    length = full["length"]
    lists = [petname.adverbs] * (length - 2) + [petname.adjectives] * (length != 1) + [petname.names]
    words = [secrets.choice(each) for each in lists]
    text = full["separator"].join(words).lower()
    return (full["prefix"] + full["separator"] + text if full.get("prefix") else text), {}


def _defaults(inputs: values.Values) -> values.Values:
    del inputs
    return {"length": 2, "separator": "-"}


PET = kind.Kind(
    {
        "keepers": keepers.FIELD,
        "length": shapes.Field(shapes.INTEGER),
        "prefix": shapes.Field(shapes.STRING),
        "separator": shapes.Field(shapes.STRING),
    },
    (),
    _make,
    defaults=_defaults,
    stays=keepers.say_the_same,
    blank=("prefix",),
)
