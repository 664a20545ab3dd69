"""The pages of the shop."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path

import prometheus_client
import psycopg
from starlette import applications, exceptions, middleware, requests, responses, routing, staticfiles, templating

from shop import cart, metrics, model, store

HERE = Path(__file__).parent
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


class Pages:
    """One method per page. While the database is away, a page says so with status 503."""

    def __init__(self, data: store.Store, figures: metrics.Metrics) -> None:
        self._store = data
        self._metrics = figures
        self._templates = templating.Jinja2Templates(HERE / "templates")
        self._templates.env.filters["euros"] = model.euros

    async def shelf(self, request: requests.Request) -> responses.Response:
        """All products."""
        return self._page(request, "shelf.html", {"products": await self._store.products()})

    async def cart(self, request: requests.Request) -> responses.Response:
        """What the visitor has taken, and the form that orders it."""
        return await self._cart(request, {})

    async def change_cart(self, request: requests.Request) -> responses.Response:
        """Add a product (`add`) or say how many of it there should be (`pieces`), then show the page it came from."""
        form = await request.form()
        product, pieces = str(form.get("product")), str(form.get("pieces", ""))
        taken = _taken(request)
        if product not in {known.id for known in await self._store.products()}:
            raise exceptions.HTTPException(404)
        if pieces and not (pieces.isascii() and pieces.isdigit() and len(pieces) <= 4):
            raise exceptions.HTTPException(400)
        wanted = int(pieces) if pieces else taken.get(product, 0) + 1
        answer = responses.RedirectResponse("/cart" if pieces else f"/#{product}", status_code=303)
        _remember(request, answer, cart.put(taken, product, wanted))
        return answer

    async def place_order(self, request: requests.Request) -> responses.Response:
        """Order the cart. The form carries the order's id, so sending it twice orders once."""
        form = await request.form()
        customer, address = (" ".join(str(form.get(key, "")).split()) for key in ("customer", "address"))
        taken = cart.known(_taken(request), [product.id for product in await self._store.products()])
        order = _order_id(str(form.get("order", "")))
        if await self._store.order(order) is None:
            filled_in = 0 < len(customer) <= 80 and 0 < len(address) <= 200 and "\0" not in customer + address
            if not taken or not filled_in:
                return await self._cart(request, {"order": order, "customer": customer, "address": address}, status=422)
            if await self._store.place(order, customer, address, taken):
                self._metrics.placed.inc()
        answer = responses.RedirectResponse(f"/orders/{order}", status_code=303)
        answer.delete_cookie("cart")
        return answer

    async def order(self, request: requests.Request) -> responses.Response:
        """One order; the page asks again until it is shipped. Whoever has its id may see it."""
        found = await self._store.order(request.path_params["id"])
        if found is None:
            raise exceptions.HTTPException(404)
        return self._page(request, "order.html", {"order": found})

    async def healthz(self, _: requests.Request) -> responses.Response:
        """200 when the database answers within 1 s, else 503."""
        try:
            async with asyncio.timeout(1):
                await self._store.ping()
        except (psycopg.Error, TimeoutError):
            return responses.PlainTextResponse("database does not answer\n", 503)
        return responses.PlainTextResponse("ok\n")

    async def metrics(self, _: requests.Request) -> responses.Response:
        """All figures in Prometheus' text format; answers without the database too."""
        try:
            self._metrics.waiting.set(await self._store.waiting())
        except psycopg.Error:
            self._metrics.waiting.set(float("nan"))
        figures = prometheus_client.generate_latest(self._metrics.registry)
        return responses.Response(figures, headers={"content-type": prometheus_client.CONTENT_TYPE_LATEST})

    async def failed(self, request: requests.Request, error: Exception) -> responses.Response:
        """The page that says what went wrong."""
        status = error.status_code if isinstance(error, exceptions.HTTPException) else 503
        answer = self._page(request, "failed.html", {"status": status}, status)
        if status == 503:
            answer.headers["retry-after"] = "5"
        return answer

    async def _cart(
        self, request: requests.Request, filled_in: Mapping[str, object], status: int = 200
    ) -> responses.Response:
        products = await self._store.products()
        taken = cart.known(_taken(request), [product.id for product in products])
        chosen = [(product, taken[product.id]) for product in products if product.id in taken]
        total = sum(product.cents * pieces for product, pieces in chosen)
        values = {"order": uuid.uuid4(), "chosen": chosen, "total": total, "most": cart.MOST, "failed": status == 422}
        return self._page(request, "cart.html", {**values, **filled_in}, status)

    def _page(
        self, request: requests.Request, template: str, values: dict[str, object], status: int = 200
    ) -> responses.Response:
        values["pieces"] = sum(_taken(request).values())
        return self._templates.TemplateResponse(request, template, values, status, HEADERS)


def app(data: store.Store) -> applications.Starlette:
    """The application around a store, which it opens when the server starts and closes when it has stopped."""
    figures = metrics.Metrics()
    pages = Pages(data, figures)

    @contextlib.asynccontextmanager
    async def lifespan(_: applications.Starlette) -> AsyncGenerator[None]:
        await data.open()
        yield
        await data.close()

    return applications.Starlette(
        routes=[
            routing.Route("/", pages.shelf),
            routing.Route("/cart", pages.cart),
            routing.Route("/cart", pages.change_cart, methods=["POST"]),
            routing.Route("/orders", pages.place_order, methods=["POST"]),
            routing.Route("/orders/{id:uuid}", pages.order),
            routing.Route("/healthz", pages.healthz),
            routing.Route("/metrics", pages.metrics),
            routing.Mount("/static", staticfiles.StaticFiles(directory=HERE / "static")),
        ],
        middleware=[middleware.Middleware(metrics.Observed, metrics=figures)],
        exception_handlers={exceptions.HTTPException: pages.failed, psycopg.OperationalError: pages.failed},
        lifespan=lifespan,
    )


def _taken(request: requests.Request) -> dict[str, int]:
    return cart.parse(request.cookies.get("cart", ""))


def _remember(request: requests.Request, answer: responses.Response, taken: Mapping[str, int]) -> None:
    month = 30 * 24 * 3600
    secure = request.url.scheme == "https"
    answer.set_cookie("cart", cart.dump(taken), max_age=month, httponly=True, samesite="lax", secure=secure)


def _order_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise exceptions.HTTPException(400) from error
