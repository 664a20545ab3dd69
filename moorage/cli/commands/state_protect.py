"""`moorage state protect`: keep resources from being deleted."""

from __future__ import annotations

from moorage.cli import marking

command = marking.command(
    "protect", "protect", "Mark resources as protected in the state. The next up sets what the program says.", on=True
)
