"""RandomUuid and RandomUuid4: unique ids in the UUID form."""

from __future__ import annotations

import secrets
import uuid

from moorage.engine import values
from moorage.engine.providers import protocol
from moorage.engine.providers.random import kind


def _make_any(full: values.Values) -> tuple[str, values.Values]:
    # All 128 bits are random, version and variant too: so does hashicorp/go-uuid.
    del full
    text = str(uuid.UUID(bytes=secrets.token_bytes(16)))
    return text, {"result": text}


def _make_4(full: values.Values) -> tuple[str, values.Values]:
    del full
    text = str(uuid.uuid4())
    return text, {"result": text}


def _take(id: str) -> tuple[str, values.Values, values.Values]:
    try:
        text = str(uuid.UUID(id))
    except ValueError as error:
        raise protocol.ProviderError(f"{id}: not a UUID") from error
    return text, {}, {"result": text}


UUID = kind.Kind({"keepers": kind.KEEPERS}, ("result",), _make_any, _take)
UUID_4 = kind.Kind({"keepers": kind.KEEPERS}, ("result",), _make_4, _take)
