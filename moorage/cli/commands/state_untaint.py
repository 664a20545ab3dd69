"""`moorage state untaint`: take back what taint did."""

from __future__ import annotations

from moorage.cli import marking

command = marking.command("untaint", "taint", "Take the mark to be replaced off resources.", on=False)
