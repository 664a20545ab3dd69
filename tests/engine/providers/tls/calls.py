"""Calls to the package, and the keys and certificates that several tests start from."""

from __future__ import annotations

import dataclasses

from moorage.engine import marks, values
from moorage.engine.providers import protocol, tls


def context(name: str, *, preview: bool = False) -> protocol.Context:
    """Return a call about a resource of the given class."""
    return protocol.Context("urn", f"tls:index/{name[0].lower()}{name[1:]}:{name}", "n", preview=preview)


def check(name: str, inputs: values.Values) -> list[tuple[str, str]]:
    """Return what is wrong with inputs."""
    checked = tls.provider().check(context(name), {}, inputs)
    assert checked.inputs == inputs
    return [(one.property, one.reason) for one in checked.failures]


def make(name: str, inputs: values.Values) -> tuple[str, values.Values]:
    """Make a resource; return its id and its outputs without marks."""
    assert check(name, inputs) == []
    made, outputs = tls.provider().create(context(name), inputs)
    return made, marks.strip(outputs)


def diff(name: str, old: values.Values, outputs: values.Values, new: values.Values) -> dict[str, str]:
    """Return what changes, by path."""
    found = tls.provider().diff(dataclasses.replace(context(name)), "id", old, outputs, new)
    return {path: each.kind for path, each in found.detailed.items()}


def key(algorithm: str = "ED25519", **options: object) -> values.Values:
    """Return the outputs of a new key."""
    return make("PrivateKey", {"algorithm": algorithm, **options})[1]


def authority() -> tuple[values.Values, values.Values]:
    """Return inputs and outputs of a certificate authority."""
    inputs = {
        "privateKeyPem": key()["privateKeyPem"],
        "allowedUses": ["cert_signing"],
        "isCaCertificate": True,
        "maxPathLength": 1,
        "subject": {"commonName": "ca", "streetAddresses": ["a", "b"], "emailAddress": "x@y"},
        "validityPeriodHours": 24,
    }
    return inputs, make("SelfSignedCert", inputs)[1]
