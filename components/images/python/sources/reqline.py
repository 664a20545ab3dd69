"""One line of a requirements file: a requirement with its options, options alone, or what a build cannot take."""

from __future__ import annotations

import pathlib
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from packaging import requirements, utils

from components.core.errors import SettingsError
from components.images.python.sources.request import Request

_INCLUDES = {"-r": False, "--requirement": False, "-c": True, "--constraint": True}
_SHORT = {"-i": "--index-url", "-f": "--find-links", "-e": "--editable"}
_URLS = ("--index-url", "--extra-index-url", "--find-links")
_HONOURED = (*_URLS, "--no-binary", "--only-binary", "--prefer-binary", "--pre", "--require-hashes", "--no-index")
_OF_LINE = ("--hash", "--config-setting", "--config-settings")
_CREDENTIALS = re.compile(r"://[^/\s@]*@")
_REVISION = re.compile(r"(?:^|@\s*)(?:git|hg|svn|bzr)\+")
_LOCAL = re.compile(r"^(?:file:|\.{0,2}/|\.$|\.\[)|@\s*file:|^[^:@]*\.(?:whl|zip|tar\.gz)$")
_OPTION = re.compile(r"\s--?[a-z]")


@dataclass(frozen=True)
class Line:
    """What a line comes to; most fields are empty."""

    file: str
    number: int
    requirement: str = ""
    name: str = ""
    marker: bool = False
    pinned: bool = False
    hashed: bool = False
    constraint: bool = False
    options: tuple[str, ...] = ()
    includes: str = ""
    folder: str = ""
    """A folder of the source that is to be installed itself."""

    @property
    def where(self) -> str:
        """Return file and number."""
        return f"{self.file}:{self.number}"


def read(request: Request, name: str, content: bytes, *, constraint: bool = False) -> Iterator[Line]:
    """Yield the lines of a file that say something.

    Raises:
        SettingsError: at the first one that a build cannot take.
    """
    for number, text in _joined(content.decode("utf-8-sig", errors="replace")):
        try:
            yield _line(request, name, number, text, constraint=constraint)
        except ValueError as error:
            raise SettingsError(f"{request.path}.dependencies", f"{name}:{number}: {error}") from None


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Yield each logical line with the number of its first one: continued by a backslash, comments left out."""
    held, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        first = first if held else number
        part = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        held += part.removesuffix("\\").strip() + " "
        if not part.endswith("\\"):
            if held.strip():
                yield first, held.strip()
            held = ""
    if held.strip():
        yield first, held.strip()


def _line(request: Request, name: str, number: int, text: str, *, constraint: bool) -> Line:
    if _CREDENTIALS.search(text):
        raise ValueError("credentials in a URL; put the index's URL in a secret and name it at index")
    if "${" in text:
        raise ValueError("no environment variable reaches the build; put the index's URL in a secret, named at index")
    if text.startswith("-"):
        return _options(request, name, number, text, constraint=constraint)
    head, options = _split(text)
    if _REVISION.search(head):
        raise ValueError("a repository cannot be installed; only packages of an index, or archives, can")
    if _LOCAL.search(head):
        return Line(name, number, folder=_folder(request, head))
    for option in options:
        if option.startswith("-") and option.partition("=")[0] not in _OF_LINE:
            raise ValueError(f"{option.partition('=')[0]} is not honoured after a requirement; {_listed(_OF_LINE)} are")
    hashed = any(option.startswith("--hash") for option in options) or "#sha256=" in head
    one = _requirement(head)
    exact = any(part.operator in ("==", "===") and not part.version.endswith(".*") for part in one.specifier)
    pinned = exact or (hashed and one.url is not None)
    short = str(utils.canonicalize_name(one.name))
    return Line(name, number, head, short, one.marker is not None, pinned, hashed, constraint)


def _requirement(text: str) -> requirements.Requirement:
    try:
        return requirements.Requirement(text)
    except requirements.InvalidRequirement:
        if re.match(r"https?://", text):
            raise ValueError("an address needs a name before it: NAME @ URL") from None
        raise ValueError(f"{text!r} is no requirement") from None


def _split(text: str) -> tuple[str, list[str]]:
    found = _OPTION.search(text)
    if found is None:
        return text, []
    return text[: found.start()].strip(), shlex.split(text[found.start() :])


def _options(request: Request, name: str, number: int, text: str, *, constraint: bool) -> Line:
    words = shlex.split(re.sub(r"^(-[rcief])(?=[^\s=])", r"\1 ", text))
    option, _, value = words[0].partition("=")
    option, value = _SHORT.get(option, option), value or " ".join(words[1:])
    if option in _INCLUDES:
        included = (pathlib.PurePosixPath(name).parent / value).as_posix()
        return Line(name, number, includes=_flat(included), constraint=constraint or _INCLUDES[option])
    if option == "--editable":
        return Line(name, number, folder=_folder(request, value))
    if option not in _HONOURED:
        raise ValueError(f"{option} is not honoured in a build; {_listed(_HONOURED)} are")
    if option in _URLS and not re.match(r"https?://", value):
        raise ValueError(f"{option} {value}: only an address by http or https can be asked in a build")
    return Line(name, number, options=(option,))


def _folder(request: Request, text: str) -> str:
    """Return the folder of the source that a line means, relative to it."""
    if _REVISION.search(text):
        raise ValueError("a repository cannot be installed; only packages of an index, or archives, can")
    place = re.sub(r"^.*@\s*file:|^file:", "", text).removeprefix("//")
    found = pathlib.Path(request.folder / place)
    if "[" in place:
        raise ValueError(f"{place}: the extras of a folder are not known here; list what they ask for")
    if not found.is_dir() or not found.resolve().is_relative_to(request.folder.resolve()):
        raise ValueError("a local path cannot be installed; only packages of an index, or folders of the source, can")
    return found.resolve().relative_to(request.folder.resolve()).as_posix()


def _flat(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _listed(options: tuple[str, ...]) -> str:
    return ", ".join(options)
