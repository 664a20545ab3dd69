"""From settings to a build: the user's Dockerfile, with the base it asks for in front."""

from __future__ import annotations

import pathlib
import posixpath
from collections.abc import Mapping

from components.core.errors import SettingsError
from components.core.project import Project
from components.images import arguments, bases, contract, parse, reference, selection, staging
from components.images.dockerfile import agree, lines, mounts, render, stages, variables
from components.images.dockerfile.settings import DockerfileSettings


def check(settings: DockerfileSettings, folder: pathlib.Path, path: str, profile: str, project: Project) -> None:
    """Check all that can be known before anything starts.

    Raises:
        SettingsError: with the path of the first mistake.
    """
    del project  # nothing outside the source is read
    contract.refuse_http(settings.checks, path)
    text = _text(settings, folder, path)
    _directives(settings, text, path, profile)
    read = _read(settings, text, path)
    lines.check(read, settings.args, path, profile)
    _arguments(read, settings, path)
    mounts.check(read, settings, path)
    agree.check(read, settings, path)
    if read.uses_base:
        reference.check(settings.base, f"{path}.base", profile)
    sent = selection.select(folder, settings.files, _everything, path)
    lines.copies(read, [file.path for file in sent], folder, path)


def secrets(settings: DockerfileSettings) -> dict[str, str]:
    """Return the names of the secrets that the build reads, by setting."""
    return {f"secrets.{name}": secret for name, secret in settings.secrets.items()}


def names(settings: DockerfileSettings, folder: pathlib.Path) -> tuple[bases.Wanted, ...]:
    """Return the bases that the image stands on: none when the Dockerfile names all of its own."""
    read = _read(settings, _text(settings, folder, "dockerfile"), "dockerfile")
    return (bases.Wanted(settings.base),) if read.uses_base else ()


def context(
    settings: DockerfileSettings,
    folder: pathlib.Path,
    base: bases.Base | None,
    path: str,
    platform: str,
    labels: Mapping[str, str],
) -> staging.Context:
    """Return the whole context; `base` is None when the Dockerfile uses none.

    Raises:
        SettingsError: the source cannot be built.
    """
    del platform  # the Dockerfile's own affair
    files = selection.select(folder, settings.files, _everything, path)
    own = {staging.DOCKERFILE, staging.IGNORE, settings.dockerfile}
    entries: list[staging.Entry] = [file for file in files if file.path not in own]
    sent = [entry.path for entry in entries]
    entries += bases.files(base) if base is not None else []
    text = _text(settings, folder, path)
    made = render.dockerfile(text, _read(settings, text, path), base, sent, labels, settings.command)
    reasons = render.reasons(base, sent, labels, settings.command)
    return staging.Context(made, entries, dict(settings.args), reasons=reasons)


def _everything(name: str) -> bool:
    del name
    return True


def _text(settings: DockerfileSettings, folder: pathlib.Path, path: str) -> str:
    where = f"{path}.dockerfile"
    file = (folder / settings.dockerfile).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise SettingsError(where, f"{settings.dockerfile!r} should be a path inside the source")
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        raise SettingsError(where, f"{settings.dockerfile}: {str(reason).lower()}") from None


def _read(settings: DockerfileSettings, text: str, path: str) -> stages.Read:
    shown = posixpath.normpath(posixpath.join(settings.source, settings.dockerfile))
    read = stages.read(text, shown, settings.target or "", settings.args)
    if read is not None:
        return read
    if not any(one.word == "FROM" for one in parse.instructions(text)):
        raise SettingsError(f"{path}.dockerfile", f"{shown} has no FROM")
    problem = f"{shown} has no stage {settings.target!r}"
    raise SettingsError(f"{path}.target", problem, stages.names(text), settings.target)


def _directives(settings: DockerfileSettings, text: str, path: str, profile: str) -> None:
    found = parse.directives(text.splitlines())
    where = f"{path}.dockerfile"
    if found.get("escape", "\\") != "\\":
        raise SettingsError(where, f"{settings.dockerfile}:1: escape={found['escape']} is for Windows; leave it out")
    if profile == "prod" and "@sha256:" not in found.get("syntax", "@sha256:"):
        problem = f"syntax={found['syntax']} names a program that moves, and it runs in the builder"
        hint = "name it by digest (docker/dockerfile:1@sha256:...), or leave it out"
        raise SettingsError(where, f"{settings.dockerfile}:1: {problem}, which prod does not take; {hint}")


def _arguments(read: stages.Read, settings: DockerfileSettings, path: str) -> None:
    known = variables.arguments(read.instructions)
    for name, value in settings.args.items():
        where = f"{path}.args.{name}"
        if name not in known:
            raise SettingsError(where, f"no ARG of {read.shown} is called so", known, name)
        if looks := arguments.private(name, value):
            problem = f"looks like a secret by {looks}, and an argument stays in the image's history"
            mount = f"RUN --mount=type=secret,id={name.lower()}"
            raise SettingsError(where, f"{problem}; give it under secrets, and read it by {mount}")
