"""What of a run is shown, beyond what changes: the CLI's `--show-...` and `--suppress-...` options."""

from __future__ import annotations

from dataclasses import dataclass

from moorage.engine import urn


@dataclass(frozen=True)
class View:
    """The choices, by the CLI's names."""

    show_sames: bool = False
    """Resources that stay as they are, too."""
    show_reads: bool = False
    """Resources that are only read, too."""
    show_replacement_steps: bool = False
    """The parts of a replacement, each as a step of its own."""
    suppress_outputs: bool = False
    suppress_progress: bool = False
    """No line every now and then about what is still under way."""
    urns: bool = False
    """Whole URNs for names."""

    def shows(self, op: str) -> bool:
        """Say whether a step that changes nothing is shown all the same."""
        return (self.show_sames and op == "same") or (self.show_reads and op in ("read", "read-replacement"))

    def name(self, where: str) -> str:
        """Return how a resource is called."""
        return where if self.urns else urn.name(where)


USUAL = View()
