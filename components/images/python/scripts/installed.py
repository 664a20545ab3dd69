"""The project's own packages: wheels made from source, and installed without their dependencies, which are there."""

import pathlib
import tempfile

import installer

SOURCE = pathlib.Path("/source")


def install(folders: "list[str]", venv: pathlib.Path) -> None:
    """Make a wheel of each folder of the source, and install them all below `venv`."""
    with tempfile.TemporaryDirectory() as wheels:
        for folder in folders:
            installer.pip("wheel", "--no-deps", "--wheel-dir", wheels, str(SOURCE / folder))
        made = sorted(str(path) for path in pathlib.Path(wheels).iterdir())
        options = ["--no-deps", "--no-index", "--no-compile", "--ignore-installed", "--no-warn-script-location"]
        installer.pip("install", *options, "--prefix", str(venv), *made)
    for told in venv.glob("lib/python3*/site-packages/*.dist-info/direct_url.json"):
        _forget(told)


def drop_twice(app: pathlib.Path, folders: "list[str]", venv: pathlib.Path) -> None:
    """Remove from `app` what the packages made of `folders` hold too: same path, there or in `src`, same content."""
    sources = [app / folder / below for folder in folders for below in ("", "src")]
    for packages in venv.glob("lib/python3*/site-packages"):
        for file in sorted(path for path in packages.rglob("*") if path.is_file()):
            for own in (source / file.relative_to(packages) for source in sources):
                if own.is_file() and own.read_bytes() == file.read_bytes():
                    own.unlink()
    for folder in sorted((path for path in app.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _forget(told: pathlib.Path) -> None:
    """Remove where a wheel was installed from: a folder of the build."""
    record = told.with_name("RECORD")
    name = f"{told.parent.name}/{told.name},"
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    record.write_text("".join(line for line in lines if not line.startswith(name)), encoding="utf-8")
    told.unlink()
