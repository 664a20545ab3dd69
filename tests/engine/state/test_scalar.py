"""YAML words mean what Go's yaml.v3 takes them for."""

from __future__ import annotations

import pytest

from moorage.engine.project import scalar


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("on", "on"),
        ("8080", 8080),
        ("-7", -7),
        ("0", 0),
        ("0640", 416),
        ("0o17", 15),
        ("0x1F", 31),
        ("-0b11", -3),
        ("1_000", 1000),
        ("08", 8.0),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("12:30:45", "12:30:45"),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
        ("2020-01-02", "2020-01-02 00:00:00 +0000 UTC"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.1 -0500 -0500"),
        ("2001-12-15T02:59:43Z", "2001-12-15 02:59:43 +0000 UTC"),
    ],
)
def test_plain_word(word: str, value: object) -> None:
    """An unquoted word becomes the value, of exactly that type, which the CLI reads."""
    result = scalar.plain(word)
    assert (type(result), result) == (type(value), value)


@pytest.mark.parametrize("word", [".inf", "-.Inf", ".nan"])
def test_number_that_is_not_finite(word: str) -> None:
    """What JSON cannot hold is refused."""
    with pytest.raises(ValueError, match="is not a number that can be used here"):
        scalar.plain(word)


def test_tags() -> None:
    """An explicit tag decides; one that does not fit or is unknown is refused."""
    assert scalar.tagged("12", "tag:yaml.org,2002:str") == "12"
    assert scalar.tagged("12", "tag:yaml.org,2002:int") == 12
    assert isinstance(scalar.tagged("12", "tag:yaml.org,2002:float"), float)
    with pytest.raises(ValueError, match="'x' is not int"):
        scalar.tagged("x", "tag:yaml.org,2002:int")
    with pytest.raises(ValueError, match="unknown tag !env"):
        scalar.tagged("x", "!env")
