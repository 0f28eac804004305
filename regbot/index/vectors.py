"""Ranking by meaning: vectors in Chroma (cosine), one collection per generation, on disk or on a Chroma server.

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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from regbot.errors import IndexCorruptError, VectorServerError
from regbot.index.readers import hold, in_use, release

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
SYNC_MOST = 20_000
COLLECTIONS_AT_ONCE = 500
PREFIX = "regbot-vectors-"
ABANDONED_AFTER = 3600
PROBE_SECONDS, READ_SECONDS, WRITE_SECONDS = 3.0, 10.0, 300.0
"""Seconds: how long a server may take to say that it is there, to answer, and to store a batch."""


class VectorWriter:
    """Makes a new collection of `total` vectors in `folder`, which must be empty. All methods raise OSError."""

    def __init__(self, folder: Path, total: int) -> None:
        with _as_os_error():
            self._client = _client(folder)
            self._collection = self._client.create_collection(
                COLLECTION, embedding_function=None, configuration=_configuration(total)
            )

    def add(
        self, texts: Sequence[int], windows: Sequence[int], places: Sequence[tuple[str, str]], vectors: Vectors
    ) -> None:
        """Add one vector per passage: window `windows[i]` of text `texts[i]`; `places` are (document, lang)."""
        with _as_os_error():
            _add(self._collection, texts, windows, places, vectors)

    @property
    def count(self) -> int:
        """How many vectors are stored."""
        with _as_os_error():
            return int(self._collection.count())

    def close(self) -> None:
        """Release the files."""
        self._client.close()


class ServerWriter:
    """Makes a new collection `name` of `total` vectors on the Chroma server at `url`. Raises VectorServerError.

    `marks` are kept with the collection, for `VectorServer.collections`.
    """

    def __init__(self, url: str, name: str, total: int, marks: Mapping[str, str | float]) -> None:
        self._url = url
        self._client = _server_client(url, WRITE_SECONDS)
        with _as_server_error(url):
            self._collection = self._client.create_collection(
                name, metadata=dict(marks), embedding_function=None, configuration=_configuration(total)
            )

    def add(
        self, texts: Sequence[int], windows: Sequence[int], places: Sequence[tuple[str, str]], vectors: Vectors
    ) -> None:
        """As `VectorWriter.add`."""
        with _as_server_error(self._url):
            _add(self._collection, texts, windows, places, vectors)

    @property
    def count(self) -> int:
        """How many vectors are stored."""
        with _as_server_error(self._url):
            return int(self._collection.count())

    def close(self) -> None:
        """Release the connection."""
        self._client.close()


class VectorServer:
    """What a build and a check ask of the Chroma server at `url`. All methods raise VectorServerError."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = _server_client(url, READ_SECONDS)

    def count(self, name: str) -> int | None:
        """How many vectors the collection `name` holds; None if there is no such collection."""
        from chromadb.errors import NotFoundError

        with _as_server_error(self._url):
            try:
                return int(self._client.get_collection(name, embedding_function=None).count())
            except NotFoundError:
                return None

    def collections(self) -> dict[str, Mapping[str, Any]]:
        """The marks of every collection on the server, whoever made it."""
        found: dict[str, Mapping[str, Any]] = {}
        with _as_server_error(self._url):
            while page := self._client.list_collections(limit=COLLECTIONS_AT_ONCE, offset=len(found)):
                found |= {item.name: item.metadata or {} for item in page}
        return found

    def remove(self, name: str) -> None:
        """Remove a collection; one that is gone already is no error."""
        from chromadb.errors import NotFoundError

        with _as_server_error(self._url), suppress(NotFoundError):
            self._client.delete_collection(name)

    def close(self) -> None:
        """Release the connection."""
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
        try:
            return _nearest(self._collection, self.count, vector, limit, (documents, langs))
        except Exception as error:
            raise IndexCorruptError(f"the vectors cannot be searched: {error}") from error

    def stored(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The vectors stored under `keys` (`text:window`)."""
        return _stored(self._collection, keys)


class ServerReader:
    """Reads the collection `name` on the Chroma server at `url`, connecting when first asked; any thread may ask.

    All methods raise VectorServerError. After one the next call tries again.
    """

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._connecting = Lock()
        self._opened: tuple[Any, Any, int] | None = None

    def connect(self) -> None:
        """Make sure that the server answers and holds the collection."""
        self._open()

    @property
    def count(self) -> int:
        """How many vectors the collection holds."""
        return self._open()[1]

    def close(self) -> None:
        """Release the connection."""
        with self._connecting:
            if self._opened:
                self._opened[0].close()
            self._opened = None

    def nearest(
        self, vector: Vectors, limit: int, documents: Sequence[str] | None = None, langs: Sequence[str] = ()
    ) -> list[tuple[int, float]]:
        """As `VectorReader.nearest`."""
        with self._asking() as (collection, count):
            return _nearest(collection, count, vector, limit, (documents, langs))

    def stored(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """As `VectorReader.stored`."""
        with self._asking() as (collection, _):
            return _stored(collection, keys)

    def _open(self) -> tuple[Any, int]:
        with self._connecting:
            if self._opened is None:
                client = _server_client(self._url, READ_SECONDS)
                try:
                    with self._lost():
                        collection = client.get_collection(self._name, embedding_function=None)
                        self._opened = client, collection, int(collection.count())
                except VectorServerError:
                    client.close()
                    raise
            return self._opened[1:]

    @contextmanager
    def _asking(self) -> Iterator[tuple[Any, int]]:
        opened = self._open()
        try:
            with self._lost():
                yield opened
        except VectorServerError:
            self.close()
            raise

    @contextmanager
    def _lost(self) -> Iterator[None]:
        from chromadb.errors import NotFoundError

        try:
            with _as_server_error(self._url):
                yield
        except VectorServerError as error:
            if not isinstance(error.__cause__, NotFoundError):
                raise
            raise VectorServerError(
                f"the Chroma server at {self._url} no longer holds the vectors of this index",
                "start regbot again if a newer index has been published, else run `regbot index build`",
            ) from error


def _configuration(total: int) -> dict[str, Any]:
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
    return {"hnsw": hnsw}


def _add(
    collection: Any, texts: Sequence[int], windows: Sequence[int], places: Sequence[tuple[str, str]], vectors: Vectors
) -> None:
    collection.add(
        ids=[f"{text}:{window}" for text, window in zip(texts, windows, strict=True)],
        embeddings=vectors,
        metadatas=[{"document": document, "lang": lang} for document, lang in places],
    )


def _nearest(
    collection: Any, count: int, vector: Vectors, limit: int, only: tuple[Sequence[str] | None, Sequence[str]]
) -> list[tuple[int, float]]:
    documents, langs = only
    limit = min(limit, count)
    if limit == 0 or (documents is not None and not documents):
        return []
    wanted: list[Any] = [{"document": {"$in": list(documents)}}] if documents is not None else []
    wanted += [{"lang": {"$in": list(langs)}}] if langs else []
    answer = collection.query(
        query_embeddings=vector.reshape(1, -1),
        n_results=limit,
        where={"$and": wanted} if len(wanted) > 1 else (wanted or [None])[0],
        include=["distances"],
    )
    found = zip(answer["ids"][0], answer["distances"][0], strict=True)
    return [(int(key.partition(":")[0]), 1.0 - float(distance)) for key, distance in found]


def _stored(collection: Any, keys: Sequence[str]) -> dict[str, Vectors]:
    import numpy as np

    if not keys:
        return {}
    answer = collection.get(ids=list(keys), include=["embeddings"])
    vectors = np.asarray(answer["embeddings"], dtype=np.float32)
    return dict(zip(answer["ids"], vectors, strict=True))


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise OSError(f"Chroma: {error}") from error


@contextmanager
def _as_server_error(url: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise VectorServerError(f"the Chroma server at {url} does not answer: {_short(error)}") from error


def _short(error: BaseException) -> str:
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            return inner.strerror.lower()
        inner = inner.__cause__ or inner.__context__
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _server_client(url: str, seconds: float) -> Any:
    """A client of the server; it answered within PROBE_SECONDS. Chroma's own client would wait for ever."""
    _probe(url)
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    with _as_server_error(url):
        client = chromadb.HttpClient(
            host=host or "",
            port=parts.port or (443 if secure else 80),
            ssl=secure,
            settings=Settings(anonymized_telemetry=False),
        )
        client._server._session.timeout = seconds
        return client


def _probe(url: str) -> None:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PROBE_SECONDS)
    with _as_server_error(url), closing(connection):
        connection.request("GET", "/api/v2/heartbeat")
        answer = connection.getresponse()
        if answer.status != 200 or b"heartbeat" not in answer.read(1000):
            raise HTTPException("what answers there is not Chroma")


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
