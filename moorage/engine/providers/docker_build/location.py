"""Where a build's input lies: on this disk, or at a URL. Pure.

Source: `IsRemoteURL` of docker/buildx 0.35 and `ParseGitRef` of moby/buildkit 0.31, as Docker documents it.
"""

from __future__ import annotations

import re

_REMOTE = re.compile(r"https?://|git://|ssh://|git@|[\w.-]+@[\w.-]+:|github\.com/", re.ASCII)


def is_remote(text: str) -> bool:
    """Say whether a context or Dockerfile is fetched by BuildKit rather than read here."""
    return _REMOTE.match(text) is not None
