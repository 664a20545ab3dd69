"""Whether a contract holds for an image that was built elsewhere, as far as the image says something. Pure."""

from __future__ import annotations

import re

from components.core.errors import SettingsError
from components.images import said
from components.images.existing.settings import ExistingSettings
from components.images.says import Says


def check(says: Says, settings: ExistingSettings, path: str) -> None:
    """Compare what the image says of itself with what the stack file states.

    Raises:
        SettingsError: at the first setting that differs, with both values.
    """
    _user(says, settings, path)
    _ports(says, settings, path)
    if says.stop_signal and (name := said.stop_signal(says.stop_signal)) != settings.stop_signal:
        problem = f"{settings.stop_signal} is stated, and the image's own is {says.stop_signal}; state {name}"
        raise SettingsError(f"{path}.stop_signal", problem)
    if says.health and (problem := said.health(says.health, settings.checks)):
        raise SettingsError(f"{path}.checks", f"the image {problem}; state the image's own first")
    for volume in says.volumes:
        if volume not in [*settings.writable, *settings.volumes]:
            problem = f"{volume} is a volume of the image, written to outside the contract"
            hint = "state it here (every workload then mounts a volume there), or under writable"
            raise SettingsError(f"{path}.volumes", f"{problem}; {hint}")


def platform(says: Says, wanted: str, settings: ExistingSettings, path: str) -> None:
    """Check that the image runs where the target does; `wanted` is `os/architecture`.

    Raises:
        SettingsError: it does not.
    """
    if says.platform != wanted:
        origin = "archive" if settings.ref is None else "ref"
        raise SettingsError(f"{path}.{origin}", f"is for {says.platform}, and the target runs {wanted}")


def _user(says: Says, settings: ExistingSettings, path: str) -> None:
    """Compare numbers. A name says none; where the image says nothing, the contract alone decides."""
    user = says.user.partition(":")[0]
    number = "0" if user == "root" else user
    if re.fullmatch(r"\d+", number) and int(number) != settings.uid:
        problem = f"{settings.uid} is stated, and the image's own user is {says.user}"
        hint = "; it is made to run as root, which no workload does" if int(number) == 0 else f"; state {number}"
        raise SettingsError(f"{path}.uid", problem + hint)


def _ports(says: Says, settings: ExistingSettings, path: str) -> None:
    exposed: set[int] = set()
    for text in says.ports:
        exposed |= {port for port, protocol in (said.ports(text) or {}).items() if protocol == "tcp"}
    shown = ", ".join(str(port) for port in sorted(exposed))
    for name, port in settings.ports.items():
        if exposed and port not in exposed:
            raise SettingsError(f"{path}.ports.{name}", f"{port} is stated, and the image exposes {shown}")
    for port in sorted(exposed):
        if port not in settings.ports.values():
            stated = ", ".join(f"{name}: {number}" for name, number in settings.ports.items()) or "none"
            raise SettingsError(
                f"{path}.ports", f"the image exposes {port}, which is not among them ({stated}); state it"
            )
