"""What Prometheus can read of the shop, and one log line per request."""

import logging
import time

import prometheus_client
from prometheus_client import process_collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("shop.requests")
QUIET = ("healthz", "metrics")  # asked every few seconds by machines: logged only when they fail


class Metrics:
    """The shop's own figures and its process's, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = prometheus_client.CollectorRegistry()
        process_collector.ProcessCollector(registry=self.registry)
        self.requests = prometheus_client.Counter(
            "shop_http_requests", "Requests answered.", ["page", "status"], registry=self.registry
        )
        self.seconds = prometheus_client.Histogram(
            "shop_http_request_seconds", "Time until a request was answered.", ["page"], registry=self.registry
        )
        self.placed = prometheus_client.Counter("shop_orders_placed", "Orders placed.", registry=self.registry)
        self.waiting = prometheus_client.Gauge(
            "shop_orders_waiting", "Orders not yet shipped; NaN while the database is away.", registry=self.registry
        )


class Observed:
    """An application whose requests are counted, timed and logged. The page is the name of the route's function."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever is not HTTP passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - started
            page = getattr(scope.get("endpoint"), "__name__", "other")
            self._metrics.requests.labels(page, str(status)).inc()
            self._metrics.seconds.labels(page).observe(seconds)
            quiet = page in QUIET and status < 500
            log.log(
                logging.DEBUG if quiet else logging.INFO,
                "request",
                extra={
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "seconds": round(seconds, 6),
                },
            )
