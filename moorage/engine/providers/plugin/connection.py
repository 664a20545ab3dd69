"""The way to a running plugin: started, greeted, asked, ended with the run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import grpc

from moorage.engine.program import stubs
from moorage.engine.providers import host, protocol
from moorage.engine.providers.plugin import abilities, engine, failures, process

_pb = stubs.provider_pb2

_UNLIMITED: Final = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


@dataclass(frozen=True)
class Command:
    """How a plugin is started."""

    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    """In addition to the engine's own and to what every plugin is told."""
    greets: bool = True
    """Whether it may know the engine, and be greeted. One that does not is quicker started."""
    speaks: bool = False
    """Whether what it prints is for the user; else it only explains the plugin's end."""
    lifeline: bool = False
    """Whether it watches, by a file descriptor that is its last argument, that the engine lives."""


Launch = Callable[[host.Host, str], Command]
"""From the run and the version that is asked for to the plugin; `ProviderError` if there is none."""


def _told(package: str, of: host.Host) -> dict[str, str]:
    """Return what every plugin is told by its environment, as the CLI does it."""
    prefix = f"{package}:"
    config = {key.removeprefix(prefix): value for key, value in of.config.items() if key.startswith(prefix)}
    told = {"PULUMI_PROJECT": of.project, "PULUMI_CONFIG": json.dumps(config)}
    return {**told, "PULUMI_RUNTIME_VIRTUALENV": str(of.virtualenv)} if of.virtualenv else told


class Link:
    """One plugin process and the channel to it."""

    def __init__(self, package: str, command: Command, of: host.Host) -> None:
        self.package = package

        def said(is_error: bool, line: str) -> None:  # noqa: FBT001 -- as the process calls it
            if command.speaks:
                of.say("info#err" if is_error else "info", line)

        arguments = [engine.address(of)] if command.greets else []
        environment = {**os.environ, **_told(package, of), **command.environment}
        try:
            self.process = process.Process(
                [*command.words, *arguments], of.directory, environment, said, lifeline=command.lifeline
            )
        except process.ProcessError as error:
            raise protocol.ProviderError(f"package {package}: {error}") from error
        of.closing.callback(self.process.close)
        self._channel = grpc.insecure_channel(f"127.0.0.1:{self.process.port}", options=_UNLIMITED)
        of.closing.callback(self._channel.close)
        self._stub = stubs.provider_pb2_grpc.ResourceProviderStub(self._channel)
        self.greeted = self._greet(command, of) if command.greets else None

    def _greet(self, command: Command, of: host.Host) -> abilities.Abilities | None:
        folder = str(Path(command.words[0]).parent)
        request = _pb.ProviderHandshakeRequest(
            engine_address=of.address,
            root_directory=folder,
            program_directory=folder,
            supports_refresh_before_update=True,
            invoke_with_preview=True,
        )
        try:
            return abilities.of_handshake(self.call("Handshake", request))
        except grpc.RpcError as error:
            if failures.unimplemented(error):
                return None
            raise self.failure("Handshake", error) from error

    def call(self, method: str, request: Any) -> Any:
        """Ask.

        Raises:
            grpc.RpcError: as the plugin answers it.
        """
        return getattr(self._stub, method)(request)

    def ask(self, method: str, request: Any) -> Any:
        """Ask.

        Raises:
            protocol.ProviderError: the plugin refuses, or has ended.
        """
        try:
            return self.call(method, request)
        except grpc.RpcError as error:
            raise self.failure(method, error) from error

    def failure(self, method: str, error: grpc.RpcError) -> protocol.ProviderError:
        """Return what a failed call means."""
        return failures.of(error, self.package, method, self.process)
