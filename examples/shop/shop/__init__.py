"""A small web shop: a page, a worker and a migration job around one PostgreSQL database."""
