"""`moorage state unprotect`: let protected resources be deleted."""

from __future__ import annotations

from moorage.cli import marking

command = marking.command("unprotect", "protect", "Take the protection of resources off in the state.", on=False)
