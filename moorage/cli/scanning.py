"""An image that was deployed, shown to a scanner of this machine."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from typing import cast

import click

from components.core.errors import SettingsError
from moorage.cli import deployed, output, scanners
from moorage.cli.errors import FAILED, Stop
from moorage.cli.selection import Selection


def scan(chosen: Selection, image: str, fail_on: str | None, *, as_json: bool) -> int:
    """Print what the scanner finds and return the exit code: 1 when a finding is as bad as `fail_on`.

    Raises:
        SettingsError: there is no such image.
        Stop: it was never deployed, no scanner is installed, or the scanner failed.
    """
    known = chosen.names("images")
    if image not in known:
        raise SettingsError("images", f"{image!r} is not an image of stack {chosen.stack}", known, image)
    listed = deployed.images(chosen).get(image)
    if not listed:
        message = f"image {image} was not built and deployed by stack {chosen.stack}; moorage up does"
        raise Stop(message)
    scanner, program = _find()
    if not as_json:
        click.echo(_run(program, scanners.words(scanner.table, listed[0].reference)), nl=False)
        if fail_on is None:
            return 0
    text = _run(program, scanners.words(scanner.document, listed[0].reference))
    try:
        counts = scanners.counts(scanner.program, text)
    except ValueError as error:
        raise Stop(f"{scanner.program}: its report cannot be read: {error}") from error
    if as_json:
        head = {"image": image, "reference": listed[0].reference, "scanner": scanner.program, "counts": counts}
        output.document({**head, "report": json.loads(text)})
    if fail_on is None:
        return 0
    bad = scanners.reached(counts, cast(scanners.Severity, fail_on))
    if bad:
        output.note(f"image {image}: {bad} findings are {fail_on} or worse")
    return FAILED if bad else 0


def _find() -> tuple[scanners.Scanner, str]:
    for scanner in scanners.SCANNERS:
        if program := shutil.which(scanner.program):
            return scanner, program
    known = " or ".join(scanner.program for scanner in scanners.SCANNERS)
    message = f"no scanner is installed; put {known} on PATH"
    raise Stop(message)


def _run(program: str, words: Sequence[str]) -> str:
    # A scanner that the user installed, and the reference that the state holds; no shell.
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)  # noqa: S603 - see above
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "it says nothing").splitlines()[-1]
        message = f"{program}: failed ({done.returncode}): {last}"
        raise Stop(message)
    return done.stdout
