"""Build secrets: those that a Dockerfile mounts, and those that the stack file gives, are the same."""

from __future__ import annotations

from components.core.errors import SettingsError
from components.images import parse
from components.images.dockerfile import fault, stages
from components.images.dockerfile.settings import DockerfileSettings


def check(read: stages.Read, settings: DockerfileSettings, path: str) -> None:
    """Compare the secret mounts with `secrets`.

    Raises:
        SettingsError: one is mounted that nobody gives, or given and nowhere mounted; a mount that nothing can serve.
    """
    mounted: set[str] = set()
    for one in read.instructions:
        for mount in _mounts(one):
            if mount.get("type") == "ssh":
                problem = "RUN --mount=type=ssh: no agent reaches the builder; mount a key as a secret"
                raise fault.at(read, one, path, problem)
            if mount.get("type") != "secret":
                continue
            name = mount.get("id") or mount.get("target", "").rpartition("/")[2]
            if name not in settings.secrets and mount.get("required", "true") != "false":
                problem = f"RUN mounts the secret {name!r}, which is not given"
                hint = f"state secrets: {{{name}: ...}} with the name of a secret of the stack"
                raise fault.at(read, one, path, f"{problem}; {hint}", settings.secrets, name)
            mounted.add(name)
    for name in settings.secrets:
        if name not in mounted:
            problem = f"no RUN of {read.shown} mounts it; write: RUN --mount=type=secret,id={name} ..."
            raise SettingsError(f"{path}.secrets.{name}", problem, mounted, name)


def _mounts(one: parse.Instruction) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name, value in one.flags:
        if one.word == "RUN" and name == "mount":
            pairs = [part.partition("=") for part in value.split(",")]
            found.append({key.lower(): text or "true" for key, _, text in pairs})
    return found
