"""Run one command on a host, as pulumi-command does: its environment, its input, its outputs and error text."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from typing import Any

import paramiko
from paramiko import common

from moorage.engine import values
from moorage.engine.providers import protocol, streams
from moorage.engine.providers.command import quoting
from moorage.engine.providers.command.ssh import dial

_REFUSED = (
    "the server does not take the environment variable {}; name it in AcceptEnv of its sshd_config, "
    "or write it before the command: VAR=value command"
)


def run(
    context: protocol.Context,
    command: str,
    inputs: values.Values,
    previous: Mapping[str, str],
    line: Callable[[streams.Stream, str], None],
) -> dict[str, Any]:
    """Run a command and return `stdout` and `stderr`, each without its last newline.

    `previous` holds variables that the server may refuse; `line` is told each line as it comes.

    Raises:
        ProviderError: The host is not reached, or the command does not end with 0; its whole output is in the text.
    """
    with dial.dialled(inputs["connection"], dial.Tries(context.status, context.timeout)) as transport:
        try:
            channel = _session(transport, context, inputs.get("environment") or {}, previous)
            capture, code, late = _executed(channel, command, inputs.get("stdin") or "", context.timeout, line)
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise protocol.ProviderError(f"{' '.join(str(error).split())}: running {quoting.quote(command)}") from error
    if late or code:
        reason = f"timed out after {context.timeout:g} s" if late else _ended(code)
        raise protocol.ProviderError(f"{reason}: running {quoting.quote(command)}:\n{capture.text('both')}")
    return {name: capture.text(name).removesuffix("\n") for name in ("stdout", "stderr")}


def _session(
    transport: paramiko.Transport, context: protocol.Context, given: Mapping[str, str], previous: Mapping[str, str]
) -> paramiko.Channel:
    # A variable that the program gives must be taken; an output of the run before is only offered. The library gives
    # a session up when one is refused, so the next session leaves that one out.
    offered = {**given, **previous}
    while True:
        channel = transport.open_session()
        refused = next((name for name in sorted(offered) if not _take(channel, name, offered[name])), None)
        if refused is None:
            return channel
        if refused in given:
            raise protocol.ProviderError(_REFUSED.format(refused))
        context.log("warning", _REFUSED.format(refused))
        del offered[refused]


def _take(channel: paramiko.Channel, name: str, value: str) -> bool:
    # The library's own call does not ask whether the server took the variable, and most servers take none.
    request = paramiko.Message()
    request.add_byte(common.cMSG_CHANNEL_REQUEST)
    request.add_int(channel.remote_chanid)
    request.add_string("env")
    request.add_boolean(b=True)
    request.add_string(name)
    request.add_string(value)
    inner: Any = channel
    inner._event_pending()  # noqa: SLF001 - as the library itself asks
    inner.transport._send_user_message(request)  # noqa: SLF001 - as the library itself asks
    try:
        inner._wait_for_event()  # noqa: SLF001 - as the library itself waits
    except paramiko.SSHException:
        if not channel.get_transport().is_active():
            raise
        return False
    return True


def _executed(
    channel: paramiko.Channel,
    command: str,
    stdin: str,
    timeout: float,
    line: Callable[[streams.Stream, str], None],
) -> tuple[streams.Capture, int, bool]:
    capture, late = streams.Capture(line), threading.Event()

    def end() -> None:
        late.set()
        # Closing frees the readers first: the connection may be gone before the host has been told.
        with contextlib.suppress(OSError, EOFError):
            channel.close()

    timer = threading.Timer(timeout, end) if timeout > 0 else None
    try:
        if timer:
            timer.start()
        channel.exec_command(command)
        capture.follow({"stdout": channel.makefile("rb"), "stderr": channel.makefile_stderr("rb")})
        # The command may end without reading: that is its own affair.
        with contextlib.suppress(OSError):
            channel.sendall(stdin.encode())
            channel.shutdown_write()
        capture.wait()
        return capture, channel.recv_exit_status(), late.is_set()
    finally:
        if timer:
            timer.cancel()


def _ended(code: int) -> str:
    # The library keeps no name of a signal.
    return "a signal or a lost connection ended it" if code < 0 else f"Process exited with status {code}"
