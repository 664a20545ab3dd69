"""What a plugin's error says: one line, and the resource that exists all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

import grpc
from google.protobuf import message

from moorage.engine import wire
from moorage.engine.program import stubs
from moorage.engine.providers import protocol
from moorage.engine.providers.plugin import process

_DETAILS: Final = "grpc-status-details-bin"
"""The trailing metadata in which gRPC carries messages with an error (a serialized google.rpc.Status)."""


def of(error: grpc.RpcError, package: str, method: str, running: process.Process) -> protocol.ProviderError:
    """Return a failed call as the engine knows it."""
    call = cast("grpc.Call", error)
    text = call.details() or ""
    if call.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED) and (end := running.end()):
        return protocol.ProviderError(f"package {package}: its plugin ended during {method} ({end})")
    for detail in _details(call):
        match detail:
            case stubs.provider_pb2.ErrorResourceInitFailed():
                reasons = list(detail.reasons) or ["resource init failed"]
                outputs = wire.decode(detail.properties) if detail.HasField("properties") else {}
                return protocol.ProviderError(_listed(reasons), id=detail.id, outputs=outputs, reasons=reasons)
            case stubs.provider_pb2.ConfigureErrorMissingKeys():
                return protocol.ProviderError(
                    "\n".join(
                        f'missing required configuration key "{key.name}": {key.description}\n'
                        f"Set a value using the command `pulumi config set {key.name} <value>`."
                        for key in detail.missingKeys
                    )
                )
            case stubs.errors_pb2.InputPropertiesError():
                found = [f"property {each.property_path}: {each.reason}" for each in detail.errors]
                text = "\n".join([text, *found])
            case _:
                pass
    return protocol.ProviderError(text or f"package {package}: {method} failed ({call.code().name})")


def unimplemented(error: grpc.RpcError) -> bool:
    """Say whether a plugin just has no such method."""
    return cast("grpc.Call", error).code() is grpc.StatusCode.UNIMPLEMENTED


def _listed(reasons: list[str]) -> str:
    """Return reasons as the CLI lists them."""
    head = "1 error occurred:" if len(reasons) == 1 else f"{len(reasons)} errors occurred:"
    return "\n".join([head, *(f"\t* {reason}" for reason in reasons), "", ""])


def _details(call: grpc.Call) -> Iterator[Any]:
    known: list[type[message.Message]] = [
        stubs.provider_pb2.ErrorResourceInitFailed,
        stubs.provider_pb2.ConfigureErrorMissingKeys,
        stubs.errors_pb2.InputPropertiesError,
    ]
    for key, value in call.trailing_metadata() or ():
        if key != _DETAILS:
            continue
        for packed in stubs.status_pb2.Status.FromString(cast("bytes", value)).details:
            for each in known:
                detail = each()
                if packed.Unpack(detail):
                    yield detail
