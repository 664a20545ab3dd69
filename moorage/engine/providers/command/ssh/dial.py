"""A connection from its data: directly or through a proxy, tried again while the host is not ready yet."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import paramiko

from moorage.engine.providers import protocol
from moorage.engine.providers.command.ssh import login

_FIRST, _GROWTH, _LONGEST = 0.1, 1.5, 5.0
"""Seconds before the second try, what each wait is longer than the one before, seconds of the longest.

Source: the defaults of `retry.Until` in Pulumi's SDK for Go, which pulumi-command dials with.
"""

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Tries:
    """How to try again: a passing line for the user, and seconds after which nothing is tried any more (0: none)."""

    status: Callable[[str], None]
    timeout: float = 0.0


@contextlib.contextmanager
def dialled(connection: Mapping[str, Any], tries: Tries) -> Generator[paramiko.Transport]:
    """Connect and log in; the connection lasts as long as the context.

    `connection` has the inputs' names (`host`, `port`, `user`, `password`, `privateKey`, `proxy`, ...), completed.

    Raises:
        ProviderError: A key cannot be read, or the last try failed.
    """
    # Else the library's own threads write to the terminal what is an error of ours already.
    logging.getLogger("paramiko").addHandler(logging.NullHandler())
    with contextlib.ExitStack() as open_ones:
        proxy = connection.get("proxy")
        if proxy:
            through = open_ones.enter_context(contextlib.closing(_retried("Dial proxy", proxy, tries, _direct)))

            def reach(to: Mapping[str, Any], who: login.Login) -> paramiko.Transport:
                return _through(through, to, who)

            transport = _retried("Dial", connection, tries, reach)
        else:
            transport = _retried("Dial", connection, tries, _direct)
        yield open_ones.enter_context(contextlib.closing(transport))


def _direct(to: Mapping[str, Any], who: login.Login) -> paramiko.Transport:
    line = socket.create_connection((to["host"], int(to["port"])), timeout=to["perDialTimeout"] or None)
    return _greeted(line, to, who)


def _through(proxy: paramiko.Transport, to: Mapping[str, Any], who: login.Login) -> paramiko.Transport:
    place = (str(to["host"]), int(to["port"]))
    line = proxy.open_channel("direct-tcpip", place, ("127.0.0.1", 0), timeout=to["perDialTimeout"] or None)
    return _greeted(line, to, who)


def _greeted(line: socket.socket | paramiko.Channel, to: Mapping[str, Any], who: login.Login) -> paramiko.Transport:
    transport = paramiko.Transport(line)
    try:
        if who.host:
            transport.get_security_options().key_types = who.host.algorithms
        transport.start_client(timeout=to["perDialTimeout"] or None)
        who.log_in(transport)
    except BaseException:
        transport.close()
        raise
    return transport


def _retried(
    doing: str,
    to: Mapping[str, Any],
    tries: Tries,
    reach: Callable[[Mapping[str, Any], login.Login], _Made],
) -> _Made:
    where = f"{to['user']}@{to['host']}:{int(to['port'])}"
    try:
        who = login.read(to, os.environ)
    except (login.keys.KeyProblem, OSError, paramiko.SSHException) as error:
        raise protocol.ProviderError(f"ssh {where}: {error}") from error
    limit, begun, failed, wait = int(to["dialErrorLimit"]), time.monotonic(), 0, _FIRST
    while True:
        try:
            return reach(to, who)
        except (OSError, EOFError, paramiko.SSHException) as error:
            late = tries.timeout and time.monotonic() + wait > begun + tries.timeout
            if late or 0 <= limit <= failed:
                msg = f"ssh {where}: after {failed} failed attempts: {_plain(error)}"
                raise protocol.ProviderError(msg) from error
        failed += 1
        tries.status(f"{doing} {failed}/{'inf' if limit < 0 else limit} failed: retrying")
        time.sleep(wait)
        wait = min(wait * _GROWTH, _LONGEST)


def _plain(error: BaseException) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split()) or type(error).__name__
