"""The package as a plugin process, for the CLI: prints its port and serves until it is told to end."""
# ruff: noqa: D102, N802 -- the methods are those of the wire, by its names

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import any_pb2, empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from tests.engine.recorded.things import rules, wire, world

_KINDS = {kind.lower().replace("_", "-"): value for kind, value in provider_pb2.PropertyDiff.Kind.items()}


class Plugin(provider_pb2_grpc.ResourceProviderServicer):
    """One provider, in the wire's words: it takes neither secrets nor resources, and plays along in previews."""

    def __init__(self) -> None:
        self._things = rules.Things(world.World(Path(os.environ[world.VARIABLE])))

    def Handshake(self, request: Any, context: Any) -> Any:
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version="1.0.0")

    def CheckConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        return _diff(rules.provider_diff(wire.read(request.old_inputs), wire.read(request.news)))

    def Configure(self, request: Any, context: Any) -> Any:
        self._things.configure(wire.read(request.args))
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    def Check(self, request: Any, context: Any) -> Any:
        old, new = wire.read(request.olds), wire.read(request.news)
        inputs, failures = self._things.check(_kind(request.urn), old, new, request.autonaming.proposed_name)
        found = [provider_pb2.CheckFailure(property=key, reason=reason) for key, reason in failures.items()]
        return provider_pb2.CheckResponse(inputs=wire.write(inputs), failures=found)

    def Diff(self, request: Any, context: Any) -> Any:
        return _diff(self._things.diff(_kind(request.urn), wire.read(request.old_inputs), wire.read(request.news)))

    def Create(self, request: Any, context: Any) -> Any:
        def create() -> tuple[str, rules.Inputs]:
            inputs = wire.read(request.properties)
            return self._things.create(_name(request.urn), inputs, request.timeout, preview=request.preview)

        identity, outputs = _called(context, create)
        return provider_pb2.CreateResponse(id=identity, properties=wire.write(outputs))

    def Read(self, request: Any, context: Any) -> Any:
        found = _called(context, lambda: self._things.read(_name(request.urn), request.id))
        if found is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(id=request.id, inputs=wire.write(found[0]), properties=wire.write(found[1]))

    def Update(self, request: Any, context: Any) -> Any:
        def update() -> rules.Inputs:
            new = wire.read(request.news)
            return self._things.update(_name(request.urn), request.id, new, request.timeout, preview=request.preview)

        return provider_pb2.UpdateResponse(properties=wire.write(_called(context, update)))

    def Delete(self, request: Any, context: Any) -> Any:
        _called(context, lambda: self._things.delete(_name(request.urn), request.id, request.timeout))
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        result = _called(context, lambda: self._things.invoke(request.tok, wire.read(request.args)))
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(wire.write(result))  # a word of the language
        return response

    def Cancel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()


def _kind(urn: str) -> str:
    return urn.split("::")[2].rpartition(":")[2]


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _called(context: Any, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except rules.FaultError as fault:
        status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(fault))
        if fault.half:
            identity, outputs = fault.half
            detail = any_pb2.Any()
            detail.Pack(
                provider_pb2.ErrorResourceInitFailed(id=identity, properties=wire.write(outputs), reasons=[str(fault)])
            )
            status.details.append(detail)
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(grpc.StatusCode.UNKNOWN, str(fault))


def _diff(found: rules.Difference) -> Any:
    if found.says == "nothing":
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_UNKNOWN)
    some = provider_pb2.DiffResponse.DIFF_SOME if found.detailed else provider_pb2.DiffResponse.DIFF_NONE
    response = provider_pb2.DiffResponse(
        changes=some,
        replaces=rules.keys(found.replaces),
        diffs=rules.keys(found.detailed),
        deleteBeforeReplace=found.delete_first,
        hasDetailedDiff=found.says == "detail",
    )
    if found.says == "detail":
        for path, kind in found.detailed.items():
            response.detailedDiff[path].kind = _KINDS[kind]
            response.detailedDiff[path].inputDiff = True
    return response


def main() -> None:
    """Serve on a free port of this host."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Plugin(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
