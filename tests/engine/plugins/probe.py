"""A plugin that does as its resources' types say, and writes down every request that it gets.

Run by the engine through a small binary that `install` lays out; `PROBE` (JSON) says what it is able to.
"""
# ruff: noqa: D102, N802 -- the methods are those of the wire, by its names

from __future__ import annotations

import json
import os
import sys
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import any_pb2, empty_pb2, json_format
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2, provider_pb2_grpc, status_pb2

LOG = "requests.jsonl"


SDK = """
class Probe(pulumi.CustomResource):
    out: pulumi.Output[str]

    def __init__(self, name, opts=None, kind="Echo", **inputs):
        super().__init__(f"probe:index:{kind}", name, {"out": None, **inputs}, opts)


class Maker(pulumi.ProviderResource):
    def __init__(self, name, **inputs):
        super().__init__("probe", name, inputs)
"""


def program(text: str) -> str:
    """Return a program that uses the plugin's resources, `Probe` of any kind, and its provider, `Maker`."""
    return SDK + text


def install(home: Path, able: dict[str, Any], *versions: str) -> None:
    """Lay out the plugin as the CLI installs it, in these versions; its requests go to `requests.jsonl` in `home`."""
    for version in versions or ("1.2.0",):
        binary = home / "plugins" / f"resource-probe-v{version}" / "pulumi-resource-probe"
        binary.parent.mkdir(parents=True, exist_ok=True)
        told = json.dumps({"version": version, "log": str(home / LOG), **able})
        binary.write_text(f"#!/bin/sh\nPROBE='{told}' exec {sys.executable} {__file__} \"$@\"\n")
        binary.chmod(0o755)


def requests(home: Path, method: str) -> list[dict[str, Any]]:
    """Return the requests of one method, oldest first."""
    lines = [json.loads(line) for line in (home / LOG).read_text().splitlines()]
    return [request for name, request in lines if name == method]


class Probe(provider_pb2_grpc.ResourceProviderServicer):
    """The provider."""

    def __init__(self, able: dict[str, Any], engine: str) -> None:
        self._able = able
        self._engine = engine

    def _note(self, method: str, request: Any) -> None:
        with Path(self._able["log"]).open("a") as log:
            log.write(json.dumps([method, json_format.MessageToDict(request)]) + "\n")

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        if not self._able.get("greets", True):
            context.abort(grpc.StatusCode.UNIMPLEMENTED, "no greetings")
        self._note("Handshake", request)
        kept = self._able.get("secrets", False)
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=kept, accept_resources=kept)

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("CheckConfig", request)
        wrong = [provider_pb2.CheckFailure(property="wrong", reason="is wrong")] if "wrong" in request.news else []
        return provider_pb2.CheckResponse(inputs=request.news, failures=wrong)

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("Configure", request)
        if "missing" in request.args:
            keys = [provider_pb2.ConfigureErrorMissingKeys.MissingKey(name="probe:key", description="The key.")]
            _fail(context, "no key", provider_pb2.ConfigureErrorMissingKeys(missingKeys=keys))
        return provider_pb2.ConfigureResponse(acceptSecrets=self._able.get("secrets", False))

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("Check", request)
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("Diff", request)
        old, new = request.old_inputs.fields, request.news.fields
        changed = sorted(key for key in {*old, *new} if key not in old or key not in new or old[key] != new[key])
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
            diffs=changed,
            replaces=[key for key in changed if key.startswith("fixed")],
        )

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("Create", request)
        match request.type.split(":")[-1]:
            case "Partial":
                half = provider_pb2.ErrorResourceInitFailed(
                    id="half", properties=request.properties, reasons=["not ready", "still not"]
                )
                _fail(context, "half made", half)
            case "Dies":
                sys.stderr.write("out of luck\n")
                sys.stderr.flush()
                os._exit(7)
            case "Refuses":
                context.abort(grpc.StatusCode.INVALID_ARGUMENT, "not like this")
            case "Says":
                stub = engine_pb2_grpc.EngineStub(grpc.insecure_channel(self._engine))
                stub.Log(engine_pb2.LogRequest(severity=engine_pb2.WARNING, message="careful", urn=request.urn))
                stub.Log(engine_pb2.LogRequest(severity=engine_pb2.DEBUG, message="noise", urn=request.urn))
            case "Unknown":
                request.properties["odd"] = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
            case _:
                pass
        return provider_pb2.CreateResponse(id="" if request.preview else "made", properties=request.properties)

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("Read", request)
        if request.id == "gone":
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(id=request.id, inputs=request.inputs, properties=request.properties)

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("Update", request)
        return provider_pb2.UpdateResponse(properties=request.news)

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("Delete", request)
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._note("Invoke", request)
        if request.tok.endswith("refuse"):
            wrong = [provider_pb2.CheckFailure(property="a", reason="is too much")]
            return provider_pb2.InvokeResponse(failures=wrong)
        return provider_pb2.InvokeResponse(**{"return": request.args})


def _fail(context: grpc.ServicerContext, text: str, detail: Any) -> None:
    packed = any_pb2.Any()
    packed.Pack(detail)
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=text, details=[packed])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, text)


def _main() -> None:
    able = json.loads(os.environ["PROBE"])
    if able.get("starts") is False:
        sys.exit("nothing works here")
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Probe(able, sys.argv[1]), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with Path(able["log"]).open("a") as log:
        log.write(json.dumps(["process", {"id": os.getpid()}]) + "\n")
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    _main()
