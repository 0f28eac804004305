"""Ranking by meaning on a Chroma server: one collection per generation, as `vectors` has it on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from regbot.errors import VectorServerError
from regbot.index.collection import add, configuration, nearest, stored

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors

COLLECTIONS_AT_ONCE = 500
PROBE_SECONDS, READ_SECONDS, WRITE_SECONDS = 3.0, 10.0, 300.0
"""Seconds: how long a server may take to say that it is there, to answer, and to store a batch."""


class ServerWriter:
    """Makes a new collection `name` of `total` vectors on the Chroma server at `url`. Raises VectorServerError.

    `marks` are kept with the collection, for `VectorServer.collections`.
    """

    def __init__(self, url: str, name: str, total: int, marks: Mapping[str, str | float]) -> None:
        self._url = url
        self._client = _server_client(url, WRITE_SECONDS)
        with _as_server_error(url):
            self._collection = self._client.create_collection(
                name, metadata=dict(marks), embedding_function=None, configuration=configuration(total)
            )

    def add(
        self, texts: Sequence[int], windows: Sequence[int], places: Sequence[tuple[str, str]], vectors: Vectors
    ) -> None:
        """As `VectorWriter.add`."""
        with _as_server_error(self._url):
            add(self._collection, texts, windows, places, vectors)

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
            return nearest(collection, count, vector, limit, (documents, langs))

    def stored(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """As `VectorReader.stored`."""
        with self._asking() as (collection, _):
            return stored(collection, keys)

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
