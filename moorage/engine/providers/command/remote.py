"""Commands over SSH, and the connection that every remote resource has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from moorage.engine import values
from moorage.engine.providers import narrow, protocol
from moorage.engine.providers.command import shown

_DEFAULTS: values.Values = {"user": "root", "port": 22, "dialErrorLimit": 10, "perDialTimeout": 15}
_SECRET = ("password", "privateKey", "privateKeyPassword")


def completed(inputs: values.Values) -> values.Values:
    """Return inputs with the defaults of their connection and of its proxy; a connection is secret as a whole."""
    if "connection" not in inputs:
        return inputs
    connection = _each(inputs["connection"], _completed)
    if isinstance(connection, dict) and "proxy" in connection:
        connection = {**narrow.record(connection), "proxy": _each(connection["proxy"], _completed)}
    return {**inputs, "connection": values.Secret(connection)}


def run(
    context: protocol.Context, directory: Path, command: str, inputs: values.Values, previous: values.Values
) -> values.Values:
    """Run a command on the connection's host."""
    # paramiko takes a moment to import, and most programs need none of it.
    from moorage.engine.providers.command.ssh import script

    del directory
    return script.run(context, command, inputs, shown.before(inputs, previous), shown.lines(context, inputs))


def _each(value: Any, complete: Callable[[values.Values], values.Values]) -> Any:
    return complete(cast("values.Values", value)) if isinstance(value, dict) else value


def _completed(given: values.Values) -> values.Values:
    # Marked inside the secret too, as the real provider has them: else the two engines see each other's as changed.
    marked = {key: values.Secret(given[key]) for key in _SECRET if key in given}
    return {**_DEFAULTS, **given, **marked}
