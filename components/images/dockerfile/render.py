"""The text that is built: the user's own, up to the image's stage, with what moorage adds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from components.images import bases, parse, staging
from components.images import instructions as i
from components.images.dockerfile import lines, stages

SENT = "moorage-context"
"""Stage that holds the files of the context without a base that was made on this machine."""


def dockerfile(
    text: str,
    read: stages.Read,
    base: bases.Base | None,
    sent: Collection[str],
    labels: Mapping[str, str],
    command: Sequence[str] | None,
) -> str:
    """Return the user's text with the stage `base` before its first stage, and labels and command at its end.

    `sent` are the paths of the user's own files in the context.
    """
    rows = text.splitlines()[: read.cut]
    while read.cut is not None and rows[-1].lstrip()[:1] in ("", "#"):
        rows.pop()
    added: list[i.Instruction] = bases.stage(base) if base is not None else []
    if isinstance(base, bases.Local) and (copies := _whole(read)):
        for one in copies:
            rows[one.first] = re.sub(r"(?i)\bCOPY\b", f"COPY --from={SENT}", rows[one.first], count=1)
        added = [*added, *_sent(sent)]
    if added:
        start = read.stages[0].start.first
        while start > len(parse.directives(rows)) and rows[start - 1].lstrip().startswith("#"):
            start -= 1
        rows[start:start] = [*str(i.Dockerfile(added)).splitlines(), ""]
    return "\n".join([*rows, *str(i.Dockerfile(_end(labels, command))).splitlines(), ""])


def reasons(
    base: bases.Base | None, sent: Collection[str], labels: Mapping[str, str], command: Sequence[str] | None
) -> list[tuple[str, str]]:
    """Return what moorage may add, as text, and why."""
    added = [*(bases.stage(base) if base is not None else []), *_sent(sent), *_end(labels, command)]
    return i.Dockerfile(added).reasons


def _end(labels: Mapping[str, str], command: Sequence[str] | None) -> list[i.Instruction]:
    end: list[i.Instruction] = [
        i.Label(labels, why="whose it is and what it stands on; no date, which would make every build another image")
    ]
    if command is not None:
        end.append(i.Command(command, why="what the stack file says runs, without a shell: signals reach it (DL3025)"))
    return end


def _whole(read: stages.Read) -> list[parse.Instruction]:
    """Return what copies the whole context: with the base in it, which must not become a part of the image."""
    return [
        one
        for one in read.instructions
        if one.word == "COPY" and any(lines.is_whole(source) for source in lines.from_context(one))
    ]


def _sent(names: Collection[str]) -> list[i.Instruction]:
    """Return a stage of the top-level files and folders of the context."""
    tops = sorted({name.partition("/")[0] for name in names})
    why = "what the source sends, apart from the base that is sent too"
    copies = [i.Copy(staging.pattern(top), f"/{top}", why=why) for top in tops]
    return [i.Comment("what the source sends, without the base"), i.From("scratch", SENT, why=why), *copies]
