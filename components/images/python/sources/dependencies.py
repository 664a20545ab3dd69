"""Dependencies: what a reader makes of the files of a project, whatever the style."""

from __future__ import annotations

from dataclasses import dataclass

from components.images import staging

NAME = "requirements.txt"
"""Where the text goes that a reader writes for pip."""


@dataclass(frozen=True)
class Dependencies:
    """What pip is given for one Python, on all machines that the image is for. Paths are relative to the source."""

    source: str = ""
    """The file that lists the dependencies; empty: none does."""
    files: tuple[staging.File, ...] = ()
    requirement: str = ""
    """Which of `files` is for `--requirement`; empty: nothing is to be installed. The others are included by it."""
    hashed: bool = False
    """Each installed file is checked by its hash."""
    complete: bool = False
    """The lock names everything, chosen by the tool that made it: pip has nothing to resolve (`--no-deps`)."""
    pinned: bool = True
    """Everything has one version. Otherwise what is installed depends on the day."""
    projects: tuple[str, ...] = ()
    """Folders of the source that are packages and are to be installed themselves: workspace members, `.` last."""
    apart: tuple[str, ...] = ()
    """Folders of members of the workspace that this project does not need."""
    notes: tuple[str, ...] = ()
    """What the user should know, one line each."""
