"""One build: the command line run with its secrets and credentials at hand, and the digest of what came out."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from moorage.engine import values
from moorage.engine.providers import narrow, processes, protocol, streams
from moorage.engine.providers.docker_build import client as clients
from moorage.engine.providers.docker_build import commandline, private, progress, pushing


def build(
    context: protocol.Context,
    client: clients.Client,
    inputs: values.Values,
    *,
    directory: Path,
    host: str,
    registries: Sequence[values.Values],
) -> str:
    """Build, and push or load as asked; return the digest (`sha256:...`), empty when nothing left the build cache.

    Raises:
        ProviderError: The build failed; the text has the step and its last lines, without any secret.
    """
    secrets = {key: str(value) for key, value in narrow.record(inputs.get("secrets")).items()}
    mask = progress.Mask([*secrets.values(), *(str(one.get("password") or "") for one in registries)])
    with private.folder() as folder:
        environment = surroundings(folder, host, registries)
        image_id, metadata = folder / "image-id", folder / "metadata.json"
        argv = commandline.arguments(
            client,
            inputs,
            secrets=private.secret_files(folder, secrets),
            image_id=image_id,
            metadata=metadata,
        )
        _run(context, argv, inputs, directory, environment, mask)
        if client.buildx:
            told: Any = json.loads(metadata.read_text(encoding="utf-8")) if metadata.exists() else {}
            return str(told.get("containerimage.digest", ""))
        digest = image_id.read_text(encoding="utf-8").strip()
        return pushing.push(context, client, inputs, directory, environment, mask) if inputs["push"] else digest


def surroundings(folder: Path, host: str, registries: Sequence[values.Values]) -> dict[str, str]:
    """Return the client's environment; `host` is the daemon's address, empty for the client's own choice."""
    environment = {**os.environ, "DOCKER_BUILDKIT": "1", "DOCKER_CLI_HINTS": "false"}
    if host:
        environment["DOCKER_HOST"] = host
    if registries:
        own = Path(environment.get("DOCKER_CONFIG") or Path.home() / ".docker")
        environment["DOCKER_CONFIG"] = str(private.client_configuration(folder, own, registries))
    return environment


def _run(
    context: protocol.Context,
    argv: Sequence[str],
    inputs: values.Values,
    directory: Path,
    environment: dict[str, str],
    mask: progress.Mask,
) -> None:
    follow = progress.Progress()

    def line(_stream: streams.Stream, text: str) -> None:
        if shown := follow.take(mask(text)):
            context.status(shown)

    inline = narrow.text(narrow.record(inputs["dockerfile"]).get("inline"))
    done = processes.run(
        argv, directory=directory, environment=environment, stdin=inline, timeout=context.timeout, line=line
    )
    name = next(iter(narrow.sequence(inputs.get("tags"))), context.name)
    if done.timed_out:
        raise protocol.ProviderError(f"building {name}: not done after {context.timeout:g} s")
    if done.code:
        raise protocol.ProviderError(f"building {name}: {follow.failure()}")
