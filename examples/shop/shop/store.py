"""All that the page asks of the database."""

import uuid
from collections.abc import Mapping

from psycopg import rows
from psycopg_pool import AsyncConnectionPool

from shop import model, settings


class Store:
    """Products and orders in PostgreSQL, through a pool of at most 4 connections.

    Every method raises psycopg.OperationalError when no connection is to be had within 2 s.
    """

    def __init__(self, database: settings.Database) -> None:
        self._pool = AsyncConnectionPool(
            database.conninfo,
            min_size=1,
            max_size=4,
            timeout=2,
            reconnect_timeout=5,
            open=False,
            check=AsyncConnectionPool.check_connection,  # after a restart of the database, no visitor sees an error
        )

    async def open(self) -> None:
        """Start connecting; returns at once, so that the page can say that the database is away."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Give all connections back."""
        await self._pool.close()

    async def ping(self) -> None:
        """Return when the database answers."""
        async with self._pool.connection() as connection:
            await connection.execute("SELECT 1")

    async def products(self) -> list[model.Product]:
        """All products, in the order of the shelf."""
        async with self._pool.connection() as connection:
            cursor = connection.cursor(row_factory=rows.class_row(model.Product))
            await cursor.execute("SELECT id, name, about, cents FROM products ORDER BY shelf")
            return await cursor.fetchall()

    async def place(self, order: uuid.UUID, customer: str, address: str, cart: Mapping[str, int]) -> bool:
        """Write the order and queue it for the worker; False, and nothing written, when it was there already.

        Prices are taken from the products, in the same transaction.
        """
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "INSERT INTO orders (id, customer, address) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (order, customer, address),
            )
            if not cursor.rowcount:
                return False
            await connection.execute(
                """INSERT INTO order_lines (order_id, product_id, name, cents, pieces)
                   SELECT %s, id, name, cents, cart.pieces
                     FROM products JOIN unnest(%s::text[], %s::int[]) AS cart (product, pieces) ON cart.product = id""",
                (order, list(cart), list(cart.values())),
            )
            await connection.execute("INSERT INTO order_queue (order_id) VALUES (%s)", (order,))
        return True

    async def order(self, order: uuid.UUID) -> model.Order | None:
        """The order with its lines, or None."""
        async with self._pool.connection() as connection:
            cursor = connection.cursor(row_factory=rows.class_row(model.Line))
            await cursor.execute(
                """SELECT lines.name, lines.cents, pieces FROM order_lines AS lines JOIN products ON id = product_id
                    WHERE order_id = %s ORDER BY shelf""",
                (order,),
            )
            lines = tuple(await cursor.fetchall())
            head = await connection.execute(
                "SELECT id, customer, address, placed_at, shipped_at FROM orders WHERE id = %s", (order,)
            )
            row = await head.fetchone()
        return model.Order(*row, lines=lines) if row else None

    async def waiting(self) -> int:
        """How many orders the worker has still to ship."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute("SELECT count(*) FROM order_queue")
            row = await cursor.fetchone()
        return row[0] if row else 0
