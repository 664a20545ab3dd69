"""RandomUuid, RandomUuid4 and RandomUuid7: unique ids in the UUID form."""

from __future__ import annotations

import secrets
import time
import uuid

from moorage.engine import values
from moorage.engine.providers import kind, protocol
from moorage.engine.providers.random import keepers


def _make_any(full: values.Values) -> tuple[str, values.Values]:
    # All 128 bits are random, version and variant too: so does hashicorp/go-uuid.
    del full
    text = str(uuid.UUID(bytes=secrets.token_bytes(16)))
    return text, {"result": text}


def _make_4(full: values.Values) -> tuple[str, values.Values]:
    del full
    text = str(uuid.uuid4())
    return text, {"result": text}


def _make_7(full: values.Values) -> tuple[str, values.Values]:
    # RFC 9562, 5.7: 48 bits of milliseconds, then the version, the variant and what is random.
    del full
    stamp = time.time_ns() // 1_000_000 << 80
    bits = (stamp | secrets.randbits(80)) & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
    text = str(uuid.UUID(int=bits))
    return text, {"result": text}


def _take(id: str) -> tuple[str, values.Values, values.Values]:
    try:
        text = str(uuid.UUID(id))
    except ValueError as error:
        raise protocol.ProviderError(f"{id}: not a UUID") from error
    return text, {}, {"result": text}


UUID = kind.Kind({"keepers": keepers.FIELD}, ("result",), _make_any, _take, stays=keepers.say_the_same)
UUID_4 = kind.Kind({"keepers": keepers.FIELD}, ("result",), _make_4, _take, stays=keepers.say_the_same)
UUID_7 = kind.Kind({"keepers": keepers.FIELD}, ("result",), _make_7, _take, stays=keepers.say_the_same)
