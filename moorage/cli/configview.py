"""A stack's configuration as the Pulumi CLI shows it, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moorage.cli import output, stackoutputs, stacks
from moorage.cli.errors import INVALID, Stop
from moorage.cli.selection import Selection
from moorage.engine.project import configvalue
from moorage.engine.project.configvalue import ConfigValue


def show(chosen: Selection, *, as_json: bool, show_secrets: bool) -> None:
    """Print every value, secrets blinded unless they are asked for."""
    decrypt = decrypter(chosen) if show_secrets else _blind
    values = {key: (value, configvalue.text(value, decrypt)) for key, value in sorted(chosen.file.config.items())}
    if as_json:
        output.document({key: entry(value, text, shown=show_secrets) for key, (value, text) in values.items()})
        return
    prefix = f"{chosen.project.name}:"
    output.table(["KEY", "VALUE"], [(key.removeprefix(prefix), text) for key, (_, text) in values.items()])


def entry(value: ConfigValue, text: str, *, shown: bool) -> dict[str, Any]:
    """Return one value in the CLI's JSON shape; a secret that is not shown has none."""
    secret = configvalue.is_secret(value)
    result: dict[str, Any] = {}
    if shown or not secret:
        result["value"] = text
        if isinstance(value, dict | list):
            result["objectValue"] = json.loads(text)
    return {**result, "secret": secret}


def decrypter(chosen: Selection) -> Callable[[str], str]:
    """Return what reads the stack file's secrets.

    Raises:
        Stop: the file holds no salt.
    """
    salt = chosen.file.salt

    def decrypt(ciphertext: str) -> str:
        if not salt:
            message = f"{chosen.file.path.name}: holds a secret, but no encryptionsalt"
            raise Stop(message, INVALID)
        return keys.open(salt).decrypt(ciphertext)

    keys = stacks.keys(chosen)
    return decrypt


def _blind(ciphertext: str) -> str:
    del ciphertext
    return stackoutputs.BLIND
