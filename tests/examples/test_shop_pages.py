"""The pages of the shop, asked as a browser without scripts asks them."""

import asyncio
import dataclasses
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette import testclient

from shop import settings, store, web
from tests.examples import shelf

ORDER = uuid.UUID("00000000-0000-4000-8000-000000000001")
FORM = {"order": str(ORDER), "customer": " Ann  Lee ", "address": "Pier 4"}


@pytest.fixture
def goods() -> shelf.Shelf:
    """What the shop under test sells and has sold."""
    return shelf.Shelf()


@pytest.fixture
def visitor(goods: shelf.Shelf) -> Iterator[testclient.TestClient]:
    """A browser that keeps cookies and shows redirects instead of following them."""
    with testclient.TestClient(web.app(goods), follow_redirects=False) as client:
        yield client


def test_shelf_shows_every_product(visitor: testclient.TestClient) -> None:
    """The first page shows name, price and a button of each product, with names escaped."""
    page = visitor.get("/")
    assert page.status_code == 200
    assert re.findall(r"<h2>(.*)</h2>", page.text) == ["Enamel mug", "Mooring &lt;rope&gt;"]
    assert re.findall(r"<strong>(.*)</strong>", page.text) == ["€ 14.50", "€ 32.50"]
    assert page.text.count("<script") == 0


def test_pages_allow_only_their_own_content(visitor: testclient.TestClient) -> None:
    """Pages carry a content policy that allows no script and no other site."""
    policy = visitor.get("/").headers["content-security-policy"]
    assert policy.split("; ")[0] == "default-src 'none'"
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/static/shop.css", "/static/mug.svg", "/static/rope.svg"])
def test_own_files_are_served(visitor: testclient.TestClient, path: str) -> None:
    """Style and pictures come from the shop itself."""
    assert visitor.get(path).status_code == 200


def test_every_product_has_a_picture() -> None:
    """Each product that the migrations put on the shelf has a picture of its name."""
    shop = Path(web.__file__).parent
    sold = re.findall(r"^    \(\d+, '([a-z]+)'", (shop / "migrations/0002_products.sql").read_text(), re.MULTILINE)
    assert len(sold) == 6
    assert [name for name in sold if not (shop / f"static/{name}.svg").is_file()] == []


def test_add_changes_the_cart(visitor: testclient.TestClient) -> None:
    """Adding twice makes two pieces, in a cookie that no script can read, and leads back to the product."""
    first = visitor.post("/cart", data={"product": "mug"})
    visitor.post("/cart", data={"product": "mug"})
    assert (first.status_code, first.headers["location"]) == (303, "/#mug")
    assert "HttpOnly" in first.headers["set-cookie"]
    assert visitor.cookies["cart"].strip('"') == "mug:2"
    assert "<b>2</b>" in visitor.get("/").text


def test_pieces_of_none_take_it_out(visitor: testclient.TestClient) -> None:
    """The cart page sets a number; zero removes the product."""
    visitor.post("/cart", data={"product": "mug", "pieces": "3"})
    assert "€ 43.50" in visitor.get("/cart").text
    visitor.post("/cart", data={"product": "mug", "pieces": "0"})
    assert "Nothing in it yet" in visitor.get("/cart").text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"product": "yacht"}, 404),
        ({}, 404),
        ({"product": "mug", "pieces": "-1"}, 400),
        ({"product": "mug", "pieces": "many"}, 400),
        ({"product": "mug", "pieces": "9" * 5000}, 400),
    ],
)
def test_bad_cart_forms_change_nothing(visitor: testclient.TestClient, form: dict[str, str], status: int) -> None:
    """What is not sold or not a number is refused with a page, and the cart stays as it was."""
    answer = visitor.post("/cart", data=form)
    assert answer.status_code == status
    assert "To the shelf" in answer.text
    assert "cart" not in visitor.cookies


def test_order_is_placed_once(visitor: testclient.TestClient, goods: shelf.Shelf) -> None:
    """A form sent twice orders once, leads to the order's page both times, and empties the cart."""
    visitor.post("/cart", data={"product": "rope", "pieces": "2"})
    answers = [visitor.post("/orders", data=FORM) for _ in range(2)]
    assert [answer.headers["location"] for answer in answers] == [f"/orders/{ORDER}"] * 2
    assert [(order.customer, order.total) for order in goods.orders.values()] == [("Ann Lee", 6500)]
    assert "cart" not in visitor.cookies
    assert "shop_orders_placed_total 1.0" in visitor.get("/metrics").text


