"""What the shop sells, and what was ordered."""

import dataclasses
import datetime
import uuid


@dataclasses.dataclass(frozen=True)
class Product:
    """One product; `id` is also the name of its picture, `cents` is its price in hundredths of a euro."""

    id: str
    name: str
    about: str
    cents: int


@dataclasses.dataclass(frozen=True)
class Line:
    """So many pieces of one product, at the price it had when it was ordered."""

    name: str
    cents: int
    pieces: int

    @property
    def total(self) -> int:
        """Price of all pieces, in cents."""
        return self.cents * self.pieces


@dataclasses.dataclass(frozen=True)
class Order:
    """One order; `shipped_at` is None until the worker has shipped it."""

    id: uuid.UUID
    customer: str
    address: str
    placed_at: datetime.datetime
    shipped_at: datetime.datetime | None
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """Price of the whole order, in cents."""
        return sum(line.total for line in self.lines)


def euros(cents: int) -> str:
    """A price as people read it: 123456 is `€ 1,234.56`."""
    return f"€ {cents // 100:,}.{cents % 100:02}"
