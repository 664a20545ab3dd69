"""The visitor's cart, as the text of one cookie: `mug:2.rope:1`."""

import re
from collections.abc import Iterable, Mapping

MOST = 20  # pieces of one product
_PLACE = re.compile(r"([a-z]{1,20}):([0-9]{1,2})", re.ASCII)


def parse(text: str) -> dict[str, int]:
    """Pieces by product. A cookie is the visitor's own text: what is not well formed is left out."""
    places = (_PLACE.fullmatch(part) for part in text.split("."))
    found = {place[1]: int(place[2]) for place in places if place}
    return {product: pieces for product, pieces in found.items() if 1 <= pieces <= MOST}


def dump(cart: Mapping[str, int]) -> str:
    """The cookie's text, in the order of the cart."""
    return ".".join(f"{product}:{pieces}" for product, pieces in cart.items())


def put(cart: Mapping[str, int], product: str, pieces: int) -> dict[str, int]:
    """The cart with `pieces` of `product`; none takes it out, and more than 20 is 20."""
    changed = {**cart, product: min(pieces, MOST)}
    return {name: count for name, count in changed.items() if count > 0}


def known(cart: Mapping[str, int], products: Iterable[str]) -> dict[str, int]:
    """The part of the cart that the shop still sells."""
    sold = set(products)
    return {product: pieces for product, pieces in cart.items() if product in sold}