@pytest.mark.parametrize(
    "change", [{"customer": " "}, {"customer": "x" * 81}, {"address": ""}, {"address": "y" * 201}, {"address": "a\0b"}]
)
def test_incomplete_order_is_shown_again(
    visitor: testclient.TestClient, goods: shelf.Shelf, change: dict[str, str]
) -> None:
    """A name or an address that the tables would refuse brings the form back, with status 422 and a reason."""
    visitor.post("/cart", data={"product": "mug"})
    answer = visitor.post("/orders", data=FORM | change)
    assert (answer.status_code, goods.orders) == (422, {})
    assert "Please give a name" in answer.text
    assert str(ORDER) in answer.text


def test_empty_cart_is_not_ordered(visitor: testclient.TestClient, goods: shelf.Shelf) -> None:
    """Without anything in the cart no order is placed."""
    assert (visitor.post("/orders", data=FORM).status_code, goods.orders) == (422, {})


def test_order_without_id_is_refused(visitor: testclient.TestClient) -> None:
    """An order form that is not the shop's own is refused."""
    assert visitor.post("/orders", data=FORM | {"order": "1"}).status_code == 400


def test_order_page_asks_again_until_shipped(visitor: testclient.TestClient, goods: shelf.Shelf) -> None:
    """The order's page reloads by itself while the order is being packed, and no longer once it is shipped."""
    visitor.post("/cart", data={"product": "mug"})
    visitor.post("/orders", data=FORM | {"customer": "<script>"})
    packed = visitor.get(f"/orders/{ORDER}").text
    goods.orders[ORDER] = dataclasses.replace(goods.orders[ORDER], shipped_at=shelf.NOON)
    shipped = visitor.get(f"/orders/{ORDER}").text
    assert ('http-equiv="refresh"' in packed, 'http-equiv="refresh"' in shipped) == (True, False)
    assert ("Shipped" in packed, "Shipped" in shipped) == (False, True)
    assert "Thank you, &lt;script&gt;" in packed


@pytest.mark.parametrize("path", ["/nothing", f"/orders/{ORDER}", "/orders/none"])
def test_unknown_pages_are_not_found(visitor: testclient.TestClient, path: str) -> None:
    """What is not there is a 404 that leads back to the shelf."""
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "Not on our shelf" in answer.text


def test_database_away(visitor: testclient.TestClient, goods: shelf.Shelf) -> None:
    """While the database is away pages and health answer 503, and figures are still to be had."""
    goods.is_away = True
    assert [visitor.get(path).status_code for path in ("/", "/cart", "/healthz", "/metrics")] == [503, 503, 503, 200]
    assert visitor.get("/").headers["retry-after"] == "5"
    assert "shop_orders_waiting NaN" in visitor.get("/metrics").text


def test_silent_database(visitor: testclient.TestClient, goods: shelf.Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that takes the question and stays silent is not healthy either."""
    monkeypatch.setattr(goods, "ping", lambda: asyncio.sleep(5))
    assert visitor.get("/healthz").status_code == 503


def test_health_and_figures(visitor: testclient.TestClient) -> None:
    """With a database, health is 200 and requests are counted by page and status."""
    assert visitor.get("/healthz").text == "ok\n"
    figures = visitor.get("/metrics")
    assert figures.headers["content-type"].startswith("text/plain; version=")
    assert 'shop_http_requests_total{page="healthz",status="200"} 1.0' in figures.text
    assert "shop_orders_waiting 0.0" in figures.text


def test_store_is_opened_and_closed(goods: shelf.Shelf) -> None:
    """The server's start opens the store and its end closes it."""
    with testclient.TestClient(web.app(goods)):
        assert goods.seen == ["open"]
    assert goods.seen == ["open", "close"]


def test_real_store_without_a_server(tmp_path: Path) -> None:
    """The real store starts without a database, and health says that it is away."""
    password = tmp_path / "password"
    password.write_text("canary")
    nowhere = settings.Database("127.0.0.1", 1, "shop", "shop", password)
    with testclient.TestClient(web.app(store.Store(nowhere))) as client:
        assert client.get("/healthz").status_code == 503
