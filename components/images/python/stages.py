"""The Dockerfile: what never changes first, then the locked dependencies, then the application. Each line says why."""

from __future__ import annotations

from collections.abc import Mapping

from components.images import bases, contract
from components.images import instructions as i
from components.images.python import layout, sources
from components.images.python.settings import PythonSettings


def dockerfile(
    settings: PythonSettings,
    base: bases.Base,
    labels: Mapping[str, str],
    found: sources.Dependencies,
    *,
    beside: bool = True,
) -> i.Dockerfile:
    """Return the file: base, runtime, the environment that is built, the application, and the image of all.

    `beside` says whether packages of the project are built from more than the files of the application.
    """
    return i.Dockerfile(
        [
            i.Comment(f"{settings.base}, {'pinned' if isinstance(base, bases.Registry) else 'made on this machine'}"),
            *bases.stage(base),
            i.Comment(
                "what the image runs on: nothing that installs, the library compiled, the same for all of this base"
            ),
            i.From(
                bases.STAGE, "runtime", why="the image stands on this; what only builds is in other stages (CIS 4.3)"
            ),
            *_packages(base, settings.packages.run, settings, "what the application needs beside Python"),
            i.Env(
                {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"},
                why="logs are written at once, and nothing is tried to be written beside the code",
            ),
            i.Run(
                ["python3", f"{layout.TOOLS}/runtime.py"],
                [_TOOLS],
                why="no pip in the image (CIS 4.3), and the library as bytecode: a read-only root cannot keep any",
            ),
            i.Comment("the environment: changes with the locked dependencies only"),
            *bases.toolchain(base, "build"),
            *_packages(
                base, [*settings.packages.run, *settings.packages.build], settings, "compiles what has no wheel"
            ),
            _environment(settings, found),
            i.Comment("the application: changes with its code"),
            i.From(
                "build", "application", why="built where the environment is, after it: a changed line builds only this"
            ),
            *_application(settings, found, beside=beside),
            i.Comment("the image"),
            i.From("runtime", why="the image: what runs, and two layers on it"),
            *_image(settings, labels),
        ]
    )


_TOOLS = i.Bind(layout.SCRIPTS, layout.TOOLS)


def _packages(base: bases.Base, names: list[str], settings: PythonSettings, why: str) -> list[i.Instruction]:
    """Return the step that installs Debian packages; a base that was made here has them already."""
    if not names or not isinstance(base, bases.Registry):
        return []
    folders = {"moorage-apt": "/var/cache/apt", "moorage-apt-lists": "/var/lib/apt/lists"}
    caches = [i.Cache(name, folder, locked=True) for name, folder in folders.items()]  # apt-get refuses to share
    argv = ["python3", f"{layout.TOOLS}/packages.py", *sorted(set(names))]
    return [
        i.Run(argv, [_TOOLS, *caches, *_certificates(settings)], why=f"{why}; no lists or caches stay (DL3009, DL3015)")
    ]


def _environment(settings: PythonSettings, found: sources.Dependencies) -> i.Run:
    argv = ["python3", f"{layout.TOOLS}/environment.py"]
    if not found.requirement:
        return i.Run(argv, [_TOOLS], why="an environment of the image's own, with nothing in it to install")
    argv += ["--require-hashes"] if found.hashed else []
    argv += ["--no-deps"] if found.complete else []
    argv += ["--requirement", f"{layout.SHOWN}/{found.requirement}"]
    locked = "each checked by its hash" if found.hashed else "as the file names them"
    why = f"the dependencies, {locked} ({found.source}); pip's cache, certificates and passwords stay out of the layer"
    return i.Run(argv, [_TOOLS, i.Bind(layout.LOCKED, layout.SHOWN), *_downloads(settings)], why=why)


def _application(settings: PythonSettings, found: sources.Dependencies, *, beside: bool) -> list[i.Instruction]:
    copies: list[i.Instruction] = [
        i.Copy("app/", f"{layout.APPLICATION}{layout.APP}/", why="the code: only what was chosen is sent at all")
    ]
    mounts: list[i.Mount] = [_TOOLS]
    why = "compiled, and the command looked for: an image that cannot start is not built"
    if found.projects and beside:
        reason = "what only building the project needs: it stays in this stage"
        copies.append(i.Copy(f"{layout.PROJECT}/", f"{layout.SOURCE}/", why=reason))
    if found.projects:
        mounts += _downloads(settings)
        why = f"the project's own packages, made wheels of and installed, not editable; {why}"
    version = [f"--version={settings.labels.version}"] if settings.labels.version and found.projects else []
    argv = ["python3", f"{layout.TOOLS}/application.py", *version, "--", settings.command[0], *found.projects]
    return [*copies, i.Run(argv, mounts, why=why)]


def _image(settings: PythonSettings, labels: Mapping[str, str]) -> list[i.Instruction]:
    user = f"{settings.uid}:{settings.uid}"
    owned = "an empty folder that the process owns, which a volume mounted there takes over"
    steps: list[i.Instruction] = [
        i.Copy(f"{layout.TOOLS}/", f"{volume}/", bases.STAGE, owner=user, why=owned)
        for volume in sorted(set(settings.volumes))
    ]
    steps += [
        i.Copy(
            f"{layout.ENVIRONMENT}/", "/", "build", why="the layer of the dependencies: the same until the lock changes"
        ),
        i.Copy(
            f"{layout.APPLICATION}/",
            "/",
            "application",
            why="the layer of the application, the last one; owned by root",
        ),
        i.Env({"PATH": f"{layout.VENV}/bin:{bases.PATH}"}, why="`python` and console scripts are the environment's"),
        i.Label(labels, why="whose it is and what it stands on; no date, which would make every build another image"),
        i.Word("WORKDIR", layout.APP, why="commands run where the application's files are (DL3000: absolute)"),
    ]
    for port in sorted(set(settings.ports.values())):
        names = ", ".join(name for name, number in settings.ports.items() if number == port)
        steps.append(i.Word("EXPOSE", f"{port}/tcp", why=f"port {names} of the contract"))
    steps.append(i.Word("STOPSIGNAL", settings.stop_signal, why="how the process is asked to end"))
    for name, probe in list(contract.probes(settings).items())[:1]:
        times = (probe.interval, probe.timeout, probe.start, probe.retries)
        steps.append(i.Health(probe.command, *times, why=f"check {name} of the contract (CIS 4.6)"))
    steps.append(i.Word("USER", user, why="not root, and a number, which Kubernetes can check (CIS 4.1, DL3066)"))
    return [*steps, i.Command(settings.command, why="what runs, without a shell: signals reach it (DL3025)")]


def _downloads(settings: PythonSettings) -> list[i.Mount]:
    index = [i.Secret(layout.INDEX)] if settings.index else []
    return [i.Cache("moorage-pip", "/root/.cache/pip"), *_certificates(settings), *index]


def _certificates(settings: PythonSettings) -> list[i.Mount]:
    return [i.Secret(layout.CA)] if settings.ca_bundle != "none" else []
