"""A secret is where its workload reads it, and nowhere else: on no account of the engine, in no process, no state."""

from __future__ import annotations

import base64
import pathlib
import threading

import pytest

from tests.releases.stage import IDLES, Stage, shell

pytestmark = pytest.mark.docker

CANARY = "canary-4Tq8Zp-Wn52"


def forms() -> list[bytes]:
    """Return the secret in clear, or in base64 at each of three offsets."""
    plain = CANARY.encode()
    return [plain, *(base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3))]


def found(text: bytes) -> bool:
    """Say whether the secret is in it."""
    return any(form in text for form in forms())


def processes(stop: threading.Event, seen: list[str]) -> None:
    """Note the command lines and environments of this machine's processes that hold the secret, until told to stop."""
    while not stop.wait(0.02):
        for kind in ("cmdline", "environ"):
            for file in pathlib.Path("/proc").glob(f"[0-9]*/{kind}"):
                try:
                    if found(file.read_bytes()):
                        seen.append(str(file))
                except OSError:
                    continue  # it ended in between


def test_the_canary_is_nowhere_else(stage: Stage) -> None:
    """Inspected, listed, logged, layered, recorded; only files of mode 0400 behind a directory that is shut hold it."""
    stage.secrets["word"] = CANARY
    stop, seen = threading.Event(), list[str]()
    watch = threading.Thread(target=processes, args=(stop, seen))
    watch.start()
    try:
        stage.up({"web": shell("worker", f"cat $WORD_FILE >/dev/null; {IDLES}", secrets=["word"])})
    finally:
        stop.set()
        watch.join()
    assert seen == []
    host, scope = stage.host, (stage.project, "test")
    (one,) = stage.running("web")
    assert host.execute(one, "/bin/busybox", "cat", "/run/secrets/word").stdout == CANARY
    volumes = host.volumes(*scope)
    told = [
        host.says("inspect", one),
        host.says("image", "inspect", stage.image),
        host.says("volume", "inspect", *volumes),
        host.says("network", "inspect", *host.networks(*scope)),
        host.logs(one),
    ]
    assert [text for text in told if found(text.encode())] == []
    assert [one for one in host.processes(one) if found((one / "environ").read_bytes())] == []
    layers = host.run("diff", one).stdout
    assert "word" not in layers
    folder = stage.deployed.folder
    assert [path for path in folder.rglob("*") if path.is_file() and found(path.read_bytes())] == []
    for name in volumes:
        place = pathlib.Path(host.says("volume", "inspect", "--format", "{{.Mountpoint}}", name))
        held = [path for path in place.rglob("*") if path.is_file() and found(path.read_bytes())]
        assert [(path.name, path.stat().st_mode & 0o777) for path in held] == [("word", 0o400)]
        assert place.stat().st_mode & 0o777 == 0o500
