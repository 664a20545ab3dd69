"""What the options of a deploying command ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """The options of preview, up, refresh and destroy, by the CLI's names."""

    yes: bool = False
    skip_preview: bool = False
    preview_only: bool = False
    diff: bool = False
    as_json: bool = False
    refresh: bool = False
    parallel: int = 16
    expect_no_changes: bool = False
    message: str = ""
    remove: bool = False
    continue_on_error: bool = False
    clear_pending_creates: bool = False
