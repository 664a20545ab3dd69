"""Providers in the program that fail: in a check, a creation, an update, a deletion."""

from typing import Any

import pulumi
from pulumi import dynamic

OPERATIONS = """
up unchecked
up first
up failing
up fixed
up dropped
destroy
"""


class _Provider(dynamic.ResourceProvider):
    def __init__(self, fails: str = "") -> None:
        super().__init__()
        self.fails = fails

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        failures = [dynamic.CheckFailure("value", "must not be 0")] if news.get("value") == 0 else []
        return dynamic.CheckResult(news, failures)

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        if self.fails == "create":
            raise ValueError("cannot create")
        return dynamic.CreateResult("made", props)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        if self.fails == "update":
            raise ValueError("cannot update")
        return dynamic.UpdateResult(_news)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        if _props.get("value") == "stays":
            raise ValueError("cannot delete")


class Thing(dynamic.Resource):
    """What it makes."""

    def __init__(self, name: str, value: object, fails: str = "") -> None:
        super().__init__(_Provider(fails), name, {"value": value}, pulumi.ResourceOptions())


def unchecked() -> None:
    """An input that is refused."""
    Thing("a", 0)


def first() -> None:
    """One is made, one is not."""
    Thing("a", "stays")
    Thing("b", 1, "create")


def failing() -> None:
    """Both are there; a change fails."""
    Thing("a", "other", "update")
    Thing("b", 1)


def fixed() -> None:
    """It does not fail any more."""
    Thing("a", "stays")
    Thing("b", 1)


def dropped() -> None:
    """One that cannot be deleted."""
    Thing("b", 1)
