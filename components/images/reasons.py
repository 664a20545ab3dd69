"""Why each line of a Dockerfile is there: of those that moorage writes, and which are the user's own."""

from __future__ import annotations

from components.images import parse, staging

OWN = "your Dockerfile's own"


def of(found: staging.Context) -> list[tuple[str, str]]:
    """Return each instruction of the Dockerfile, as its lines stand there, and why it is there."""
    lines = found.dockerfile.splitlines()
    known = {_key(text): why for text, why in found.reasons}
    return [
        (text, known.get(_key(text), OWN))
        for one in parse.instructions(found.dockerfile)
        for text in ["\n".join(lines[one.first : one.last + 1])]
    ]


def _key(text: str) -> str:
    return " ".join(text.replace("\\\n", " ").split())
