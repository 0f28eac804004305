"""Vectors on a Chroma server: whose collections they are, when one may go, and what the server holds."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from regbot.errors import RegbotError
from regbot.index.manifest import Former, Manifest, generation_folder
from regbot.index.readers import in_use
from regbot.paths import Paths

OWNER, MADE, GENERATION = "regbot_owner", "regbot_made", "regbot_generation"
GRACE = timedelta(hours=24)
"""How long a collection outlives its generation: readers on other machines cannot be seen from here."""
FORGOTTEN_AFTER = timedelta(days=30)
"""A server that has not answered for so long is no longer asked to remove anything."""


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the server at `url` holds of the published index: `vectors` is None if the collection is not there."""

    url: str
    generation: str
    expected: int
    vectors: int | None

    @property
    def whole(self) -> bool:
        """Whether every vector is there."""
        return self.vectors == self.expected


def greet(url: str) -> None:
    """Make sure that a Chroma server answers at `url`. Raises VectorServerError."""
    from regbot.index.vector_server import VectorServer

    VectorServer(url).close()


def placed(manifest: Manifest, url: str) -> Manifest:
    """The manifest with the collection that its vectors will go to, if they go to a server.

    Raises VectorServerError when the server does not answer.
    """
    if not url:
        return manifest
    greet(url)
    return replace(manifest, server=url, collection=f"regbot-{manifest.generation}-{uuid.uuid4().hex}")


def marks(paths: Paths, manifest: Manifest) -> dict[str, str | float]:
    """What is kept with a new collection, so that only this workspace removes it."""
    made = manifest.built_at.timestamp()
    return {OWNER: _owner(paths, manifest.owner), MADE: made, GENERATION: manifest.generation}


def examine(manifest: Manifest) -> ServerState | None:
    """What the server holds of the published index; None if the vectors lie elsewhere. Raises VectorServerError."""
    if not manifest.server:
        return None
    from regbot.index.vector_server import VectorServer

    with closing(VectorServer(manifest.server)) as server:
        found = server.count(manifest.collection)
    return ServerState(manifest.server, manifest.generation, manifest.vectors, found)


def discard(manifest: Manifest) -> None:
    """Remove what a failed build left on its server, if that answers; else a later `sweep` does."""
    if not manifest.server:
        return
    from regbot.index.vector_server import VectorServer

    with suppress(RegbotError), closing(VectorServer(manifest.server)) as server:
        server.remove(manifest.collection)


def succession(published: Manifest | None, manifest: Manifest) -> tuple[Former, ...]:
    """The collections that are to be removed in time once `manifest` has taken the place of `published`."""
    if published is None:
        return ()
    kept = tuple(item for item in published.former if manifest.built_at - item.since < FORGOTTEN_AFTER)
    if not published.collection:
        return kept
    return (*kept, Former(published.server, published.collection, published.generation, manifest.built_at))


def sweep(paths: Paths, published: Manifest, now: datetime) -> Manifest:
    """Remove this workspace's collections that no reader can need; gives the manifest without them. Raises nothing.

    Those go whose generation was followed by another, or whose build failed, more than GRACE ago, unless a reader on
    this machine holds the generation.
    """
    left: list[Former] = []
    for url in dict.fromkeys([published.server, *(item.server for item in published.former)]):
        former = [item for item in published.former if item.server == url]
        try:
            gone = set(_swept(paths, published, url, now)) if url else set()
        except RegbotError:
            gone = set()
        left += [item for item in former if item.collection not in gone]
    return replace(published, former=tuple(left))


def _swept(paths: Paths, published: Manifest, url: str, now: datetime) -> Iterator[str]:
    from regbot.index.vector_server import VectorServer

    since = {item.collection: item.since.timestamp() for item in published.former}
    oldest = (now - GRACE).timestamp()
    with closing(VectorServer(url)) as server:
        held = server.collections()
        yield from since.keys() - held.keys()
        for name, kept in held.items():
            if kept.get(OWNER) != _owner(paths, published.owner) or name == published.collection:
                continue
            if since.get(name, float(kept[MADE])) < oldest and not _read(paths, str(kept[GENERATION])):
                server.remove(name)
                yield name


def _read(paths: Paths, generation: str) -> bool:
    folder: Path = generation_folder(paths, generation)
    return folder.is_dir() and in_use(folder)


def _owner(paths: Paths, owner: str) -> str:
    """A copy of the workspace is another owner: its folder is another file."""
    return hashlib.sha256(f"{owner} {paths.indexes.stat().st_ino}".encode()).hexdigest()[:32]
