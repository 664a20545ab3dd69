"""The way back into the program: its functions, called by token at the address that it gave (`pulumirpc.Callbacks`)."""

from __future__ import annotations

import threading
from typing import Any, Final, TypeVar

import grpc
from google.protobuf import message

from moorage.engine.program import stubs

_Response = TypeVar("_Response", bound=message.Message)

_OPTIONS: Final = [
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    # the program is on this machine, whatever proxy the environment names
    ("grpc.enable_http_proxy", 0),
]


class CallbackError(Exception):
    """A function of the program raised, or the program is gone."""


class Callbacks:
    """Calls functions of the program. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._channels: dict[str, grpc.Channel] = {}

    def call(
        self, callback: stubs.callback_pb2.Callback, request: message.Message, answer: type[_Response]
    ) -> _Response:
        """Call one function and wait for its answer.

        Raises:
            CallbackError: it raised; the text is the exception's own, with the user's part of the traceback.
        """
        wanted = stubs.callback_pb2.CallbackInvokeRequest(token=callback.token, request=request.SerializeToString())
        try:
            response = self._stub(callback.target).Invoke(wanted)
        except grpc.RpcError as error:
            raise CallbackError(_details(error, callback.token)) from error
        return answer.FromString(response.response)

    def _stub(self, target: str) -> Any:
        if not target:
            raise CallbackError("target must be specified")
        with self._lock:
            if target not in self._channels:
                self._channels[target] = grpc.insecure_channel(target, options=_OPTIONS)
            return stubs.callback_pb2_grpc.CallbacksStub(self._channels[target])

    def close(self) -> None:
        """Let go of the program."""
        with self._lock:
            for channel in self._channels.values():
                channel.close()
            self._channels.clear()


def _details(error: grpc.RpcError, token: str) -> str:
    """Return what the program says, without the SDK's words around it."""
    if not isinstance(error, grpc.Call):
        return str(error)
    if error.code() is grpc.StatusCode.UNAVAILABLE:
        return "the program has ended"
    text = error.details() or ""
    return text.removeprefix(f"Invoke callback {token} error: ").rstrip()
