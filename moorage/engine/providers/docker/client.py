"""The connection to a Docker engine: made at the first use, one per thread, its errors in one line."""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Callable, Generator
from typing import Any, TypeAlias

from moorage.engine.providers.protocol import ProviderError

Engine: TypeAlias = Any
"""docker-py's `APIClient`, which ships no types."""

TIMEOUT = 300
"""Seconds for one answer of the engine; what waits longer (pull, events, wait) has its own."""

CONFLICT = 409
"""HTTP's status for what is in use or there already."""


_IMPORTING = threading.RLock()


def library(name: str) -> Any:
    """Import a module of docker-py: an extra, and a cost that a program without Docker resources should not pay.

    One thread at a time: its modules import each other in a circle, and Python would show other threads half of it.
    """
    with _IMPORTING:
        return importlib.import_module(name)


class Connection:
    """A Docker engine by how to reach it; `engine` connects when it is first asked in a thread."""

    def __init__(self, connect: Callable[[], Engine]) -> None:
        self._connect = connect
        self._threads = threading.local()

    @property
    def engine(self) -> Engine:
        """Return this thread's client: docker-py's session is not safe to share."""
        found = getattr(self._threads, "engine", None)
        if found is None:
            found = self._threads.engine = self._connect()
        return found


@contextlib.contextmanager
def one_line(doing: str) -> Generator[None]:
    """Turn what docker-py raises into one `ProviderError`: what was being done, and the engine's own words."""
    errors, requests = library("docker.errors"), library("requests.exceptions")
    try:
        yield
    except errors.APIError as error:
        msg = f"{doing}: {plain(error.explanation or error)}"
        raise ProviderError(msg) from error
    except (errors.DockerException, requests.RequestException, OSError) as error:
        msg = f"{doing}: {plain(error)}"
        raise ProviderError(msg) from error


def missing(error: ProviderError) -> bool:
    """Tell whether an error that `one_line` made says that the thing is not there."""
    return isinstance(error.__cause__, library("docker.errors").NotFound)


def conflict(error: ProviderError) -> bool:
    """Tell whether an error that `one_line` made says that the thing is in use."""
    return getattr(error.__cause__, "status_code", None) == CONFLICT


def plain(error: object) -> str:
    """Return a text on one line."""
    return " ".join(str(error).split())
