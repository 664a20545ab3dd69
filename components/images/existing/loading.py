"""An image's archive into the container engine, under a name of ours and no other.

What the archive itself would name its image could move a name of somebody else's. Its last `manifest.json` counts, so
one of ours is appended on the way: nothing is unpacked or copied, and the image stays what it is.
"""

from __future__ import annotations

import io
import json
import tarfile
from typing import Final

from components.images.existing.archive import Archive

LOAD: Final = """\
{ head -c "$END" "$ARCHIVE" && base64 -d; } | "$CLIENT" load --quiet >/dev/null || exit 1
"$CLIENT" image inspect --format '{{.Id}}' "$TAG"
"""


def manifest(found: Archive, tag: str) -> bytes:
    """Return the end of a tar archive that holds the one document by which Docker loads an image."""
    content = json.dumps([{"Config": found.config, "RepoTags": [tag], "Layers": list(found.layers)}]).encode()
    member = tarfile.TarInfo("manifest.json")
    member.size = len(content)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        tar.addfile(member, io.BytesIO(content))
    return out.getvalue()
