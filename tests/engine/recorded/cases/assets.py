"""Files and archives are compared by content, and recorded by hash and place."""

import pathlib

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
up first
up second
"""


def _files(text: str) -> None:
    folder = pathlib.Path("files")
    (folder / "sub").mkdir(parents=True, exist_ok=True)
    (folder / "one.txt").write_text(text)
    (folder / "sub/two.txt").write_text("two")
    Thing("text", value=pulumi.StringAsset(text))
    Thing("file", value=pulumi.FileAsset("files/one.txt"))
    Thing("folder", value=pulumi.FileArchive("files"))
    nested: dict[str, pulumi.Asset | pulumi.Archive] = {
        "a.txt": pulumi.StringAsset(text),
        "b": pulumi.FileArchive("files/sub"),
    }
    Thing("nested", value=pulumi.AssetArchive(nested), list=[pulumi.StringAsset("same")])
    Thing("secret", value=pulumi.Output.secret(pulumi.StringAsset(text)))


def first() -> None:
    """Some content."""
    _files("one")


def second() -> None:
    """Other content."""
    _files("other")
