"""Units on their machine: fixed scripts that write the files, start what they describe, and remove both again.

A file's text comes in on the standard input, so that a preview shows what of a unit changes.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import pulumi
from pulumi_command import local

from components.core.reach import Units
from components.workloads.containers import script

LOG_LINES: Final = 20
"""Last lines of the journal that the error of a failed start shows."""


def made(
    name: str, unit: str, thing: Literal["network", "volume"], text: str, opts: pulumi.ResourceOptions, *, keep: bool
) -> local.Command:
    """Write a `.network` or `.volume` file; removing it removes what it describes as well, unless that is kept."""
    environment = {"FILE": f"{unit}.{thing}", "SERVICE": f"{unit}-{thing}.service", "THING": thing, "NAME": unit}
    return _command(name, "file.sh", f"{thing} {unit}", {**environment, "KEEP": "yes" if keep else ""}, text, opts)


def secret(
    name: str, stored: pulumi.Input[str], value: pulumi.Input[bytes], opts: pulumi.ResourceOptions
) -> local.Command:
    """Put a value into Podman's store under the name `stored`."""
    encoded = pulumi.Output.from_input(value).apply(lambda content: base64.b64encode(content).decode())
    return _command(name, "secret.sh", "secret", {"NAME": stored}, pulumi.Output.secret(encoded), opts, [stored])


def serve(
    name: str,
    unit: str,
    image: pulumi.Output[str],
    text: pulumi.Output[str],
    reach: Units,
    opts: pulumi.ResourceOptions,
) -> local.Command:
    """Write a `.container` file and start its service anew; on failure what served before serves again."""
    environment = {"UNIT": unit, "IMAGE": image, "PLAIN": reach.plain, "LOG_LINES": str(LOG_LINES)}
    return _command(name, "serve.sh", f"serve {name}", environment, text, opts)


def job(name: str, unit: str, text: pulumi.Output[str], opts: pulumi.ResourceOptions) -> local.Command:
    """Write the `.container` file of a job, which nothing starts by itself."""
    environment = {"FILE": f"{unit}.container", "SERVICE": f"{unit}.service", "THING": "", "NAME": "", "KEEP": ""}
    return _command(name, "file.sh", f"job {unit}", environment, text, opts)


def run(
    name: str,
    unit: str,
    image: pulumi.Output[str],
    triggers: Sequence[pulumi.Input[Any]],
    reach: Units,
    opts: pulumi.ResourceOptions,
) -> local.Command:
    """Run a job to its end, again whenever a trigger is another one; a failure is not recorded as done."""
    environment = {"UNIT": unit, "IMAGE": image, "PLAIN": reach.plain, "LOG_LINES": str(LOG_LINES)}
    return local.Command(
        name,
        create=f"job {unit}",
        update=script.NOTHING,
        interpreter=_interpreter("job.sh"),
        environment=environment,
        triggers=list(triggers),
        opts=opts,
    )


def _command(
    name: str,
    file: str,
    words: str,
    environment: Mapping[str, pulumi.Input[str]],
    text: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
    triggers: Sequence[pulumi.Input[Any]] = (),
) -> local.Command:
    """Run the script whenever the text or the environment is another one: an update, which removes nothing first."""
    return local.Command(
        name,
        create=words,
        delete=f"remove {words}",
        interpreter=_interpreter(file),
        environment=dict(environment),
        stdin=text,
        triggers=list(triggers),
        opts=opts,
    )


def _interpreter(file: str) -> list[str]:
    return ["/bin/sh", "-c", script.text(file, __name__.rpartition(".")[0])]
