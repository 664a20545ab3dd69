"""The properties of random values are the SDK's; what is refused is refused by name."""

from __future__ import annotations

import pulumi_random
import pytest

from moorage.engine import values
from moorage.engine.providers import protocol, random
from moorage.engine.providers.random import package
from tests.engine.providers.docker import sdk

TYPES = sorted(package.KINDS)


def context(name: str, *, preview: bool = False, ignore_changes: tuple[str, ...] = ()) -> protocol.Context:
    """Return a call about a resource of the given class."""
    token = f"random:index/{name[0].lower()}{name[1:]}:{name}"
    return protocol.Context("urn", token, "n", preview=preview, ignore_changes=ignore_changes)


@pytest.mark.parametrize("type", TYPES)
def test_the_properties_are_the_sdks(type: str) -> None:
    """Every input and output of the SDK's class has a place, and nothing else has."""
    name = type.rpartition(":")[2]
    kind = package.KINDS[type]
    assert set(kind.fields) == set(sdk.names(getattr(pulumi_random, f"{name}Args")))
    assert {*kind.fields, *kind.generated} == set(sdk.names(getattr(pulumi_random, name)))


@pytest.mark.parametrize(
    ("name", "inputs", "failures"),
    [
        ("RandomPassword", {"length": 8, "keepers": {"a": 1}}, []),
        ("RandomPassword", {"length": values.UNKNOWN, "minLower": 3}, []),
        ("RandomPassword", {}, [("length", "required, and not set")]),
        ("RandomPassword", {"length": "8"}, []),
        ("RandomPassword", {"length": "x"}, [("length", "must be an integer, not a string")]),
        ("RandomPassword", {"length": 8, "lenght": 8}, [("lenght", "unknown property; did you mean length")]),
        ("RandomPassword", {"length": 0}, [("length", "must be at least 1, not 0")]),
        (
            "RandomPassword",
            {"length": 3, "minLower": 2, "minUpper": 2},
            [("length", "must be at least 4, the sum of minUpper, minLower, minNumeric, minSpecial")],
        ),
        (
            "RandomString",
            {"length": 3, "special": False, "upper": False, "lower": False, "numeric": False},
            [("numeric", "at least one of upper, lower, numeric, special must be true")],
        ),
        (
            "RandomString",
            {"length": 3, "number": True, "numeric": False},
            [("number", "must be the same as numeric, whose old name it is")],
        ),
        ("RandomId", {"byteLength": 0}, [("byteLength", "must be at least 1")]),
        ("RandomInteger", {"min": 2, "max": 1}, [("min", "must be at most max, 1, not 2")]),
        ("RandomPet", {"length": "2"}, []),
        ("RandomShuffle", {}, [("inputs", "required, and not set")]),
    ],
)
def test_check(name: str, inputs: values.Values, failures: list[tuple[str, str]]) -> None:
    """A wrong input is named with what is wrong; the inputs themselves stay without defaults, as in the real one."""
    checked = random.provider().check(context(name), {}, inputs)
    assert [(one.property, one.reason) for one in checked.failures] == failures
    assert checked.inputs == inputs


def test_another_resource_is_refused_by_name() -> None:
    """A type that the package does not have is one line."""
    with pytest.raises(protocol.ProviderError) as error:
        random.provider().create(context("RandomPets"), {})
    assert str(error.value).startswith(
        "random:index/randomPets:RandomPets: unknown resource; did you mean random:index/randomPet"
    )
