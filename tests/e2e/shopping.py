"""A customer of the shop: fills the cart, orders, and sees the order's page."""

from __future__ import annotations

import http.cookiejar
import re
import time
import urllib.parse
import urllib.request


class Customer:
    """One visitor with cookies."""

    def __init__(self, url: str) -> None:
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def page(self, path: str, **form: str) -> tuple[str, str]:
        """Return the address and text of a page; with a form, what it leads to."""
        data = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(self.url + path, data, timeout=10) as answer:
            return answer.geturl(), answer.read().decode()

    def order(self) -> tuple[str, str]:
        """Order the first product on the shelf; return the order's path and its page once shipped, or after 30 s."""
        product = self._field(self.page("/")[1], "product")
        self.page("/cart", product=product, pieces="1")
        order = self._field(self.page("/cart")[1], "order")
        where, text = self.page("/orders", order=order, customer="Ada", address="Harbour 1")
        path = urllib.parse.urlsplit(where).path
        deadline = time.monotonic() + 30
        while "shipped" not in text.lower() and time.monotonic() < deadline:
            time.sleep(0.5)
            text = self.page(path)[1]
        return path, text

    @staticmethod
    def _field(text: str, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]+)"', text)
        assert found, f"no field {name}"
        return found[1]
