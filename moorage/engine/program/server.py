"""The engine's address: both services on one socket in a folder that only this user can enter."""

from __future__ import annotations

import tempfile
from concurrent import futures
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2

from moorage.engine import events
from moorage.engine.program import monitor, stubs, versions

_pb = stubs.engine_pb2

_SEVERITIES: Final[dict[int, events.Severity]] = {_pb.INFO: "info", _pb.WARNING: "warning", _pb.ERROR: "error"}


class Log(stubs.engine_pb2_grpc.EngineServicer):
    """What the program says to the user: `pulumirpc.Engine`."""

    def __init__(self, emitter: events.Emitter, watched: monitor.Monitor) -> None:
        self._emitter = emitter
        self._watched = watched
        self._root = ""

    def Log(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Pass a line on."""
        severity = _SEVERITIES.get(request.severity)
        # that the run is over has been said, with its cause
        if severity and not (severity == "error" and self._watched.stopped):
            self._emitter.diagnostic(severity, request.message, request.urn, ephemeral=request.ephemeral)
        return empty_pb2.Empty()

    def GetRootResource(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Return the root that was set."""
        return _pb.GetRootResourceResponse(urn=self._root)

    def SetRootResource(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Keep the root."""
        self._root = request.urn
        return _pb.SetRootResourceResponse()

    def RequirePulumiVersion(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Compare a range with the SDK's version: the engine answers as the CLI that was released with it."""
        ours = metadata.version("pulumi")
        try:
            if not versions.satisfies(ours, request.pulumi_version_range):
                text = f'Pulumi CLI version {ours} does not satisfy the version range "{request.pulumi_version_range}"'
                context.abort(grpc.StatusCode.UNKNOWN, text)
        except versions.RangeError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
        return _pb.RequirePulumiVersionResponse()

    def StartDebugging(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Take note of nothing: no run waits for a debugger."""
        return empty_pb2.Empty()


class Server:
    """Serves one run until it is closed."""

    def __init__(self, watched: monitor.Monitor, emitter: events.Emitter, parallel: int) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="moorage-")
        self.address = f"unix:{Path(self._folder.name) / 'engine'}"
        # a program has at most four requests under way for each parallel step, and one line to log
        pool = futures.ThreadPoolExecutor(max_workers=max(parallel, 1) * 4 + 4, thread_name_prefix="monitor")
        unlimited = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
        self._server = grpc.server(pool, options=unlimited)
        stubs.resource_pb2_grpc.add_ResourceMonitorServicer_to_server(watched, self._server)
        stubs.engine_pb2_grpc.add_EngineServicer_to_server(Log(emitter, watched), self._server)
        self._server.add_insecure_port(self.address)
        self._server.start()

    def __enter__(self) -> str:
        """Return the address."""
        return self.address

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self._server.stop(grace=None)
        self.forget()

    def forget(self) -> None:
        """Remove the address."""
        self._folder.cleanup()
