"""From settings to a build: what enters the context, and the Dockerfile that makes an image of it."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Mapping

from components.core.project import Project
from components.images import bases, certificates, contract, reference, selection, staging
from components.images import instructions as i
from components.images.python import chosen, sources
from components.images.python.settings import PythonSettings

SCRIPTS = pathlib.Path(__file__).parent / "scripts"
APP, VENV, PROBE = "/app", "/opt/venv", "/opt/moorage/probe.py"
HTTP = (f"{VENV}/bin/python3", "-I", "-S", PROBE)
"""What an HTTP check runs, followed by port, path and seconds."""

BUILD = "/build"
LOCKED = "requirements.txt"
CA, INDEX = "ca", "index"
MACHINES = {"linux/amd64": "x86_64", "linux/arm64": "aarch64"}
"""What Python's `platform.machine()` says there."""


def check(settings: PythonSettings, folder: pathlib.Path, path: str, profile: str, project: Project) -> None:
    """Check all that can be known before anything starts.

    Raises:
        SettingsError: with the path of the first mistake.
    """
    reference.check(settings.base, f"{path}.base", profile)
    found = _dependencies(settings, folder, "linux/amd64", path)  # the lines differ elsewhere, the mistakes do not
    sources.check(settings, found, path, profile)
    selection.select(folder, settings.files, chosen.default(folder), path)
    if settings.ca_bundle not in ("host", "none"):
        certificates.of_file(project.path(settings.ca_bundle, f"{path}.ca_bundle"), f"{path}.ca_bundle")


def secrets(settings: PythonSettings) -> dict[str, str]:
    """Return the names of the secrets that the build reads, by setting."""
    return {"index": settings.index} if settings.index is not None else {}


def names(settings: PythonSettings, folder: pathlib.Path) -> tuple[bases.Wanted, ...]:
    """Return the bases that the image stands on."""
    del folder
    return (bases.Wanted(settings.base),)


def context(
    settings: PythonSettings,
    folder: pathlib.Path,
    base: bases.Base,
    path: str,
    platform: str,
    labels: Mapping[str, str],
) -> staging.Context:
    """Return the whole context; `platform` is what the image is for, as `os/architecture`.

    Raises:
        SettingsError: the source cannot be built.
    """
    dependencies = _dependencies(settings, folder, platform, path)
    app = selection.select(folder, settings.files, chosen.default(folder), path)
    entries: list[staging.Entry] = [*bases.files(base)]
    entries += [staging.File(f"app/{file.path}", file.content, file.executable) for file in app]
    entries += [_script("build/install.py"), _script("build/compile.py")]
    entries += [staging.File(f"build/{file.path}", file.content) for file in dependencies.files]
    if isinstance(base, bases.Local) and base.pip is not None:
        entries.append(bases.linked("build/pip.whl", base.pip))
    if _http(settings):
        entries.append(_script("moorage/probe.py"))
    text = str(dockerfile(settings, base, labels, installs=bool(dependencies.requirement), hashed=dependencies.hashed))
    return staging.Context(text, entries)


def dockerfile(
    settings: PythonSettings, base: bases.Base, labels: Mapping[str, str], *, installs: bool, hashed: bool
) -> i.Dockerfile:
    """Return the file: base, runtime (the base's own library compiled), build, and the image itself."""
    return i.Dockerfile(
        [
            i.Comment(f"{settings.base}, {'pinned' if isinstance(base, bases.Registry) else 'made on this machine'}"),
            *bases.stage(base),
            i.Comment("what the image runs on: compiled once for all images of this base, nothing that installs"),
            i.From(bases.STAGE, "runtime"),
            *_runtime(settings, base),
            i.Comment("the environment: changes with the locked dependencies only"),
            i.From(bases.STAGE, "build"),
            i.Run(["python3", "-m", "venv", "--without-pip", VENV]),
            *(_install(settings, hashed=hashed) if installs else []),
            i.Run(["python3", f"{BUILD}/compile.py", f"{VENV}/lib"], [_bind("compile.py")]),
            i.Comment("the application"),
            i.From("build", "application"),
            i.Copy("app/", f"{APP}/"),
            i.Run(["python3", f"{BUILD}/compile.py", APP], [_bind("compile.py")]),
            i.Comment("the image"),
            i.From("runtime"),
            *_image(settings, labels),
        ]
    )


def python_version(settings: PythonSettings) -> str:
    """Return `3.11` of `python:3.11-...`; empty when the base's name does not tell."""
    given = reference.parse(settings.base, "base")
    found = re.match(r"(\d+\.\d+)(?:\D|$)", given.tag)
    return found[1] if found and given.repository.rpartition("/")[2] == "python" else ""


def _runtime(settings: PythonSettings, base: bases.Base) -> list[i.Instruction]:
    version = python_version(settings)
    prefix = "/usr/local" if isinstance(base, bases.Registry) else "/usr"
    steps: list[i.Instruction] = []
    if isinstance(base, bases.Registry):
        steps.append(i.Run(["python3", "-m", "pip", "uninstall", "--yes", "pip", "setuptools", "wheel"]))
    steps.append(i.Env({"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}))
    if version:
        argv = ["python3", "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
        steps.append(i.Run([*argv, "-x", "/(lib2to3|tests?)/", f"{prefix}/lib/python{version}"]))
    return steps


def _install(settings: PythonSettings, *, hashed: bool) -> list[i.Instruction]:
    secrets = [i.Secret(CA)] if settings.ca_bundle != "none" else []
    secrets += [i.Secret(INDEX)] if settings.index else []
    mounts = [i.Bind("build", BUILD), i.Cache("moorage-pip", "/root/.cache/pip"), *secrets]
    argv = ["python3", f"{BUILD}/install.py", "--python", VENV, "install", "--no-compile", "--no-input"]
    argv += ["--disable-pip-version-check", "--root-user-action=ignore"]
    argv += [*(["--require-hashes"] if hashed else []), "--requirement", f"{BUILD}/{LOCKED}"]
    return [i.Run(argv, mounts)]


def _image(settings: PythonSettings, labels: Mapping[str, str]) -> list[i.Instruction]:
    steps: list[i.Instruction] = [i.Copy(VENV, VENV, "build")]
    if _http(settings):
        steps.append(i.Copy("moorage/probe.py", PROBE))
    steps.append(i.Copy(APP, APP, "application"))
    steps.append(i.Env({"PATH": f"{VENV}/bin:{bases.PATH}"}))
    steps += [i.Label(labels), i.Word("WORKDIR", APP)]
    steps += [i.Word("EXPOSE", f"{port}/tcp") for port in sorted(set(settings.ports.values()))]
    steps += [i.Word("STOPSIGNAL", settings.stop_signal)]
    for probe in list(contract.probes(settings, HTTP).values())[:1]:
        steps.append(i.Health(probe.command, probe.interval, probe.timeout, probe.start, probe.retries))
    return [*steps, i.Word("USER", f"{settings.uid}:{settings.uid}"), i.Command(settings.command)]


def _bind(script: str) -> i.Bind:
    return i.Bind(f"build/{script}", f"{BUILD}/{script}")


def _http(settings: PythonSettings) -> bool:
    return any(check.http is not None for check in settings.checks.values())


def _script(name: str) -> staging.File:
    return staging.File(name, (SCRIPTS / pathlib.PurePosixPath(name).name).read_bytes())


def _dependencies(settings: PythonSettings, folder: pathlib.Path, platform: str, path: str) -> sources.Dependencies:
    return sources.read(settings, folder, python_version(settings), MACHINES.get(platform, ""), path)
