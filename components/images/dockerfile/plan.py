"""From settings to a build: the user's Dockerfile, with the base it asks for in front."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Mapping, Sequence

from components.core.errors import SettingsError
from components.core.project import Project
from components.images import bases, contract, parse, reference, selection, staging
from components.images import instructions as i
from components.images.dockerfile.settings import DockerfileSettings

_WHOLE = re.compile(r"\.?/?\*?|\./\*")
_USER = re.compile(r"(\d+)(?::\d+)?")


def check(settings: DockerfileSettings, folder: pathlib.Path, path: str, profile: str, project: Project) -> None:
    """Check all that can be known before anything starts.

    Raises:
        SettingsError: with the path of the first mistake.
    """
    del project  # nothing outside the source is read
    contract.refuse_http(settings.checks, path)
    stages = _stages(settings, folder, path)
    _check_user(stages[-1], settings, path)
    if settings.command is not None and any(one.word == "CMD" for one in stages[-1]):
        raise SettingsError(f"{path}.command", "the Dockerfile has a CMD of its own; state the command in one place")
    for stage in stages:
        _check_from(stage[0], {_name(one[0]) for one in stages}, f"{path}.dockerfile", profile)
    if _uses_base(stages):
        reference.check(settings.base, f"{path}.base", profile)
        _check_copies(stages, f"{path}.dockerfile")
    selection.select(folder, settings.files, _everything, path)


def secrets(settings: DockerfileSettings) -> dict[str, str]:
    """Return the names of the secrets that the build reads: none."""
    del settings
    return {}


def names(settings: DockerfileSettings, folder: pathlib.Path) -> tuple[bases.Wanted, ...]:
    """Return the bases that the image stands on: none when the Dockerfile names all of its own."""
    return (bases.Wanted(settings.base),) if _uses_base(_stages(settings, folder, "dockerfile")) else ()


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
    entries += bases.files(base) if base is not None else []
    return staging.Context(dockerfile(settings, _text(settings, folder, path), base, labels), entries)


def dockerfile(settings: DockerfileSettings, text: str, base: bases.Base | None, labels: Mapping[str, str]) -> str:
    """Return the user's text with the stage `base` before its first stage, and labels and command at its end."""
    lines = text.splitlines()
    if base is not None:
        start = next(one.first for one in parse.instructions(text) if one.word == "FROM")
        while start > 0 and lines[start - 1].lstrip().startswith("#") and start > len(parse.directives(lines)):
            start -= 1
        lines[start:start] = [*str(i.Dockerfile(bases.stage(base))).splitlines(), ""]
    end: list[i.Instruction] = [i.Label(labels)]
    if settings.command is not None:
        end.append(i.Command(settings.command))
    return "\n".join([*lines, *str(i.Dockerfile(end)).splitlines(), ""])


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


def _stages(settings: DockerfileSettings, folder: pathlib.Path, path: str) -> list[list[parse.Instruction]]:
    stages = parse.stages(parse.instructions(_text(settings, folder, path)))
    if not stages:
        raise SettingsError(f"{path}.dockerfile", f"{settings.dockerfile} has no FROM")
    return stages


def _uses_base(stages: Sequence[Sequence[parse.Instruction]]) -> bool:
    declared = {_name(stage[0]) for stage in stages}
    return bases.STAGE not in declared and any(
        stage[0].arguments[:1] == [bases.STAGE] or f"--from={bases.STAGE} " in one.rest
        for stage in stages
        for one in stage
    )


def _name(start: parse.Instruction) -> str:
    words = start.arguments
    return words[2].lower() if len(words) >= 3 and words[1].upper() == "AS" else ""


def _check_from(start: parse.Instruction, declared: set[str], path: str, profile: str) -> None:
    image = (start.arguments or [""])[0]
    if image.lower() in {*declared, bases.STAGE, "scratch"} or "$" in image:
        return
    reference.check(image, f"{path}:{start.first + 1}", profile)


def _check_user(stage: Sequence[parse.Instruction], settings: DockerfileSettings, path: str) -> None:
    """Compare the last USER with the contract; one that comes from a variable is not known here."""
    users = [one.rest for one in stage if one.word == "USER"]
    where = f"{path}.dockerfile"
    if not users:
        raise SettingsError(where, f"its last stage has no USER; add: USER {settings.uid}:{settings.uid}")
    given = _USER.fullmatch(users[-1])
    if "$" not in users[-1] and (given is None or int(given[1]) != settings.uid):
        raise SettingsError(where, f"USER {users[-1]} is not the uid {settings.uid} that the contract states")


def _check_copies(stages: Sequence[Sequence[parse.Instruction]], path: str) -> None:
    """Refuse to copy the whole context: the base, which is in it too, would become a part of the image."""
    for one in (one for stage in stages for one in stage if one.word in ("COPY", "ADD") and "--from=" not in one.rest):
        sources = [word.strip('[]",') for word in one.arguments[:-1]]
        if any(_WHOLE.fullmatch(source) for source in sources):
            raise SettingsError(
                f"{path}:{one.first + 1}", "copies the whole context; name the files and folders it needs"
            )
