"""The cart's cookie, and prices."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop import cart, model

names = st.text(string.ascii_lowercase, min_size=1, max_size=20)
carts = st.dictionaries(names, st.integers(1, cart.MOST), max_size=8)


@given(carts)
def test_cart_survives_its_cookie(taken: dict[str, int]) -> None:
    """Parsing what was dumped gives the same cart in the same order."""
    assert list(cart.parse(cart.dump(taken)).items()) == list(taken.items())


@given(st.text())
def test_any_cookie_is_a_cart(text: str) -> None:
    """Whatever a browser sends becomes a cart of at most 20 pieces each, never an error."""
    assert all(1 <= pieces <= cart.MOST for pieces in cart.parse(text).values())


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", {}),
        ("mug:2.rope:1", {"mug": 2, "rope": 1}),
        ("mug:0.rope:21.bell:20", {"bell": 20}),
        ("mug:-1.MUG:1.mug.:3.mug:1:1", {}),
        ("mug:٣", {}),
    ],
)
def test_parse(text: str, taken: dict[str, int]) -> None:
    """Well-formed places are kept, all others are left out."""
    assert cart.parse(text) == taken


@pytest.mark.parametrize(
    ("pieces", "taken"), [(0, {"rope": 1}), (5, {"mug": 5, "rope": 1}), (99, {"mug": 20, "rope": 1})]
)
def test_put(pieces: int, taken: dict[str, int]) -> None:
    """A number replaces the old one; none removes the product, and more than 20 is 20."""
    assert cart.put({"mug": 2, "rope": 1}, "mug", pieces) == taken


def test_known() -> None:
    """What the shop no longer sells leaves the cart."""
    assert cart.known({"mug": 2, "yacht": 1}, ["mug", "rope"]) == {"mug": 2}


@pytest.mark.parametrize(("cents", "text"), [(5, "€ 0.05"), (1450, "€ 14.50"), (123456, "€ 1,234.56")])
def test_euros(cents: int, text: str) -> None:
    """Prices show two digits after the point and groups of three before it."""
    assert model.euros(cents) == text
