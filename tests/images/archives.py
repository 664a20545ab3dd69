"""Images in files, made here: Docker's own archive, and an OCI layout in a tar."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import pathlib
import tarfile
from collections.abc import Mapping, Sequence
from typing import Any

CONFIG: dict[str, Any] = {
    "User": "10002:10002",
    "ExposedPorts": {"8080/tcp": {}, "53/udp": {}},
    "StopSignal": "SIGINT",
    "Healthcheck": {"Test": ["CMD", "busybox", "true"]},
    "Volumes": {"/data": {}},
    "Cmd": ["/bin/busybox", "cat", "/word"],
}
INDEX = "application/vnd.oci.image.index.v1+json"


def tar(files: Mapping[str, bytes], links: Mapping[str, str] | None = None) -> bytes:
    """Return a tar archive of files and symbolic links, by path."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path, content in files.items():
            member = tarfile.TarInfo(path)
            member.size, member.mode = len(content), 0o755
            archive.addfile(member, io.BytesIO(content))
        for path, target in (links or {}).items():
            member = tarfile.TarInfo(path)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return out.getvalue()


def layer(word: str) -> bytes:
    """Return a layer with a shell and one word."""
    return tar({"bin/busybox": pathlib.Path("/bin/busybox").read_bytes(), "word": word.encode()})


def configuration(layers: Sequence[bytes], **said: Any) -> bytes:
    """Return an image's configuration; what is None in `said` it does not say."""
    config = {key: value for key, value in {**CONFIG, **said}.items() if value is not None}
    document = {
        "architecture": "amd64",
        "os": "linux",
        "config": config,
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(one).hexdigest()}" for one in layers]},
    }
    return json.dumps(document).encode()


def docker(layers: Sequence[bytes], tags: Sequence[str] = (), **said: Any) -> dict[str, bytes]:
    """Return the files of Docker's archive."""
    config = configuration(layers, **said)
    name = f"{hashlib.sha256(config).hexdigest()}.json"
    names = [f"{hashlib.sha256(one).hexdigest()}/layer.tar" for one in layers]
    saved = [{"Config": name, "RepoTags": list(tags) or None, "Layers": names}]
    return {name: config, **dict(zip(names, layers, strict=True)), "manifest.json": json.dumps(saved).encode()}


def layout(layers: Sequence[bytes], *, nested: bool = False, **said: Any) -> dict[str, bytes]:
    """Return the files of an OCI layout, its layers compressed; `nested`: below an index with an attestation."""
    blobs: dict[str, bytes] = {}

    def blob(content: bytes, kind: str, **more: Any) -> dict[str, Any]:
        digest = hashlib.sha256(content).hexdigest()
        blobs[f"blobs/sha256/{digest}"] = content
        return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(content), **more}

    packed = [gzip.compress(one, mtime=0) for one in layers]
    manifest = {
        "schemaVersion": 2,
        "config": blob(configuration(layers, **said), "application/vnd.oci.image.config.v1+json"),
        "layers": [blob(one, "application/vnd.oci.image.layer.v1.tar+gzip") for one in packed],
    }
    kind, platform = "application/vnd.oci.image.manifest.v1+json", {"os": "linux", "architecture": "amd64"}
    images = [blob(json.dumps(manifest).encode(), kind, platform=platform)]
    if nested:
        images.append(blob(b"{}", kind, platform={"os": "unknown", "architecture": "unknown"}))
        images = [blob(json.dumps({"schemaVersion": 2, "manifests": images}).encode(), INDEX)]
    index = json.dumps({"schemaVersion": 2, "manifests": images}).encode()
    return {**blobs, "index.json": index, "oci-layout": b'{"imageLayoutVersion": "1.0.0"}'}
