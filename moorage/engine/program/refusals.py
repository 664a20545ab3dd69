"""What a program may not ask: the monitor's methods that are refused, by the names that users know them by."""

from __future__ import annotations

from typing import Any, Never

import grpc

from moorage.engine.program import stubs


class Refusals(stubs.resource_pb2_grpc.ResourceMonitorServicer):
    """Every method that is not honoured; whoever inherits says how to refuse."""

    def refuse(self, context: grpc.ServicerContext, what: str) -> Never:
        """End the run with one line that names what was asked for."""
        raise AssertionError(what, context)

    def Call(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 -- the wire's names
        """Refuse."""
        self.refuse(context, "a call of a resource's method")

    def ExistsResource(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 -- the wire's names
        """Refuse."""
        self.refuse(context, "a check whether a resource exists")
