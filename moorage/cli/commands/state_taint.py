"""`moorage state taint`: have resources replaced by the next update."""

from __future__ import annotations

from moorage.cli import marking

command = marking.command("taint", "taint", "Mark resources to be replaced by the next up.", on=True, everything=False)
