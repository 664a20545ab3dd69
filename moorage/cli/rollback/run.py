"""Going back: the configuration of then, beside the stack file, deployed as any other."""

from __future__ import annotations

import dataclasses
import datetime
import json
import pathlib
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from components.core.errors import SettingsError
from components.images import changed
from moorage.cli import ages, deployment, output, preflight, selection, staged, target
from moorage.cli.errors import FAILED, Stop
from moorage.cli.rollback import difference, plan, versions
from moorage.cli.rollback.versions import JOB, Version
from moorage.cli.selection import Selection
from moorage.cli.session import current
from moorage.cli.wishes import Wishes
from moorage.engine.state import backend


def run(workload: str, to: int | None, wishes: Wishes) -> int:
    """Return one workload (empty: all but jobs) to what it was, and the exit code.

    Raises:
        Stop: there is nothing to return to, or its image is gone.
    """
    session = current()
    chosen = selection.ours(session)
    store = backend.open(chosen.project).stack(chosen.stack)
    if not store.exists:
        raise selection.not_found(chosen.stack, [])
    entries = store.updates()
    known = versions.find(store, entries)
    last = next((entry for entry in entries if entry["kind"] in ("update", "destroy")), None)
    failed = last is not None and last["kind"] == "update" and last.get("result") != "succeeded"
    then = plan.target(known, workload, to, failed=failed)
    _check_images(chosen, known, then, workload)
    config = plan.configuration(chosen.file.record(), known[0], then, workload)
    with tempfile.TemporaryDirectory(prefix="moorage-") as folder:
        file = pathlib.Path(folder) / chosen.file.path.name

        def written(content: Mapping[str, Any]) -> Selection:
            salt = {"encryptionsalt": chosen.file.salt} if chosen.file.salt else {}
            file.write_text(json.dumps({**salt, "config": content}), encoding="utf-8")
            return selection.of(dataclasses.replace(session, config_file=file), chosen.project, chosen.stack)

        written(plan.held(config, known[0], _moved(written(config), known[0])))
        message = f"rollback {f'of {workload} ' if workload else ''}to update {then.number}"
        _tell(message, known[0], then, workload, as_json=wishes.as_json)
        wishes = dataclasses.replace(wishes, message=message, rollback=True)
        there = dataclasses.replace(session, config_file=file, arguments=_words(chosen, file, wishes))
        return deployment.preview(wishes, there) if wishes.preview_only else deployment.up(wishes, there)


def _moved(chosen: Selection, present: Version) -> list[str]:
    """Return the images that would be built anew now: a rollback builds nothing."""
    try:
        found = preflight.load(chosen)
    except SettingsError:
        return [name for name in chosen.names("images") if name not in chosen.names("pinned")]
    return [name for name in found.sources if _changed(chosen, found, name, present)]


def _changed(chosen: Selection, found: Any, name: str, present: Version) -> bool:
    try:
        return changed.line(present.built.get(name), staged.recorded(chosen, found, name)) != changed.UNCHANGED
    except SettingsError:
        return True


def _check_images(chosen: Selection, known: list[Version], then: Version, workload: str) -> None:
    there = target.of(chosen)
    connection = there.operations.connect(there.settings)
    for name, reference in _needed(then, workload):
        if not reference or not connection.holds(reference):
            others = [one for one in known if all(ref and connection.holds(ref) for _, ref in _needed(one, workload))]
            listed = ", ".join(str(one.number) for one in reversed(others)) or "none"
            message = f"image {name} of update {then.number} is not on the host any more; those of update {listed} are"
            raise Stop(message, FAILED)


def _needed(version: Version, workload: str) -> Iterator[tuple[str, str]]:
    for name, spec in version.steady.items():
        if not workload or name == workload:
            image = str(spec.get("image"))
            yield image, version.references.get(image, "")


def _tell(message: str, present: Version, then: Version, workload: str, *, as_json: bool) -> None:
    lines = difference.lines(present, then, workload)
    when = datetime.datetime.fromtimestamp(then.when, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    if as_json:
        output.document({"rollback": {"update": then.number, "when": when, "workload": workload, "changes": lines}})
        return
    output.note(f"{message}, {ages.ago(when)}")
    for line in lines or ["nothing else: what the failed update left goes"]:
        output.note(f"  {line}")
    if files := difference.from_project(then, workload):
        output.note(f"  these files stay as they are now in the project: {', '.join(files)}")
    jobs = [name for name, spec in present.workloads.items() if spec.get("kind") == JOB]
    if jobs:
        output.note(f"  what jobs did stays done: {', '.join(jobs)}")


def _words(chosen: Selection, file: pathlib.Path, wishes: Wishes) -> tuple[str, ...]:
    """Return the command line of the Pulumi CLI for the same, where it deploys."""
    flags = {"--json": wishes.as_json, "--diff": wishes.diff}
    given = ["preview"] if wishes.preview_only else ["up", *(["--yes"] if wishes.yes else [])]
    given += [flag for flag, wanted in flags.items() if wanted]
    return (*given, "--stack", chosen.stack, "--message", wishes.message, "--config-file", str(file))
