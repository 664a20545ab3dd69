"""What the real CLI did with a case, as plain data: the case, and an account of each of its runs.

`python -m tests.engine.model.record NUMBER...` runs cases by the `pulumi` on PATH and writes their files anew; a number
without a file is the seed of a new case. It stops at the first one on which the model disagrees.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.engine.model import agreement, description, generate, model, state
from tests.engine.model.real import project

FOLDER = Path(__file__).parent / "recorded"
SIZE = generate.Size(resources=9, edits=3)
_PREFIX = f"urn:pulumi:{description.STACK}::{description.PROJECT}::"


def account(found: agreement.Account) -> dict[str, Any]:
    """Return the data of an account: steps and failures sorted, a line for each row, ids of what exists."""
    return {
        "ok": found.ok,
        "steps": sorted(f"{op} {_short(urn)}" for op, urn in agreement.seen(found.steps)),
        "failures": sorted(f"{op} {_short(urn)}" for op, urn in found.failures),
        "rows": sorted(_line(row) for row in found.rows),
        "objects": sorted(found.objects),
    }


def _short(urn: str) -> str:
    return urn.removeprefix(_PREFIX)


def _line(row: state.Row) -> str:
    """Return a row as text: URN and id, then what is not as usual."""
    needs = {
        "parent": [row.parent],
        "after": row.dependencies,
        "deleted with": [row.deleted_with],
        "replaced with": row.replace_with,
        **row.property_dependencies,
    }
    flags = ("protect", "external", "delete", "retain", "pending")
    return " | ".join(
        [
            f"{_short(row.urn)} {row.id}".strip(),
            *(flag for flag in flags if getattr(row, flag)),
            *(f"{name}: {', '.join(map(_short, urns))}" for name, urns in sorted(needs.items()) if any(urns)),
            *(f"{name} {json.dumps(value)}" for name, value in sorted(row.outputs.items()) if name != "key"),
        ]
    )


def record(number: int) -> list[str]:
    """Run a case by the CLI and write what it did; returns in what the model differs."""
    file = FOLDER / f"{number}.json"
    case = read(file)[0] if file.exists() else generate.case(number, SIZE)
    before, accounts = model.begin(), list[dict[str, Any]]()
    with tempfile.TemporaryDirectory() as folder:
        cli = project.Cli(project.Project(Path(folder) / "project"))
        for position, run in enumerate(case):
            before, found = model.play(before, run), cli.play(run)
            differences = agreement.differences(before, found)
            if differences:
                return [f"run {position}: {each}" for each in differences]
            accounts.append(account(found))
    write(file, case, accounts)
    return []


def write(file: Path, case: description.Case, accounts: list[dict[str, Any]]) -> None:
    """Write a case and its accounts, one resource and one list a line."""
    lines: list[str] = []
    for data, each in zip(description.dump(case), accounts, strict=True):
        program = data.pop("program", [])
        lines += [f'{{"run": {json.dumps(data)},', ' "program": [', *_list(program), " ],"]
        lines += [f' "{name}": {json.dumps(each[name])},' for name in ("ok", "failures", "objects")]
        lines += [' "steps": [', *_list(each["steps"]), " ],", ' "rows": [', *_list(each["rows"]), " ]},"]
    text = "\n".join(lines).removesuffix(",")
    file.write_text(f"[\n{text}\n]\n")


def _list(items: list[Any]) -> Iterator[str]:
    for number, each in enumerate(items, 1):
        yield f"  {json.dumps(each)}{',' if number < len(items) else ''}"


def read(file: Path) -> tuple[description.Case, list[dict[str, Any]]]:
    """Return a recorded case and its accounts."""
    found = json.loads(file.read_text())
    case = description.load([{**each.pop("run"), "program": each.pop("program")} for each in found])
    return case, found


def main(numbers: list[str]) -> int:
    """Record cases; returns an exit code."""
    for number in numbers:
        differences = record(int(number))
        if differences:
            sys.stderr.write(f"{number}: the model and the CLI differ\n" + "\n".join(differences) + "\n")
            return 1
        sys.stdout.write(f"{number}: recorded\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
