"""The program of every case: registers what `program.json` says, one resource after the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pulumi
from pulumi import dynamic
from pulumi.runtime import sync_await


class World(dynamic.ResourceProvider):
    """Objects are files of a folder; calls that are listed in `faults.json` fail."""

    def _folder(self, method: str, key: str) -> Any:
        # what this class needs it imports itself: it is pickled, and unpickled where this module is not
        import json
        import os
        import pathlib

        folder = pathlib.Path(os.environ["MODEL_WORLD"])
        if [method, key] in json.loads((folder / "faults.json").read_text()):
            raise RuntimeError(f"{method} of {key} fails")
        return folder

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        """Tell whether something changed, and what replaces."""
        keys = {*_olds, *_news} - {"key", "serial", "__provider"}
        changed = [key for key in keys if key not in _olds or key not in _news or _olds[key] != _news[key]]
        return dynamic.DiffResult(
            changes=bool(changed),
            replaces=[key for key in changed if key.startswith("fixed")],
            delete_before_replace=bool(_news.get("exclusive", False)),
        )

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Make a file."""
        import json

        key = props["key"]
        folder = self._folder("create", key)
        counter = folder / f"made-{key}"
        made = int(counter.read_text()) + 1 if counter.exists() else 1
        counter.write_text(str(made))
        outs = {name: value for name, value in props.items() if name != "__provider"}
        outs["serial"] = made
        (folder / f"{key}-{made}.json").write_text(json.dumps(outs))
        return dynamic.CreateResult(f"{key}-{made}", outs)

    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Return a file as it is."""
        import json

        folder = self._folder("read", props["key"])
        file = folder / f"{id_}.json"
        return dynamic.ReadResult(id_, json.loads(file.read_text())) if file.exists() else dynamic.ReadResult("", {})

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        """Write a file anew."""
        import json

        folder = self._folder("update", _news["key"])
        outs = {name: value for name, value in _news.items() if name != "__provider"}
        outs["serial"] = _olds["serial"]
        (folder / f"{_id}.json").write_text(json.dumps(outs))
        return dynamic.UpdateResult(outs)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Remove a file."""
        folder = self._folder("delete", _props["key"])
        (folder / f"{_id}.json").unlink(missing_ok=True)


class Thing(dynamic.Resource):
    """An object of the world."""

    serial: pulumi.Output[int]
    value: pulumi.Output[int]

    def __init__(self, name: str, props: dict[str, Any], opts: pulumi.ResourceOptions) -> None:
        super().__init__(World(), name, cast("Any", {"serial": None, "value": None, **props}), opts)


class Group(pulumi.ComponentResource):
    """A component."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("model:index:Group", name, {}, opts)


def declare(one: dict[str, Any], got: dict[str, pulumi.Resource]) -> pulumi.Resource:
    """Register a resource."""
    options = _options(one, got)
    kind = one.get("kind", "thing")
    if kind == "group":
        return Group(one["name"], options)
    props: dict[str, Any] = {"key": one["key"]}
    if kind == "seen":
        return Thing(one["name"], props, pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(id=one["id"])))
    value = one.get("value", 0)
    props |= {"value": pulumi.Output.secret(value) if one.get("secret") else value, "fixed": one.get("fixed", 0)}
    if one.get("exclusive"):
        props["exclusive"] = True
    for name, key, output in one.get("uses", []):
        props[name] = getattr(got[key], output)
    return Thing(one["name"], props, options)


def _options(one: dict[str, Any], got: dict[str, pulumi.Resource]) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(
        parent=got[one["parent"]] if one.get("parent") else None,
        depends_on=[got[key] for key in one.get("after", [])],
        protect=one.get("protect", False),
        retain_on_delete=one.get("retain", False),
        ignore_changes=one.get("ignore", []),
        delete_before_replace=one.get("delete_first"),
        deleted_with=got[one["deleted_with"]] if one.get("deleted_with") else None,
        replace_with=[got[key] for key in one.get("replace_with", [])] or None,
        aliases=[_alias(each, got) for each in one.get("aliases", [])],
    )


def _alias(one: dict[str, Any], got: dict[str, pulumi.Resource]) -> pulumi.Alias:
    if one.get("parents"):
        return pulumi.Alias(
            name=one["name"], parent=got[one["parent"]] if one.get("parent") else pulumi.ROOT_STACK_RESOURCE
        )
    return pulumi.Alias(name=one["name"])


def main() -> None:
    """Register all."""
    got: dict[str, pulumi.Resource] = {}
    for one in json.loads(Path("program.json").read_text()):
        got[one["key"]] = made = declare(one, got)
        sync_await._sync_await(made.urn.future())


main()
