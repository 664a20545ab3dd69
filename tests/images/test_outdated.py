"""What moved between two states of the locks, and what is behind."""

from __future__ import annotations

import pytest

from components.core.operations import OperationError
from components.images import bases, lock, moved, outdated, registry
from components.images.local import mmdebstrap, recipes

NAME = "python:3.11-slim-bookworm"
WANTED = bases.Wanted(NAME, ("libpq5",), ("gcc",))
ONE, TWO = (f"sha256:{digit * 64}" for digit in "12")
PINNED = lock.Pinned(repository="docker.io/library/python", digest=ONE, platforms=["linux/amd64"], date="2026-01-02")


def made(digit: str, packages: dict[str, str], tools: dict[str, str] | None = None) -> lock.Made:
    """Return a base made here whose files have the hash of one digit."""
    archive = lock.Archive(sha256=digit * 64, size=int(digit) * 10)
    return lock.Made(
        recipe="runtime",
        suite="bookworm",
        platform="linux/amd64",
        root=archive,
        unpacker=archive,
        packages=packages,
        toolchain=lock.Toolchain(root=archive, packages=tools) if tools is not None else None,
        date="2026-01-02",
    )


def test_what_moved_names_packages_and_sizes() -> None:
    """New versions, what came, what went; a toolchain's too; what did not move is left out."""
    old = made("1", {"libc6": "1", "libold": "1", "same": "1"}, {"gcc": "12", "libc6": "1"})
    new = made("2", {"libc6": "2", "libnew": "1", "same": "1"}, {"gcc": "13", "libc6": "2"})
    before = lock.Lock({"python:3.9": PINNED}, {WANTED.key: old})
    after = lock.Lock({"python:3.9": PINNED}, {WANTED.key: new})
    (found,) = moved.between(before, after, [bases.Wanted("python:3.9"), WANTED])
    assert (found.name, found.old_size, found.new_size) == (WANTED.key, 30, 60)
    assert [moved.line(one) for one in found.packages] == [
        "  gcc 12 -> 13",
        "  libc6 1 -> 2",
        "+ libnew 1",
        "- libold 1",
    ]


def test_a_base_that_a_registry_takes_over_moved() -> None:
    """From this machine's making to a digest, and from nothing to either: both identities are named."""
    own, shared = lock.Lock({}, {NAME: made("3", {"a": "1"})}), lock.Lock({NAME: PINNED}, {})
    (found,) = moved.between(own, shared, [bases.Wanted(NAME)])
    assert (found.old, found.new, found.packages) == (f"sha256:{'3' * 64}", ONE, ())
    (first,) = moved.between(lock.Lock({}, {}), shared, [bases.Wanted(NAME)])
    assert (first.old, first.new, first.old_size, first.new_size) == ("", ONE, 0, 0)


@pytest.mark.parametrize(
    ("answer", "state", "latest", "reason"),
    [
        (registry.Found(ONE, ()), "current", ONE, ""),
        (registry.Found(TWO, ()), "behind", TWO, ""),
        (registry.Unreachable("no such host"), "unknown", "", "no registry answers (no such host)"),
        (OperationError(f"{NAME}: the registry has no such image"), "unknown", "", "the registry has no such image"),
    ],
)
@pytest.mark.parametrize("name", [NAME, f"{NAME}@{ONE}"])
def test_a_pinned_base_is_asked_for(
    answer: registry.Answer | OperationError,
    state: str,
    latest: str,
    reason: str,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By its tag, also when the stack file itself holds the digest; no answer is said in the row."""
    asked: list[str] = []

    def ask(name: str) -> registry.Answer:
        asked.append(name)
        if isinstance(answer, OperationError):
            raise answer
        return answer

    monkeypatch.setattr(registry, "ask", ask)
    (row,) = outdated.rows(lock.Lock({NAME: PINNED}, {}), [bases.Wanted(name)])
    assert (row.state, row.decided, row.latest, row.reason) == (state, ONE, latest, reason)
    assert asked == [NAME]


def test_what_was_made_here_is_asked_of_debian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages of the base and of its toolchain that have another version now; what would come or go is not told."""
    now = {"runtime": {"libc6": "2", "busybox-static": "1"}, "toolchain": {"libc6": "2", "gcc": "13"}}
    monkeypatch.setattr(mmdebstrap, "lacking", list[str])
    monkeypatch.setattr(mmdebstrap, "resolve", lambda recipe: now[recipe.name])
    known = lock.Lock({}, {WANTED.key: made("1", {"libc6": "2"}, {"gcc": "12", "usr-is-merged": "1"})})
    (row,) = outdated.rows(known, [WANTED])
    assert (row.state, row.packages) == ("behind", (moved.Package("gcc", "12", "13"),))
    now["toolchain"]["gcc"] = "12"
    (row,) = outdated.rows(known, [WANTED])
    assert (row.state, row.packages) == ("current", ())
    monkeypatch.setattr(mmdebstrap, "lacking", lambda: ["mmdebstrap"])
    (row,) = outdated.rows(known, [WANTED])
    assert row.state == "unknown"
    assert row.reason.startswith("mmdebstrap is not here to ask; run: ")


def test_what_cannot_be_behind() -> None:
    """A digest alone names no newer one, and nothing is compared with what is not decided."""
    alone = f"python@{ONE}"
    rows = list(outdated.rows(lock.Lock({}, {}), [bases.Wanted(alone), bases.Wanted(NAME)]))
    assert [(row.state, row.reason) for row in rows] == [
        ("current", "its name is a digest alone"),
        ("open", "not decided yet: moorage images lock"),
    ]


def test_what_apt_would_take_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions by name from a simulation, upgrades included; nothing else of what is printed."""
    said = (
        "I: running apt-get update...\n"
        "Inst gcc-12-base (12.2.0-14+deb12u1 Debian:12.15/oldstable [amd64])\n"
        "Inst libc6 [2.35] (2.36-9+deb12u14 Debian:12.15/oldstable [amd64]) []\n"
        "Conf libc6 (2.36 Debian [amd64])\n"
    )
    asked: list[list[str]] = []

    def run(argv: list[str], **variables: str) -> object:
        del variables
        asked.append(argv)
        return mmdebstrap.subprocess.CompletedProcess(argv, 0, said, "")

    monkeypatch.setattr(mmdebstrap, "_run", run)
    recipe = recipes.find(NAME, ("libpq5",))
    assert recipe is not None
    assert mmdebstrap.resolve(recipe) == {"gcc-12-base": "12.2.0-14+deb12u1", "libc6": "2.36-9+deb12u14"}
    assert {"--simulate", "--verbose"} < set(asked[0])
