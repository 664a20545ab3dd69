"""The key that signs: given as `<name>`, which the state keeps, or as `<name>Wo`, which the outputs never repeat."""

from __future__ import annotations

from moorage.engine import values
from moorage.engine.providers import protocol, shapes
from moorage.engine.providers.tls import keys


def fields(name: str) -> dict[str, shapes.Field]:
    """Return the three inputs of a key: itself, its write-only form, and the version that says that this changed."""
    return {
        name: shapes.Field(shapes.STRING),
        f"{name}Wo": shapes.Field(shapes.STRING),
        f"{name}WoVersion": shapes.Field(shapes.INTEGER),
    }


def check(inputs: values.Values, name: str) -> list[protocol.Failure]:
    """Return what is wrong with a key: none or two, a write-only one without a version, a text that is no key."""
    given = [each for each in (name, f"{name}Wo") if each in inputs]
    if len(given) != 1:
        return [protocol.Failure(name, f"exactly one of {name} and {name}Wo must be set")]
    if given[0] != name and f"{name}WoVersion" not in inputs:
        return [protocol.Failure(f"{name}WoVersion", f"required with {name}Wo: raise it when that key changes")]
    text = inputs[given[0]]
    try:
        if isinstance(text, str):
            keys.read(text)
    except protocol.ProviderError as error:
        return [protocol.Failure(given[0], str(error))]
    return []


def key(full: values.Values, name: str) -> keys.PrivateKey:
    """Return the key of complete inputs."""
    return keys.read(full[name] if name in full else full[f"{name}Wo"])
