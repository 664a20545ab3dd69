"""A store of the shop in memory, for its pages."""

import datetime
import uuid
from collections.abc import Mapping

import psycopg

from shop import model, store

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
MUG = model.Product("mug", "Enamel mug", "Holds 350 ml.", 1450)
ROPE = model.Product("rope", "Mooring <rope>", "Ten metres.", 3250)


class Shelf(store.Store):
    """Sells a mug and a rope; raises what the real one raises while `is_away`."""

    def __init__(self) -> None:
        self.orders: dict[uuid.UUID, model.Order] = {}
        self.is_away = False
        self.seen: list[str] = []

    async def open(self) -> None:
        """Remember that it was opened."""
        self.seen.append("open")

    async def close(self) -> None:
        """Remember that it was closed."""
        self.seen.append("close")

    async def ping(self) -> None:
        """Return unless the database is away."""
        if self.is_away:
            message = "no server"
            raise psycopg.OperationalError(message)

    async def products(self) -> list[model.Product]:
        """A mug and a rope."""
        await self.ping()
        return [MUG, ROPE]

    async def place(self, order: uuid.UUID, customer: str, address: str, cart: Mapping[str, int]) -> bool:
        """Keep the order."""
        await self.ping()
        lines = tuple(
            model.Line(product.name, product.cents, cart[product.id]) for product in (MUG, ROPE) if product.id in cart
        )
        self.orders[order] = model.Order(order, customer, address, NOON, None, lines)
        return True

    async def order(self, order: uuid.UUID) -> model.Order | None:
        """The order, if it was kept."""
        await self.ping()
        return self.orders.get(order)

    async def waiting(self) -> int:
        """All that are not shipped."""
        await self.ping()
        return sum(order.shipped_at is None for order in self.orders.values())
