"""A world that outlives its process: a folder with a file for each object."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from tests.engine.model import state


class Folder(MutableMapping[str, state.Values]):
    """Objects as files; each is whole or not there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir(parents=True, exist_ok=True)

    def _file(self, name: str) -> Path:
        return self._path / f"{name}.json"

    def __getitem__(self, name: str) -> state.Values:
        try:
            return json.loads(self._file(name).read_text())
        except FileNotFoundError:
            raise KeyError(name) from None

    def __setitem__(self, name: str, content: state.Values) -> None:
        written = self._path / f"{name}.new"
        written.write_text(json.dumps(content))
        os.replace(written, self._file(name))  # noqa: PTH105 -- atomic, said so by its name

    def __delitem__(self, name: str) -> None:
        try:
            self._file(name).unlink()
        except FileNotFoundError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return (file.stem for file in sorted(self._path.glob("*.json")))

    def __len__(self) -> int:
        return len(list(iter(self)))


class World:
    """As `state.World`. An object is called as its inputs say, else by its key and number."""

    def __init__(self, path: Path) -> None:
        self.objects: MutableMapping[str, state.Values] = Folder(path / "objects")
        self._numbers = Folder(path / "numbers")

    def create(self, inputs: state.Values) -> tuple[str, state.Values]:
        """Make an object; one that is there already is an error."""
        key = str(inputs["key"])
        number = self._numbers.get(key, {"made": 0})["made"]
        made = int(str(number)) + 1
        name = str(inputs.get("name", f"{key}-{made}"))
        if name in self.objects:
            raise AssertionError(f"{name} exists already")
        self._numbers[key] = {"made": made}
        self.objects[name] = {**inputs, "serial": made}
        return name, dict(self.objects[name])

    def update(self, id: str, outputs: state.Values, inputs: state.Values) -> state.Values:
        """Change an object; one that is not there is an error."""
        if id not in self.objects:
            raise AssertionError(f"{id} does not exist")
        self.objects[id] = {**inputs, "serial": outputs["serial"]}
        return dict(self.objects[id])
