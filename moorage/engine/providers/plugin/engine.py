"""What a plugin may ask of the engine: `pulumirpc.Engine`, on one socket for all plugins of a run."""

from __future__ import annotations

import tempfile
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2

from moorage.engine.program import stubs
from moorage.engine.providers import host

_pb = stubs.engine_pb2
_SEVERITIES: dict[int, host.Severity] = {_pb.INFO: "info", _pb.WARNING: "warning", _pb.ERROR: "error"}


class _Engine(stubs.engine_pb2_grpc.EngineServicer):
    def __init__(self, of: host.Host) -> None:
        self._host = of

    def Log(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 -- the wire's names
        """Pass a line on; what only helps to debug the plugin is dropped."""
        if severity := _SEVERITIES.get(request.severity):
            self._host.say(severity, request.message, request.urn, ephemeral=request.ephemeral)
        return empty_pb2.Empty()


def address(of: host.Host) -> str:
    """Return the address at which the plugins of a run find the engine; it ends with the run."""
    with of.lock:
        if not of.address:
            # a folder that only this user can enter
            folder = of.closing.enter_context(tempfile.TemporaryDirectory(prefix="moorage-"))
            server = grpc.server(futures.ThreadPoolExecutor(max_workers=4, thread_name_prefix="plugins"))
            stubs.engine_pb2_grpc.add_EngineServicer_to_server(_Engine(of), server)
            of.address = f"unix:{Path(folder) / 'engine'}"
            server.add_insecure_port(of.address)
            server.start()
            of.closing.callback(server.stop, None)
        return of.address
