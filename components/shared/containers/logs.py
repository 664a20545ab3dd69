"""The logs of workloads: of one or of all, up to now or as they come."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from components.core.naming import Scope
from components.core.operations import Followed, Line
from components.shared.containers import following, found
from components.shared.containers.found import Client, Row


def logs(client: Client, scope: Scope, wanted: Followed, *, tail: int | None, follow: bool) -> Iterator[Line]:
    """Yield lines in the order of time; with `follow` then as they come, also those of later versions.

    Raises:
        OperationError: the workload is not there.
    """
    chosen = choose(client, scope, wanted)
    if follow:
        return following.follow(
            lambda: choose(client, scope, wanted),
            lambda source, since: lines(client, source, since=since, tail=tail if since is None else None, follow=True),
        )
    past = [lines(client, source, tail=tail, follow=False) for source in chosen]
    return iter(heapq.merge(*past, key=lambda line: line.time))


def choose(client: Client, scope: Scope, wanted: Followed) -> list[following.Source]:
    """Return what is to be read now: every container that runs, and of what does not run the current one.

    Raises:
        OperationError: the workload is not there.
    """
    rows = found.containers(client, scope)
    known = found.by_workload(rows)
    if wanted.workload:
        found.check(known, scope, wanted.workload, wanted.replica)
    sources: list[following.Source] = []
    for row in rows:
        name, number = row["Labels"].get(found.WORKLOAD, ""), found.replica(row)
        if name and wanted.workload in ("", name) and wanted.replica in (0, number):
            current = row["State"] == "running" or known[name][number] is row
            if current:
                sources.append(_source(row, name, str(number) if len(known[name]) > 1 else ""))
    if wanted.proxies:
        sources += [_source(row, name, "") for name, row in found.proxies(rows).items()]
    return sources


def _source(row: Row, name: str, replica: str) -> following.Source:
    return following.Source(row["Id"], name, replica, row["State"])


def lines(
    client: Client, source: following.Source, *, since: float | None = None, tail: int | None, follow: bool
) -> Iterator[Line]:
    """Yield the lines of one container; `since` in seconds since 1970."""
    last = "all" if tail is None else tail
    chunks: Iterable[bytes] = client.api.logs(
        source.id, stream=True, follow=follow, timestamps=True, tail=last, since=since
    )
    for text in split(chunks):
        time, _, rest = text.partition(b" ")
        yield Line(source.name, rest, time.decode("ascii", "replace"), source.replica)


def split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield whole lines of a stream that comes in pieces."""
    rest = b""
    for chunk in chunks:
        *complete, rest = (rest + chunk).split(b"\n")
        yield from complete
    if rest:
        yield rest
