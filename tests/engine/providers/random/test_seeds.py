"""A seed gives the values that Go's generator gives."""

from __future__ import annotations

import re
import time
import uuid

import pytest

from moorage.engine import values
from moorage.engine.providers import protocol, random
from moorage.engine.providers.random import gorand, seeds
from tests.engine.providers.random.test_shape import context


@pytest.mark.parametrize(
    ("seed", "first", "small", "power", "large", "order", "thousandth"),
    [
        (0, 8717895732742165505, 6, 59, 964732009214, [3, 1, 0, 4, 6, 5, 2], 8811768971454994502),
        (1, 5577006791947779410, 9, 1, 575739887367, [3, 5, 0, 1, 6, 2, 4], 7033192709043808644),
        (-5, 1811683815564572222, 8, 29, 366105425116, [1, 6, 5, 2, 0, 4, 3], 7729024645229356748),
        (2**40 + 7, 3978647029347767025, 3, 25, 286296664307, [6, 2, 5, 4, 0, 1, 3], 5034231506240298627),
        (-(2**63), 7681445645332086223, 8, 23, 210428924348, [3, 2, 1, 6, 4, 5, 0], 701314247704780227),
    ],
)
def test_a_source_draws_what_go_draws(
    seed: int, first: int, small: int, power: int, large: int, order: list[int], thousandth: int
) -> None:
    """Recorded from Go 1.26.8, rand.NewSource(seed): Int63, Intn(10), Intn(64), Intn(2**40+1), Perm(7), Int63s."""
    source = gorand.Source(seed)
    assert source.int63() == first
    drawn = [source.int63() for _ in range(2)]
    assert all(0 <= each < 2**63 for each in drawn)
    assert (source.below(10), source.below(64), source.below(2**40 + 1)) == (small, power, large)
    assert source.permutation(7) == order
    for _ in range(1000):
        source.int63()
    assert source.int63() == thousandth


def test_the_checksum_is_that_of_iso_3309() -> None:
    """The check value of CRC-64/GO-ISO, for the nine digits."""
    assert seeds.crc64(b"123456789") == 0xB90956C775A41001


@pytest.mark.parametrize(
    ("name", "inputs", "outputs"),
    [
        ("RandomInteger", {"min": 1, "max": 9, "seed": "x"}, {"result": 4}),
        ("RandomShuffle", {"inputs": ["a", "b", "c"], "seed": "x"}, {"results": ["b", "c", "a"]}),
        (
            "RandomShuffle",
            {"inputs": ["a", "b", "c"], "seed": "x", "resultCount": 7},
            {"results": ["b", "c", "a", "c", "b", "a", "b"]},
        ),
        ("RandomShuffle", {"inputs": ["a"], "resultCount": 0}, {"results": []}),
        ("RandomShuffle", {"inputs": [], "resultCount": 3}, {"results": []}),
    ],
)
def test_a_seed_gives_the_same_value_each_time(name: str, inputs: values.Values, outputs: values.Values) -> None:
    """Recorded from pulumi-random 4.21.4."""
    for _ in range(2):
        _, made = random.provider().create(context(name), inputs)
        assert {key: made[key] for key in outputs} == outputs


@pytest.mark.parametrize(
    ("inputs", "form"),
    [
        ({}, r"[a-z]+-[a-z]+"),
        ({"length": 1}, r"[a-z]+"),
        ({"length": 4, "separator": "_"}, r"[a-z]+_[a-z]+_[a-z]+_[a-z]+"),
        ({"prefix": "my"}, r"my-[a-z]+-[a-z]+"),
        ({"prefix": ""}, r"[a-z]+-[a-z]+"),
        ({"separator": ""}, r"[a-z]+"),
    ],
)
def test_a_pet_name_has_its_form(inputs: values.Values, form: str) -> None:
    """So many words, the last an animal, behind the prefix."""
    name, outputs = random.provider().create(context("RandomPet"), inputs)
    assert re.fullmatch(form, name)
    assert outputs["id"] == name


def test_a_seventh_uuid_begins_with_the_time() -> None:
    """Version 7: the first 48 bits are milliseconds, so that later ids sort later."""
    before = time.time_ns() // 1_000_000
    made, _ = random.provider().create(context("RandomUuid7"), {})
    after = time.time_ns() // 1_000_000
    found = uuid.UUID(made)
    assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert before <= found.int >> 80 <= after


@pytest.mark.parametrize("name", ["RandomPet", "RandomShuffle"])
def test_what_cannot_be_imported_says_so(name: str) -> None:
    """The real ones have no import either."""
    with pytest.raises(protocol.ProviderError, match=r"^x: .* cannot be imported$"):
        random.provider().read(context(name), "x", {}, {})
