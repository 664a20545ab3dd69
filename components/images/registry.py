"""Registries: what a name stands for right now, asked through the container engine with the user's own credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from components.core.operations import OperationError

SECONDS: Final = 20
"""How long an answer may take. It is asked once."""


@dataclass(frozen=True)
class Unreachable:
    """No registry answered."""

    reason: str


@dataclass(frozen=True)
class Found:
    """What the name stands for: a digest, and the platforms it is there for as `os/architecture[/variant]`."""

    digest: str
    platforms: tuple[str, ...]

    def offers(self, platform: str) -> bool:
        """Say whether it is there for a platform, as far as both tell the variant; without any, that is not known."""
        ways = [(f"{one}/", f"{platform}/") for one in self.platforms]
        return not ways or any(one.startswith(other) or other.startswith(one) for one, other in ways)


Answer: TypeAlias = Found | Unreachable


def ask(name: str) -> Answer:
    """Ask the registry that `name` belongs to.

    Raises:
        OperationError: it answered, but has no such image, or not for this user.
    """
    try:
        import docker
        import docker.errors
    except ModuleNotFoundError:
        return Unreachable("the engine's client is not installed: pip install -e '.[docker]'")
    try:
        client: Any = docker.from_env(timeout=SECONDS)
    except docker.errors.DockerException:
        return Unreachable("no container engine answers that could ask")
    try:
        attributes: dict[str, Any] = client.images.get_registry_data(name).attrs
    except docker.errors.APIError as error:
        if error.status_code in (401, 403, 404):
            message = f"{name}: the registry has no such image, or not for you: {_line(error.explanation)}"
            raise OperationError(message) from None
        if error.status_code == 429 or "toomanyrequests" in str(error.explanation):
            message = f"{name}: the registry limits pulls: {_line(error.explanation)}; docker login, or try later"
            raise OperationError(message) from None
        return Unreachable(_line(error.explanation))
    except OSError as error:  # of the connection to the engine: docker-py lets them through
        return Unreachable(_line(error))
    finally:
        client.close()
    found: list[dict[str, str]] = attributes.get("Platforms") or []
    parts = ([one["os"], one["architecture"], one.get("variant", "")] for one in found)
    platforms = {"/".join(part for part in each if part) for each in parts}
    return Found(attributes["Descriptor"]["digest"], tuple(sorted(platforms)))


def _line(error: object) -> str:
    return " ".join(str(error).split())
