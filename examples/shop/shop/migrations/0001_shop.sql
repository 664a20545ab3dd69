-- Products, orders, and the queue from which the worker takes them.
CREATE TABLE products (
    id    text PRIMARY KEY CHECK (id ~ '^[a-z]{1,20}$'),
    shelf smallint NOT NULL UNIQUE,
    name  text NOT NULL,
    about text NOT NULL,
    cents integer NOT NULL CHECK (cents > 0)
);

CREATE TABLE orders (
    id         uuid PRIMARY KEY,
    customer   text NOT NULL CHECK (length(customer) BETWEEN 1 AND 80),
    address    text NOT NULL CHECK (length(address) BETWEEN 1 AND 200),
    placed_at  timestamptz NOT NULL DEFAULT now(),
    shipped_at timestamptz
);

CREATE TABLE order_lines (
    order_id   uuid NOT NULL REFERENCES orders,
    product_id text NOT NULL REFERENCES products,
    name       text NOT NULL,
    cents      integer NOT NULL CHECK (cents > 0),
    pieces     smallint NOT NULL CHECK (pieces > 0),
    PRIMARY KEY (order_id, product_id)
);

CREATE TABLE order_queue (
    order_id  uuid PRIMARY KEY REFERENCES orders,
    queued_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX order_queue_by_age ON order_queue (queued_at);
