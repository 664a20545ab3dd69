"""Names to complete on the command line: of stacks, workloads and images. What cannot be read completes to nothing."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator

import click

from moorage.cli.session import KEY


def stacks(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the stacks of the project that begin with what is typed."""
    del parameter
    with contextlib.suppress(Exception):
        return sorted(name for name in _stacks(_folder(context)) if name.startswith(incomplete))
    return []


def urns(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the URNs of the chosen stack's resources that begin with what is typed."""
    del parameter
    with contextlib.suppress(Exception):
        from moorage.cli import selection, session, stackoutputs
        from moorage.engine.project import project
        from moorage.engine.state import backend

        found = project.find(_folder(context))
        name = context.meta.get(f"{KEY}stack") or selection.name(session.current(), found)
        rows = stackoutputs.recorded(backend.open(found).stack(name))
        return sorted({row["urn"] for row in rows if row["urn"].startswith(incomplete)})
    return []


def workloads(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the workloads of the stack (of every stack when none is chosen) that begin with what is typed."""
    del parameter
    return _keys(context, "moorage:workloads", incomplete)


def images(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the images of the stack (of every stack when none is chosen) that begin with what is typed."""
    del parameter
    return _keys(context, "moorage:images", incomplete)


def _folder(context: click.Context) -> pathlib.Path:
    return pathlib.Path(context.meta.get(f"{KEY}cwd") or pathlib.Path.cwd())


def _stacks(folder: pathlib.Path) -> set[str]:
    from moorage.engine.project import project
    from moorage.engine.state import backend

    found = project.find(folder)
    names = {path.stem.removeprefix("Pulumi.") for path in found.root.glob("Pulumi.*.yaml")}
    with contextlib.suppress(Exception):
        names.update(entry.name for entry in backend.open(found).stacks())
    return names


def _keys(context: click.Context, key: str, incomplete: str) -> list[str]:
    names: set[str] = set()
    with contextlib.suppress(Exception):
        folder = _folder(context)
        chosen = context.meta.get(f"{KEY}stack")
        for block in _blocks(folder, [chosen] if chosen else sorted(_stacks(folder)), key):
            names.update(block)
    return sorted(name for name in names if name.startswith(incomplete))


def _blocks(folder: pathlib.Path, chosen: list[str], key: str) -> Iterator[dict[str, object]]:
    from moorage.engine.project import project, stackfile

    found = project.find(folder)
    for stack in chosen:
        with contextlib.suppress(Exception):
            block = stackfile.load(found, stack).config.get(key)
            yield block if isinstance(block, dict) else {}
