"""The shop's migration job, worker and logs, as far as they go without a database."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop import logs, migrate, settings, worker

SHOP = Path(migrate.__file__).parent
NOWHERE = {
    "DATABASE_HOST": "127.0.0.1",
    "DATABASE_PORT": "1",
    "DATABASE_WAIT": "0",
    "DATABASE_PASSWORD_FILE": os.devnull,
}


@pytest.fixture
def root_logger() -> Iterator[None]:
    """Give the process its own logging back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def run(module: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the shop in its own process, with this environment only."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=SHOP.parent,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def put(folder: Path, **files: str) -> Path:
    """Write files of SQL; each is named after `_`."""
    for name, sql in files.items():
        (folder / f"{name[1:]}.sql").write_text(sql)
    return folder


def test_shipped_migrations_load() -> None:
    """The shop's own migrations are numbered from 1 without a gap, and all are pending in an empty database."""
    known = migrate.load(SHOP / "migrations")
    assert [migration.name for migration in known] == ["0001_shop", "0002_products"]
    assert migrate.pending(known, {}) == known


def test_gap_is_refused(tmp_path: Path) -> None:
    """A missing number is an error that names the folder."""
    put(tmp_path, _0001_a="", _0003_b="")
    with pytest.raises(
        migrate.MigrationError, match=f"^{tmp_path}: migrations must be numbered from 0001 without a gap$"
    ):
        migrate.load(tmp_path)


def test_applied_migrations_are_not_pending(tmp_path: Path) -> None:
    """What the database remembers is not applied again, and versions of a newer shop are left alone."""
    first, second = migrate.load(put(tmp_path, _0001_a="SELECT 1", _0002_b="SELECT 2"))
    assert migrate.pending([first, second], {1: first.digest}) == [second]
    assert migrate.pending([first, second], {1: first.digest, 2: second.digest, 3: "newer"}) == []


def test_changed_migration_is_refused(tmp_path: Path) -> None:
    """A file that changed after it was applied stops the job."""
    (first,) = migrate.load(put(tmp_path, _0001_a="SELECT 1"))
    (changed,) = migrate.load(put(tmp_path, _0001_a="SELECT 2"))
    with pytest.raises(migrate.MigrationError, match=r"^0001_a: was changed after it was applied; add a new migration"):
        migrate.pending([changed], {1: first.digest})


def test_failed_job_ends_with_1_and_says_why(tmp_path: Path) -> None:
    """Without a database the job ends with 1, no traceback, and its last line is the reason, without the password."""
    password = tmp_path / "password"
    password.write_text("canary")
    ended = run("shop.migrate", **NOWHERE | {"DATABASE_PASSWORD_FILE": str(password)})
    last = json.loads(ended.stdout.splitlines()[-1])
    assert (ended.returncode, ended.stderr, last["level"]) == (1, "", "CRITICAL")
    assert last["message"].startswith("migration failed: connection failed")
    assert "canary" not in ended.stdout


@pytest.mark.parametrize("module", ["shop", "shop.worker", "shop.migrate"])
def test_missing_secret_is_one_line(module: str) -> None:
    """Each process ends with 1 and one log line when no password file is named."""
    ended = run(module)
    (line,) = ended.stdout.splitlines()
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "DATABASE_PASSWORD_FILE: not set" in json.loads(line)["message"]


def test_worker_is_alive_while_its_heartbeat_is_fresh(tmp_path: Path) -> None:
    """A heartbeat of 15 s ago is a living worker, an older one or none is not."""
    heartbeat = tmp_path / "heartbeat"
    assert not worker.is_alive(heartbeat, 1000)
    heartbeat.touch()
    os.utime(heartbeat, (1000, 1000))
    assert [worker.is_alive(heartbeat, now) for now in (1000, 1015, 1016)] == [True, True, False]


def test_worker_check_reads_the_heartbeat(tmp_path: Path) -> None:
    """`--check` is 1 without a worker and 0 beside one."""
    assert run("shop.worker", "--check", TMPDIR=str(tmp_path)).returncode == 1
    (tmp_path / "shop-worker-heartbeat").touch()
    assert run("shop.worker", "--check", TMPDIR=str(tmp_path)).returncode == 0


def test_stopped_worker_does_no_work(tmp_path: Path) -> None:
    """A worker that was told to stop neither connects nor reports life."""
    stop = threading.Event()
    stop.set()
    worker.work(settings.Database("127.0.0.1", 1, "n", "u", tmp_path / "none"), tmp_path / "heartbeat", stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("module", "line"), [("shop.worker", "database is away"), ("shop", "Uvicorn running on")])
def test_stop_signal_ends_with_0(tmp_path: Path, module: str, line: str) -> None:
    """Worker and web server end with 0 on SIGTERM, also while there is no database."""
    (tmp_path / "password").write_text("canary")
    environment = {**NOWHERE, "DATABASE_PASSWORD_FILE": str(tmp_path / "password"), "TMPDIR": str(tmp_path)}
    environment |= {"PATH": os.environ["PATH"], "HOST": "127.0.0.1", "PORT": "0"}
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, cwd=SHOP.parent, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for written in process.stdout:
            if line in written:
                break
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
    assert (process.returncode, "Traceback" in rest) == (0, False)


@pytest.mark.usefixtures("root_logger")
def test_logs_are_json_lines() -> None:
    """A log line is one JSON object with time, level, logger, message and what the call added."""
    stream = io.StringIO()
    logs.setup(stream)
    logging.getLogger("shop.x").warning("two\nlines", extra={"order": 7})
    entry = json.loads(stream.getvalue())
    assert entry.pop("timestamp").endswith("+00:00")
    assert entry == {"level": "WARNING", "logger": "shop.x", "message": "two\nlines", "order": 7}
    assert stream.getvalue().count("\n") == 1
