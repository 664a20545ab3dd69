"""Which version a rollback returns to, and the configuration that leads there: pure."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.cli.errors import Stop
from moorage.cli.rollback import difference, plan
from moorage.cli.rollback.versions import Version

IMAGES = {"app": {"dockerfile": {"uid": 10002}}}


def version(number: int, image: str, **workloads: dict[str, Any]) -> Version:
    """Return an update that ran `image` for these workloads."""
    config = {"moorage:images": IMAGES, "moorage:workloads": workloads, "moorage:profile": "dev"}
    return Version(number, 0, config, {"app": f"sha256:{image * 64}"}, {})


def worker(**settings: Any) -> dict[str, Any]:
    """Return a worker's settings."""
    return {"kind": "worker", "image": "app", **settings}


JOB = {"kind": "job", "image": "app"}
FIRST = version(1, "1", web=worker(), job=JOB)
SAME = version(3, "1", web=worker(), job=JOB)
OTHER = version(5, "2", web=worker(stop_seconds=3), job=JOB)


@pytest.mark.parametrize(
    ("known", "failed", "expected"),
    [
        ([OTHER, SAME, FIRST], False, 3),
        ([SAME, FIRST, OTHER], False, 5),
        ([OTHER, SAME, FIRST], True, 5),
        ([SAME, OTHER, FIRST], False, 5),
    ],
    ids=["the one before", "same ones are passed over", "after a failed update, what worked", "back again"],
)
def test_the_version_to_return_to(known: list[Version], failed: bool, expected: int) -> None:
    """It is the last one that was another."""
    assert plan.target(known, "web", None, failed=failed).number == expected
    assert plan.target(known, "", None, failed=failed).number == expected


def test_a_workload_that_a_failed_update_added_again() -> None:
    """The last update that worked had none: what it was before that is returned to."""
    without = version(5, "1", job=JOB)
    found = plan.target([without, FIRST], "web", None, failed=True)
    assert found.number == 1
    assert plan.configuration({}, without, found, "web")["moorage:workloads"] == {"job": JOB, "web": worker()}


REFUSED: list[tuple[list[Version], str, int | None, int, str]] = [
    ([], "", None, 1, "there is nothing to return to: no update of this stack has succeeded since it was made"),
    (
        [SAME, FIRST],
        "web",
        None,
        1,
        "there is nothing to return to: web has been the same in all of 2 updates that succeeded",
    ),
    ([OTHER, FIRST], "wep", None, 2, "'wep' was never a workload of this stack; there are job, web"),
    ([OTHER, FIRST], "job", None, 2, "job is a job: what it did stays done, and no rollback undoes it"),
    ([OTHER, FIRST], "web", 4, 2, "--to 4: no update with web that succeeded; allowed: 1, 5 (moorage stack history)"),
]


@pytest.mark.parametrize(("known", "workload", "to", "code", "line"), REFUSED, ids=[row[4] for row in REFUSED])
def test_what_cannot_be_returned_to(known: list[Version], workload: str, to: int | None, code: int, line: str) -> None:
    """One line, and what there is."""
    with pytest.raises(Stop) as caught:
        plan.target(known, workload, to, failed=False)
    assert (caught.value.message, caught.value.code) == (line, code)


def test_the_configuration_of_a_rollback() -> None:
    """The workload is as it was, on its image of then; what the stack file says of the rest is left alone."""
    today = {"moorage:profile": "prod", "moorage:workloads": {"other": {}}, "moorage:pinned": {"x": "y"}}
    found = plan.configuration(today, OTHER, FIRST, "")
    assert found == {
        "moorage:profile": "prod",
        "moorage:workloads": {"web": worker(image="app-1111111"), "job": JOB},
        "moorage:images": {**IMAGES, "app-1111111": IMAGES["app"]},
        "moorage:pinned": {"app-1111111": f"sha256:{'1' * 64}"},
    }
    held = plan.held(found, OTHER, ["app"])["moorage:pinned"]
    assert held == {"app-1111111": f"sha256:{'1' * 64}", "app": f"sha256:{'2' * 64}"}


def test_a_change_of_settings_alone_holds_no_image() -> None:
    """The image is the same, and stays the one that it is."""
    found = plan.configuration({}, version(2, "1", web=worker(stop_seconds=9)), version(1, "1", web=worker()), "web")
    assert found == {"moorage:workloads": {"web": worker()}, "moorage:images": IMAGES}


def test_data_is_never_removed() -> None:
    """A version without the volume is refused, unless the volume stays by itself."""
    before = version(1, "1", web=worker())
    with pytest.raises(Stop, match=r"^update 1 had no volume data: returning to it would remove the data of web; "):
        plan.configuration({}, version(2, "1", web=worker(volumes={"data": {"path": "/data"}})), before, "web")
    kept = version(2, "1", web=worker(volumes={"data": {"path": "/data", "keep": True}}))
    assert plan.configuration({}, kept, before, "web")["moorage:workloads"] == {"web": worker()}


def test_what_changes_is_said() -> None:
    """Image and settings, by workload; nothing of jobs."""
    assert difference.lines(OTHER, FIRST, "") == [
        "web:",
        "  image app: 222222222222 -> 111111111111",
        "  stop_seconds: 3 -> not set",
    ]


def test_files_of_the_project_are_named() -> None:
    """Their content is in no version; what the stack file itself holds is."""
    files = {"conf": {"path": "/c", "source": "c.toml"}, "text": {"path": "/t", "content": "x"}}
    then = version(1, "1", web=worker(files=files), other=worker(), job={**JOB, "files": files})
    assert difference.from_project(then, "") == ["web.files.conf"]
    assert difference.from_project(then, "other") == []
