"""How dynamic providers are served: `python -m pulumi.dynamic`, in the interpreter of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from moorage.engine.program import program
from moorage.engine.providers import host, protocol
from moorage.engine.providers.plugin import connection

_SERVE: Final = Path(__file__).with_name("serve.py")


def command(of: host.Host, version: str) -> connection.Command:
    """Return how to start it; it has one version, the SDK's."""
    del version
    try:
        python = program.interpreter(of.virtualenv)
    except program.ProgramError as error:
        raise protocol.ProviderError(str(error)) from error
    return connection.Command((str(python), "-u", str(_SERVE)), greets=False, speaks=True, lifeline=True)
