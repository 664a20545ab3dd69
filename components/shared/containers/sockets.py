"""A socket of this machine on which a Docker API listens, or does not."""

from __future__ import annotations

import pathlib
import socket


def problem(path: pathlib.Path) -> str:
    """Return why no connection can be made, in words; empty: one can."""
    probe = _probe()
    try:
        probe.connect(str(path))
    except FileNotFoundError:
        return f"no socket at {path}"
    except PermissionError:
        return f"{path} may not be used by this user"
    except OSError as error:
        return f"nothing answers at {path} ({(error.strerror or str(error)).lower()})"
    finally:
        probe.close()
    return ""


def answers(path: pathlib.Path) -> bool:
    """Say whether an engine serves requests: a starting one takes connections before it does."""
    probe = _probe()
    try:
        probe.connect(str(path))
        probe.sendall(b"GET /_ping HTTP/1.0\r\nHost: engine\r\n\r\n")
        return b" 200 " in probe.recv(64)
    except OSError:
        return False
    finally:
        probe.close()


def _probe() -> socket.socket:
    probe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    probe.settimeout(5)
    return probe
