"""What the options of a deploying command ask for."""

from __future__ import annotations

from dataclasses import dataclass

from moorage.cli.errors import INVALID, Stop
from moorage.engine.display.view import View


@dataclass(frozen=True)
class Wishes:
    """The options of preview, up, refresh and destroy, by the CLI's names."""

    yes: bool = False
    skip_preview: bool = False
    preview_only: bool = False
    diff: bool = False
    as_json: bool = False
    event_log: str = ""
    refresh: bool = False
    parallel: int = 16
    expect_no_changes: bool = False
    message: str = ""
    rollback: bool = False
    """What is deployed is not what the stack file says, and the message says which version it is."""
    remove: bool = False
    continue_on_error: bool = False
    clear_pending_creates: bool = False
    import_pending_creates: tuple[tuple[str, str], ...] = ()
    skip_pending_creates: bool = False
    target: tuple[str, ...] = ()
    target_dependents: bool = False
    exclude: tuple[str, ...] = ()
    exclude_dependents: bool = False
    exclude_protected: bool = False
    replace: tuple[str, ...] = ()
    target_replace: tuple[str, ...] = ()
    show_sames: bool = False
    show_reads: bool = False
    show_replacement_steps: bool = False
    suppress_outputs: bool = False
    suppress_progress: bool = False
    urns: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises:
            Stop: both some resources and all others are named, or pending creations both forgotten and found.
        """
        if self.targets and self.exclude:
            raise Stop("--target and --exclude exclude each other: name what to work on, or what to leave", INVALID)
        if self.clear_pending_creates and self.import_pending_creates:
            raise Stop("--clear-pending-creates and --import-pending-creates exclude each other", INVALID)

    @property
    def approved(self) -> bool:
        """Say whether the user is not to be asked."""
        return self.yes or self.skip_preview

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the resources to work on; none means all."""
        return (*self.target, *self.target_replace)

    @property
    def replaced(self) -> tuple[str, ...]:
        """Return the resources to replace whatever has changed."""
        return (*self.replace, *self.target_replace)

    @property
    def view(self) -> View:
        """Return what is shown."""
        return View(
            show_sames=self.show_sames,
            show_reads=self.show_reads,
            show_replacement_steps=self.show_replacement_steps,
            suppress_outputs=self.suppress_outputs,
            suppress_progress=self.suppress_progress,
            urns=self.urns,
        )
