"""What no line of a Dockerfile may do, whatever the contract says: name what moves, fetch unseen, copy what is not."""

from __future__ import annotations

import pathlib
import posixpath
import re
from collections.abc import Collection

from components.core.errors import SettingsError
from components.images import bases, dockerignore, parse, reference
from components.images.dockerfile import fault, stages, variables

WORDS = (
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"),
    *("ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
)
_REMOTE = re.compile(r"(?:https?|git|ssh)://|git@", re.IGNORECASE)
_WHOLE = re.compile(r"(?:\./?|/)?\*?")


def check(read: stages.Read, args: variables.Values, path: str, profile: str) -> None:
    """Check every line that the image needs.

    Raises:
        SettingsError: at the first one that cannot work, or would mean something else tomorrow.
    """
    for one in read.instructions:
        if one.word not in WORDS:
            raise fault.at(read, one, path, f"{one.word} is no instruction", WORDS, one.word)
        if one in read.before and one.word != "ARG":
            raise fault.at(read, one, path, f"{one.word} stands before the first FROM, where only ARG may")
    outside = variables.arguments(read.before)
    earlier: set[str] = {bases.STAGE, "scratch"} if read.uses_base else {"scratch"}
    for number, stage in enumerate(read.stages):
        if stage.image is None:
            open_ = [name for name in outside if outside[name] is None and name not in args]
            problem = f"FROM {stage.start.plain}: its variables have no value"
            hint = f"give one under args, such as args: {{{(open_ or ['NAME'])[0]}: ...}}, or an ARG with a default"
            raise fault.at(read, stage.start, path, f"{problem}; {hint}")
        _image(read, stage.start, stage.image, earlier, path, profile)
        earlier |= {stage.name, str(number)} if stage.name else {str(number)}
        for one in stage.body:
            for source in stages.sources(one):
                _image(read, one, source, earlier, path, profile)
            if one.word == "ADD":
                _added(read, one, path)


def copies(read: stages.Read, sent: Collection[str], folder: pathlib.Path, path: str) -> None:
    """Check that what is copied from the context is in it: `sent` are the files of `folder` that enter.

    Raises:
        SettingsError: at the first line that names nothing.
    """
    for one in read.instructions:
        for source in from_context(one):
            if is_whole(source) or "$" in source or _matches(source, sent):
                continue
            problem = f"{one.word} {source}: no file of the source is called so"
            if _matches(source, [file.relative_to(folder).as_posix() for file in folder.rglob("*")]):
                problem = f"{one.word} {source}: it is not sent to the builder (an ignore rule, or hidden, or a key)"
                problem += "; name it under files if it belongs into the image"
            raise fault.at(read, one, path, problem)


def from_context(one: parse.Instruction) -> list[str]:
    """Return what an instruction copies from the context, as written."""
    local = one.word in ("COPY", "ADD") and not any(name == "from" for name, _ in one.flags)
    sources = one.arguments[:-1] if local else []
    return [] if any(source.startswith("<<") for source in sources) else [s for s in sources if not _REMOTE.match(s)]


def is_whole(source: str) -> bool:
    """Say whether the whole context is meant: `.`, `./`, `*`, `/`."""
    return _WHOLE.fullmatch(source) is not None


def _image(
    read: stages.Read, one: parse.Instruction, image: str, earlier: Collection[str], path: str, profile: str
) -> None:
    if image.lower() in earlier:
        return
    if "$" in image:
        raise fault.at(read, one, path, f"{image}: a stage or an image is named, not computed")
    try:
        given = reference.check(image, "", "dev")
    except SettingsError as error:
        hint = f"; a stage of that name comes later, or not at all ({', '.join(sorted(earlier))})"
        known = "" if ":" in image or one.word == "FROM" else hint
        raise fault.at(read, one, path, f"{error.problem}{known}") from None
    if profile == "prod" and not given.digest:
        problem = f"{image!r} is not pinned, which prod needs: a tag moves"
        hint = f"write {image}@sha256:..., or FROM base and state base: {image}, which images.lock then records"
        raise fault.at(read, one, path, f"{problem}; {hint}")


def _added(read: stages.Read, one: parse.Instruction, path: str) -> None:
    fetched = [source for source in one.arguments[:-1] if _REMOTE.match(source)]
    if fetched and not any(name == "checksum" for name, _ in one.flags):
        problem = f"ADD {fetched[0]}: what is there tomorrow may be something else"
        raise fault.at(read, one, path, f"{problem}; add --checksum=sha256:..., or fetch it by RUN and sha256sum -c")


def _matches(source: str, names: Collection[str]) -> bool:
    plain = posixpath.normpath(source).strip("/")
    try:
        rule = dockerignore.Rule(dockerignore.compiled(plain), keep=False)
    except ValueError:
        return True  # the builder's own rules decide
    return any(dockerignore.ignored(name, [rule]) for name in names)
