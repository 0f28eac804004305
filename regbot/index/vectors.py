"""Ranking by meaning: vectors in Chroma (cosine), one collection per generation, on disk.

Chroma 1.5 writes to its SQLite file on every opening and keeps its segment files open for writing. A reader therefore
opens a private copy in the temporary folder, so that a published generation is never touched, may lie on a read-only
disk, and any number of readers stay out of each other's way.
"""

from __future__ import annotations

import errno
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
from regbot.index.collection import add, configuration, nearest, stored
from regbot.index.readers import hold, in_use, release

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
PREFIX = "regbot-vectors-"
ABANDONED_AFTER = 3600
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class VectorWriter:
    """Makes a new collection of `total` vectors in `folder`, which must be empty. All methods raise OSError."""

    def __init__(self, folder: Path, total: int) -> None:
        with _as_os_error():
            self._client = _client(folder)
            self._collection = self._client.create_collection(
                COLLECTION, embedding_function=None, configuration=configuration(total)
            )

    def add(
        self, texts: Sequence[int], windows: Sequence[int], places: Sequence[tuple[str, str]], vectors: Vectors
    ) -> None:
        """Add one vector per passage: window `windows[i]` of text `texts[i]`; `places` are (document, lang)."""
        with _as_os_error():
            add(self._collection, texts, windows, places, vectors)

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
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                place = tempfile.gettempdir()
                raise IndexCorruptError(
                    f"the vectors cannot be copied to {place}: {str(error.strerror).lower()}",
                    "free some space there, or set TMPDIR to another folder",
                ) from error
            state = "damaged" if (folder / DATABASE).is_file() else "gone"
            raise IndexCorruptError(f"the vectors in {folder} are {state}") from error

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
        try:
            return nearest(self._collection, self.count, vector, limit, (documents, langs))
        except Exception as error:
            raise IndexCorruptError("the vectors are damaged and cannot be searched") from error

    def stored(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The vectors stored under `keys` (`text:window`)."""
        return stored(self._collection, keys)


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
