"""Whether a Dockerfile says what the contract says.

What only the builder knows (a variable) is left to the contract: it is what a workload runs with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from components.core.errors import SettingsError
from components.images import parse, said
from components.images.dockerfile import fault, stages, variables
from components.images.dockerfile.settings import DockerfileSettings

_USER = re.compile(r"(?P<user>\d+)(?::(?P<group>\w+))?")


def check(read: stages.Read, settings: DockerfileSettings, path: str) -> None:
    """Compare the image's own stage, and those it stands on, with the contract.

    Raises:
        SettingsError: at the first line that contradicts it.
    """
    body = [one for stage in read.chain for one in stage.body]
    known = variables.declared(body, settings.args, variables.declared(read.before, settings.args, {}))
    _user(read, body, known, settings, path)
    _ports(read, body, known, settings, path)
    for one in body:
        if one.word == "VOLUME":
            problem = f"VOLUME {one.plain} would be written to outside the contract; leave it out"
            raise fault.at(read, one, path, f"{problem}, and give the workload a volume or state it as writable")
    for one in _last(body, "STOPSIGNAL"):
        given = variables.expand(one.plain, known)
        if given is not None and (name := said.stop_signal(given)) != settings.stop_signal:
            problem = f"STOPSIGNAL {one.plain} is not the stop_signal {settings.stop_signal} that the contract states"
            raise fault.at(read, one, path, f"{problem}; write one of them as the other, such as {name}")
    for one in _last(body, "HEALTHCHECK"):
        if problem := said.health(_test(one), settings.checks):
            raise fault.at(read, one, path, f"HEALTHCHECK {problem}; state the same check, or leave this line out")
    for one in _last(body, "CMD") if settings.command is not None else []:
        problem = f"{read.shown}:{one.first + 1} has a CMD of its own; state the command in one place"
        raise SettingsError(f"{path}.command", problem)


def _last(body: Sequence[parse.Instruction], word: str) -> list[parse.Instruction]:
    return [one for one in body if one.word == word][-1:]


def _user(
    read: stages.Read,
    body: Sequence[parse.Instruction],
    known: variables.Values,
    settings: DockerfileSettings,
    path: str,
) -> None:
    wanted = f"USER {settings.uid}:{settings.uid}"
    users = _last(body, "USER")
    if not users:
        raise fault.at(read, read.stages[-1].start, path, f"this stage, the image, has no USER; add: {wanted}")
    given = variables.expand(users[0].plain, known)
    if given is None:
        return
    found = _USER.fullmatch(given)
    problem = ""
    if given.partition(":")[0] in ("root", "0"):
        problem = "no process may be root"
    elif found is None:
        problem = "a name says no number, and what the number is hangs on the image's content"
    elif int(found["user"]) != settings.uid:
        problem = f"it is not the uid {settings.uid} that the contract states"
    elif found["group"] not in (None, str(settings.uid)):
        problem = f"the group of every process is {settings.uid} as well"
    if problem:
        raise fault.at(read, users[0], path, f"USER {users[0].plain}: {problem}; write: {wanted}")


def _ports(
    read: stages.Read,
    body: Sequence[parse.Instruction],
    known: variables.Values,
    settings: DockerfileSettings,
    path: str,
) -> None:
    exposed: set[int] = set()
    for one, word in [(line, word) for line in body if line.word == "EXPOSE" for word in line.arguments]:
        text = variables.expand(word, known)
        if text is None:
            return  # what it exposes only the builder knows
        if (found := said.ports(text)) is None:
            raise fault.at(read, one, path, f"EXPOSE {word}: no port; such as: EXPOSE 8080/tcp")
        for port, protocol in found.items():
            if protocol != "tcp":
                problem = f"EXPOSE {word}: workloads offer TCP ports only; leave {protocol} out"
                raise fault.at(read, one, path, problem)
            if port not in settings.ports.values():
                stated = ", ".join(f"{name}: {number}" for name, number in settings.ports.items()) or "none"
                problem = f"EXPOSE {word}: port {port} is not among the contract's ports ({stated})"
                raise fault.at(read, one, path, f"{problem}; state it, or leave it out here")
        exposed |= set(found)
    for name, port in settings.ports.items():
        if port not in exposed:
            problem = f"{read.shown} does not expose {port}; add to its last stage: EXPOSE {port}/tcp"
            raise SettingsError(f"{path}.ports.{name}", problem)


def _test(one: parse.Instruction) -> list[str]:
    """Return a health check in Docker's form."""
    word, *rest = one.plain.split(None, 1)
    if word.upper() == "NONE":
        return ["NONE"]
    command = parse.Instruction("CMD", "".join(rest), one.first, one.last)
    return ["CMD", *command.argv] if command.argv is not None else ["CMD-SHELL", command.plain]
