"""One container of a unit, run for real by a user without rights, its options made from the unit itself.

What this machine does not have, and so is not run: systemd, which starts units, checks health and keeps the journal;
networks of a user without rights; limits of such a user, which need cgroup v2. Of these the unit's text is held alone.
"""

from __future__ import annotations

import json
import pathlib
import shlex
from typing import Final

import pulumi
import pytest

from components.core import validation
from components.core.contract import Image
from components.core.naming import Scope
from components.workloads.settings import Workload
from components.workloads.units import container, ini
from components.workloads.units.container import Around
from tests.units import rootless

pytestmark = pytest.mark.podman

DOCUMENTED = json.loads((pathlib.Path(__file__).parent / "documented.json").read_text(encoding="utf-8"))
ELSEWHERE: Final = ("LogDriver", "Network", "AutoUpdate", "Image", "Exec", "User", "Group", "PodmanArgs")
"""Keys that are not one option each; the journal is missing here, and networks are."""

LOOK: Final = """\
b=/bin/busybox
$b grep -E '^(Uid|CapPrm|CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status
ulimit -n
$b ls -ln /run/secrets/canary | $b awk '{ print $1, $3, $4 }'
$b cat /run/secrets/canary /etc/app/conf/a.toml
for file in /new /run/secrets/new /etc/app/conf/new /tmp/new; do
  $b touch $file 2>/dev/null && echo "$file written"
done
printf '%s\\n' "$0" "$PLAIN"
"""


def options(unit: ini.File) -> list[str]:
    """Return the options that Quadlet's documentation names for the keys of a unit."""
    keys = unit["Container"]
    found = [f"--user={dict(keys)['User']}:{dict(keys)['Group']}"]
    for key, value in keys:
        if key in ("Environment", "Label", "Secret", "PodmanArgs"):
            words = shlex.split(value)
            found += words if key == "PodmanArgs" else [f"{DOCUMENTED['Container'][key]}={word}" for word in words]
        elif key == "NoNewPrivileges":
            found.append("--security-opt=no-new-privileges")
        elif key not in ELSEWHERE and not key.startswith("Health"):
            found.append(f"{DOCUMENTED['Container'][key]}={value}")
    return found


def test_a_container_of_a_user_without_rights_is_as_hardened_as_every_other() -> None:
    """No capability, no new privilege, a filter, a read-only root, one writable directory, its own secret alone."""
    block = {
        "kind": "worker",
        "image": "app",
        "command": ["/bin/busybox", "sh", "-c", LOOK, 'a "word"'],
        "environment": {"PLAIN": "two words"},
        "secrets": ["canary"],
        "files": {"a": {"path": "/etc/app/conf/a.toml", "content": "key = 1\n"}},
    }
    spec = validation.parse(Workload, block, "app")
    image = Image("app", pulumi.Output.from_input(""), 10001, {}, {}, {}, ("/tmp",), "SIGTERM")
    unit = container.file(
        "app",
        spec,
        image,
        rootless.IMAGE,
        Around(mounted={"/run/secrets/canary": "stored", "/etc/app/conf/a.toml": "file"}),
        Scope("units", "t"),
    )
    command = ["/bin/busybox", "sh", "-c", LOOK, 'a "word"']
    with rootless.user() as user:
        user.podman("secret", "create", "stored", "-", stdin=b"a canary\n")
        user.podman("secret", "create", "file", "-", stdin=b"key = 1\n")
        said = user.podman("run", "--rm", "--network=none", *options(unit), rootless.IMAGE, *command)
    assert said.splitlines()[-13:] == [
        "Uid:\t10001\t10001\t10001\t10001",
        "CapPrm:\t0000000000000000",
        "CapEff:\t0000000000000000",
        "CapBnd:\t0000000000000000",
        "NoNewPrivs:\t1",
        "Seccomp:\t2",
        "4096",
        "-r-------- 10001 10001",
        "a canary",
        "key = 1",
        "/tmp/new written",
        'a "word"',
        "two words",
    ]
