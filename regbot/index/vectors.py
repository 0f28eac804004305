"""Ranking by meaning: vectors in Chroma (cosine), one collection per generation.

Chroma 1.5 writes to its SQLite file on every opening and keeps its segment files open for writing. A reader therefore
opens a private copy in the temporary folder, so that a published generation is never touched, may lie on a read-only
disk, and any number of readers stay out of each other's way.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regbot.errors import IndexCorruptError
from regbot.index.readers import hold, in_use, release

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
SYNC_MOST = 20_000
PREFIX = "regbot-vectors-"
ABANDONED_AFTER = 3600
"""Seconds."""


class VectorWriter:
    """Makes a new collection of `total` vectors in `folder`, which must be empty. All methods raise OSError."""

    def __init__(self, folder: Path, total: int) -> None:
        rounds = -(-total // SYNC_MOST) or 1
        sync = max(2, -(-total // rounds))
        hnsw = {
            "space": "cosine",
            "ef_construction": 100,
            "max_neighbors": 16,
            "ef_search": 300,
            "batch_size": min(100, sync),
            "sync_threshold": sync,
        }
        with _as_os_error():
            self._client = _client(folder)
            self._collection = self._client.create_collection(
                COLLECTION, embedding_function=None, configuration={"hnsw": hnsw}
            )

    def add(
        self, texts: Sequence[int], windows: Sequence[int], places: Sequence[tuple[str, str]], vectors: Vectors
    ) -> None:
        """Add one vector per passage: window `windows[i]` of text `texts[i]`; `places` are (document, lang)."""
        with _as_os_error():
            self._collection.add(
                ids=[f"{text}:{window}" for text, window in zip(texts, windows, strict=True)],
                embeddings=vectors,
                metadatas=[{"document": document, "lang": lang} for document, lang in places],
            )

    @property
    def count(self) -> int:
        """How many vectors are stored."""
        with _as_os_error():
            return int(self._collection.count())

    def close(self) -> None:
        """Release the files."""
        self._client.close()


def compact(folder: Path) -> None:
    """Give back the space that Chroma needed while writing. Raises sqlite3.Error."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("VACUUM")


class VectorReader:
    """Opens the collection in `folder` without changing it. Raises IndexCorruptError."""

    def __init__(self, folder: Path) -> None:
        try:
            private = Path(tempfile.mkdtemp(prefix=PREFIX))
            self._close = weakref.finalize(self, _remove, private, hold(private))
            _remove_abandoned(private)
            _copy(folder, private)
            self._client = _client(private)
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            self.count = int(self._collection.count())
        except Exception as error:
            raise IndexCorruptError(f"the vectors in {folder} cannot be opened: {error}") from error

    def close(self) -> None:
        """Release the private copy."""
        self._client.close()
        self._close()

    def nearest(
        self, vector: Vectors, limit: int, documents: Sequence[str] | None = None, langs: Sequence[str] = ()
    ) -> list[tuple[int, float]]:
        """The `limit` nearest passages, or as many as there are: text id and cosine, nearest first.

        `documents` and `langs`, where given, restrict the passages. Raises IndexCorruptError.
        """
        limit = min(limit, self.count)
        if limit == 0 or (documents is not None and not documents):
            return []
        wanted: list[Any] = [{"document": {"$in": list(documents)}}] if documents is not None else []
        wanted += [{"lang": {"$in": list(langs)}}] if langs else []
        try:
            answer = self._collection.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=limit,
                where={"$and": wanted} if len(wanted) > 1 else (wanted or [None])[0],
                include=["distances"],
            )
        except Exception as error:
            raise IndexCorruptError(f"the vectors cannot be searched: {error}") from error
        found = zip(answer["ids"][0], answer["distances"][0], strict=True)
        return [(int(key.partition(":")[0]), 1.0 - float(distance)) for key, distance in found]

    def stored(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The vectors stored under `keys` (`text:window`)."""
        import numpy as np

        if not keys:
            return {}
        answer = self._collection.get(ids=list(keys), include=["embeddings"])
        vectors = np.asarray(answer["embeddings"], dtype=np.float32)
        return dict(zip(answer["ids"], vectors, strict=True))


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise OSError(f"Chroma: {error}") from error


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _copy(folder: Path, private: Path) -> None:
    shutil.copyfile(folder / DATABASE, private / DATABASE)
    for segment in (path for path in folder.iterdir() if path.is_dir()):
        files = list(segment.iterdir())
        if all(os.access(path, os.W_OK) for path in files):
            (private / segment.name).symlink_to(segment.absolute(), target_is_directory=True)
        else:
            (private / segment.name).mkdir()
            for path in files:
                shutil.copyfile(path, private / segment.name / path.name)


def _remove(private: Path, held: int | None) -> None:
    shutil.rmtree(private, ignore_errors=True)
    release(held)


def _remove_abandoned(private: Path) -> None:
    """Remove the copies of readers that were killed."""
    newest = private.stat().st_mtime - ABANDONED_AFTER
    for folder in private.parent.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_mtime < newest and not in_use(folder):
                shutil.rmtree(folder)
