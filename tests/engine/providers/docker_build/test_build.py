"""Images are really built: what comes out, what is said, and where a secret must not be."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import docker
import docker.errors
import pytest

from moorage.engine import marks, values
from moorage.engine.providers import protocol
from moorage.engine.providers.docker_build import diff, private
from tests.engine.providers.docker_build.conftest import Bench

pytestmark = pytest.mark.docker
CANARY = "canary-c0ffee-4711"


@pytest.fixture
def tag() -> Iterator[str]:
    """Give a tag of this test's own, and remove its image at the end."""
    name = f"moorage-test-build-{os.getpid()}:1"
    yield name
    subprocess.run(["docker", "image", "rm", "--force", name], check=False, capture_output=True)


def test_an_image_is_built_and_loaded(bench: Bench, tag: str) -> None:
    """Digest and id are the image's id; arguments, labels and the stage are the program's."""
    bench.dockerfile("ARG A", "RUN echo $A > /a", "FROM scratch", "COPY --from=0 /a /b")
    text = (bench.root / "app" / "Dockerfile").read_text().replace("FROM scratch\nADD", "FROM scratch AS one\nADD")
    (bench.root / "app" / "Dockerfile").write_text(text)
    inputs = bench.checked(load=True, network="none", tags=[tag], buildArgs={"A": "x"}, labels={"l": "v"}, target="one")
    key, outputs = bench.provider.create(bench.context(), inputs)
    image = docker.from_env().api.inspect_image(tag)
    assert key == outputs["digest"] == image["Id"]
    assert image["Config"]["Labels"] == {"l": "v"}
    assert outputs == {
        **inputs,
        "digest": image["Id"],
        "ref": tag,
        "contextHash": diff.context_hash(inputs, bench.provider.directory),
    }
    assert "[one 2/2] RUN echo x > /a" in bench.shown


def test_an_unchanged_image_has_no_diff_and_stays(bench: Bench, tag: str) -> None:
    """After a build nothing is to do; refresh takes it as it is; delete leaves the tag, as the real provider does."""
    inputs = bench.checked(load=True, network="none", tags=[tag])
    key, outputs = bench.provider.create(bench.context(), inputs)
    assert bench.provider.diff(bench.context(), key, inputs, outputs, inputs) == protocol.Diff()
    assert bench.provider.read(bench.context(), key, inputs, outputs) == (key, inputs, outputs)
    bench.provider.delete(bench.context(), key, inputs, outputs)
    assert docker.from_env().api.inspect_image(tag)["Id"] == key
    assert bench.logged == []


def test_a_secret_is_seen_by_the_build_and_nowhere_else(
    bench: Bench, tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reaches its step, and is in no output, history, layer, inspection or file afterwards."""
    bench.dockerfile(
        f'RUN --mount=type=secret,id=key [ "$(busybox cat /run/secrets/key)" = {CANARY[:6]}"{CANARY[6:]}" ]',
        "RUN --mount=type=secret,id=key busybox cat /run/secrets/key; echo; echo done",
    )
    memory = tmp_path / "memory"
    memory.mkdir()
    monkeypatch.setattr(private, "_MEMORY", memory)
    inputs = bench.checked(load=True, network="none", tags=[tag], noCache=True, secrets={"key": CANARY})
    _key, outputs = bench.provider.create(bench.context(), inputs)
    assert outputs["secrets"] == values.Secret({"key": CANARY})
    assert CANARY not in repr({**outputs, "secrets": None})
    assert "[secret]" in bench.shown
    assert CANARY not in "\n".join(bench.shown)
    api = docker.from_env().api
    assert CANARY not in repr(api.inspect_image(tag)) + repr(api.history(tag))
    saved = b"".join(api.get_image(tag))
    with tarfile.open(fileobj=io.BytesIO(saved)) as archive:
        everything = [archive.extractfile(one) for one in archive.getmembers() if one.isfile()]
    assert len(everything) > 2
    assert CANARY.encode() not in saved
    assert list(memory.iterdir()) == []


def test_a_failing_step_is_named_with_its_last_lines(bench: Bench, tag: str) -> None:
    """The one error has the step, the exit code and what it said, without the secret; the shell's line is among it."""
    bench.dockerfile(
        "RUN --mount=type=secret,id=key exec 2>&1; echo before; busybox cat /run/secrets/key; echo; no-such-cmd"
    )
    inputs = bench.checked(load=True, network="none", tags=[tag], noCache=True, secrets={"key": CANARY})
    with pytest.raises(protocol.ProviderError) as error:
        bench.provider.create(bench.context(), inputs)
    first, *lines = str(error.value).splitlines()
    ran = "exec 2>&1; echo before; busybox cat /run/secrets/key; echo; no-such-cmd"
    assert first == f"building {tag}: [2/2] RUN {ran}: exit code: 127"
    assert lines == ["before", "[secret]", "/bin/sh: no-such-cmd: not found"]


def test_an_inline_dockerfile_and_an_ignore_file(bench: Bench, tag: str) -> None:
    """The text comes from the program; what the ignore file names does not reach the build."""
    (bench.root / "app" / ".dockerignore").write_text("hidden\n")
    (bench.root / "app" / "hidden").write_text("x")
    (bench.root / "app" / "seen").write_text("x")
    inline = "FROM scratch\nADD shell.tar /\nCOPY . /app\nRUN [ -e /app/seen ] && [ ! -e /app/hidden ]\n"
    inputs = bench.checked(load=True, network="none", tags=[tag], dockerfile={"inline": inline})
    assert bench.provider.create(bench.context(), inputs)[0].startswith("sha256:")


def test_a_preview_builds_only_when_asked(bench: Bench, tag: str) -> None:
    """Without `buildOnPreview` nothing happens; with it a broken build shows up in the preview."""
    unknown = dict.fromkeys(("digest", "contextHash", "ref"), values.UNKNOWN)
    inputs = bench.checked(load=True, network="none", tags=[tag])
    assert bench.provider.create(bench.context(preview=True), inputs) == ("", {**inputs, **unknown})
    with pytest.raises(docker.errors.ImageNotFound):
        docker.from_env().api.inspect_image(tag)
    bench.dockerfile("RUN false")
    with pytest.raises(protocol.ProviderError, match=r"\[2/2\] RUN false"):
        bench.provider.create(
            bench.context(preview=True), bench.checked(load=True, network="none", tags=[tag], buildOnPreview=True)
        )


def test_an_update_builds_again(bench: Bench, tag: str) -> None:
    """New content gives a new digest; the inputs' marks are taken off before, as the engine does."""
    inputs = bench.checked(load=True, network="none", tags=[tag])
    key, outputs = bench.provider.create(bench.context(), inputs)
    bench.dockerfile("ENV A=1")
    after = bench.provider.update(bench.context(), key, inputs, marks.strip(outputs), inputs)
    assert after["digest"] != outputs["digest"]
    assert docker.from_env().api.inspect_image(tag)["Id"] == after["digest"]
