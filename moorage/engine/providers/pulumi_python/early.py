"""Start what serves dynamic providers while the program still starts: its imports take as long as the program's."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from concurrent import futures
from pathlib import Path
from typing import Final

from moorage.engine import resource
from moorage.engine import urn as urns
from moorage.engine.providers import host

_IMPORT: Final = re.compile(
    rb"^\s*(?:import pulumi\.dynamic|from pulumi\.dynamic import|from pulumi import .*\bdynamic\b)", re.MULTILINE
)


def wanted(rows: Sequence[resource.Resource], program: Path) -> bool:
    """Say whether dynamic providers will surely be asked: the state has one, or the program's file imports them."""
    if any(row.type == f"{urns.PROVIDER_PREFIX}{urns.DYNAMIC}" for row in rows):
        return True
    main = program / "__main__.py" if program.is_dir() else program
    return main.is_file() and _IMPORT.search(main.read_bytes()) is not None


def start(of: host.Host) -> None:
    """Start it in the background; the first provider of the run takes it, and hears if it could not be started."""
    from moorage.engine.providers.plugin import connection
    from moorage.engine.providers.pulumi_python import launch

    started: futures.Future[connection.Link] = futures.Future()

    def begin() -> None:
        try:
            started.set_result(connection.Link(urns.DYNAMIC, launch.command(of, ""), of))
        except Exception as error:
            started.set_exception(error)

    of.early[urns.DYNAMIC] = started
    # whoever ends the run waits until there is something to end
    of.closing.callback(futures.wait, [started])
    threading.Thread(target=begin, daemon=True).start()
