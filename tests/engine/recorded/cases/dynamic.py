"""Providers written in the program: every method of theirs, and another code of theirs, which is a change."""

from typing import Any

import pulumi
from pulumi import ResourceOptions as Options
from pulumi import dynamic

OPERATIONS = """
preview first
up first
up first
preview second
up second
refresh
up coded
up third
destroy
"""


class _Whole(dynamic.ResourceProvider):
    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        failures = [dynamic.CheckFailure("value", "must not be 0")] if news.get("value") == 0 else []
        return dynamic.CheckResult({**news, "size": 7}, failures)

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        replaces = ["fixed"] if _olds.get("fixed") != _news.get("fixed") else []
        changes = any(_olds.get(key) != _news.get(key) for key in ("value", "fixed"))
        return dynamic.DiffResult(changes, replaces, ["size"], delete_before_replace=_news.get("first") is True)

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        return dynamic.CreateResult(f"id-{props['value']}", {**props, "made": f"made of {props['value']}"})

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        return dynamic.UpdateResult({**_news, "made": f"changed to {_news['value']}"})

    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        return dynamic.ReadResult(id_, {**props, "seen": True})

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        pass


class _Least(dynamic.ResourceProvider):
    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        return dynamic.CreateResult("least", {**props, "list": [1, None, {"a": 1.5}]})

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        return dynamic.UpdateResult({**_news, "list": [2]})


class _Coded(dynamic.ResourceProvider):
    """Another code for the same."""

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        return dynamic.CreateResult("coded", {**props, "list": []})

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        return dynamic.UpdateResult({**_news, "list": [3]})


class Whole(dynamic.Resource, name="Whole"):
    """What the provider with all methods makes."""

    made: pulumi.Output[str]

    def __init__(self, name: str, opts: Options | None = None, **props: Any) -> None:
        super().__init__(_Whole(), name, {"made": None, "size": None, **props}, opts)


class Least(dynamic.Resource):
    """What the provider with one method makes."""

    list: pulumi.Output[Any]

    def __init__(self, name: str, provider: dynamic.ResourceProvider, **props: Any) -> None:
        super().__init__(provider, name, {"list": None, **props})


def _things(value: int, fixed: str, provider: dynamic.ResourceProvider) -> None:
    a = Whole("a", value=value, fixed=fixed)
    least = Least("least", provider, value=a.made, hush=pulumi.Output.secret("hush"))
    Whole("b", Options(depends_on=[a]), value=least.list, first=True, fixed=fixed)
    pulumi.export("made", a.made)


def first() -> None:
    """Three things."""
    _things(1, "x", _Least())


def second() -> None:
    """An update, and what follows of it."""
    _things(2, "x", _Least())


def coded() -> None:
    """Another code."""
    _things(2, "x", _Coded())


def third() -> None:
    """A replacement."""
    _things(2, "y", _Coded())
