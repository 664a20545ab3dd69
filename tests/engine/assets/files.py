"""The files that the recorded hashes are of."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

_SITE = {
    "index.html": "<p>hi</p>\n",
    "a.txt": "a",
    "a/b.txt": "b",
    "B.txt": "B",
    "ü/ß.txt": "umlaut",
    f"deep/{'d' * 60}/{'e' * 70}/f.txt": "long",
    f"deep/{'g' * 120}.txt": "longer",
    ".pulumi/x": "no",
    "sub/.pulumi": "no",
    "empty": "",
}


def lay(root: Path) -> None:
    """Make `site/`, `site.tar`, `site.tgz` and `site.zip` in a folder."""
    site = root / "site"
    for name, text in _SITE.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (site / "link.txt").symlink_to("a.txt")
    (site / "linkdir").symlink_to("a")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.addfile(_member("./d", kind=tarfile.DIRTYPE))
        tar.addfile(_member("./d/one.txt", 3), io.BytesIO(b"one"))
        tar.addfile(_member("two.txt", 3), io.BytesIO(b"two"))
    (root / "site.tar").write_bytes(buffer.getvalue())
    (root / "site.tgz").write_bytes(gzip.compress(buffer.getvalue(), mtime=0))
    with zipfile.ZipFile(root / "site.zip", "w") as archive:
        for name, text in (("z/", ""), ("z/one.txt", "one"), ("two.txt", "two")):
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), text)


def _member(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type = size, kind
    return info
