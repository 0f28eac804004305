"""One HTTP exchange: no redirects, no cookies, no proxy; bounded in bytes and in time."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import httpcore
import httpx

from regbot.fetch.errors import AddressError, OversizeError, PermanentError, TransientError
from regbot.fetch.guard import GuardedBackend, Resolve, resolve

KEPT_ALIVE_SECONDS = 30.0
CONNECT_SECONDS = 15.0
GZIP, ZLIB, RAW = 31, 15, -15


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one request, unpacked. `headers` have lower-case names; repeated ones are joined by a comma."""

    url: httpx.URL
    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Connections for one source. Not for use by two threads at once."""

    def __init__(self, resolve: Resolve = resolve) -> None:
        self._backend = GuardedBackend(resolve)
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()

    def exchange(
        self, request: httpx.Request, *, timeout: float, max_bytes: int, local: tuple[str, int] | None = None
    ) -> Reply:
        """Send `request` and read the whole answer within `timeout` seconds and `max_bytes`, packed and unpacked.

        `local` is a host and port that may be on a private network. Raises TransientError,
        PermanentError, AddressError, OversizeError.
        """
        self._backend.deadline = time.monotonic() + timeout
        self._backend.local = local
        host = request.url.host
        try:
            return self._exchange(request, timeout, max_bytes)
        except httpcore.TimeoutException as error:
            raise TransientError(f"{host} did not send its whole answer within {timeout:g} seconds") from error
        except httpcore.UnsupportedProtocol as error:
            raise AddressError(f"{request.url} is no address that regbot can ask") from error
        except httpcore.RemoteProtocolError as error:
            raise TransientError(f"{host} broke off its answer") from error
        except httpcore.ConnectError as error:
            raise _not_connected(host, error) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise TransientError(f"the connection to {host} was lost") from error

    def _pool(self, scheme: str) -> httpcore.ConnectionPool:
        if scheme not in self._pools:
            self._pools[scheme] = httpcore.ConnectionPool(
                ssl_context=_tls() if scheme == "https" else None,
                keepalive_expiry=KEPT_ALIVE_SECONDS,
                network_backend=self._backend,
            )
        return self._pools[scheme]

    def _exchange(self, request: httpx.Request, timeout: float, max_bytes: int) -> Reply:
        waits = {"connect": min(timeout, CONNECT_SECONDS), "read": timeout, "write": timeout, "pool": timeout}
        answer = self._pool(request.url.scheme).handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.content,
                extensions={"timeout": waits},
            )
        )
        try:
            headers = _headers(answer.headers)
            body = b"".join(_unpacked(answer.iter_stream(), headers, request.url.host, max_bytes))
        finally:
            answer.close()
        return Reply(request.url, answer.status, headers, body)


@cache
def _tls() -> ssl.SSLContext:
    """Certificates are always verified, against Mozilla's list. Loading that takes a tenth of a second."""
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("ascii", "replace").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _unpacked(chunks: Iterator[bytes], headers: Mapping[str, str], host: str, max_bytes: int) -> Iterator[bytes]:
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > max_bytes:
        raise _oversize(host, max_bytes)
    unpacker = _unpacker(headers.get("content-encoding", ""), host)
    received = produced = 0
    for chunk in chunks:
        received += len(chunk)
        if received > max_bytes:
            raise _oversize(host, max_bytes)
        part = unpacker.feed(chunk, max_bytes - produced + 1)
        produced += len(part)
        if produced > max_bytes:
            raise _oversize(host, max_bytes)
        yield part
    if received:
        unpacker.finish()


class _Unpacker(Protocol):
    def feed(self, chunk: bytes, limit: int) -> bytes: ...

    def finish(self) -> None: ...


class _Plain:
    def feed(self, chunk: bytes, limit: int) -> bytes:
        return chunk[:limit]

    def finish(self) -> None:
        return


class _Inflating:
    """gzip or deflate; of deflate both the form with a zlib header and the one without."""

    def __init__(self, host: str, windows: tuple[int, ...]) -> None:
        self._host = host
        self._windows = windows
        self._inner = zlib.decompressobj(windows[0])
        self._started = False

    def feed(self, chunk: bytes, limit: int) -> bytes:
        """At most `limit` bytes; one more than allowed is enough to know that it is too much."""
        out = b""
        while chunk and len(out) < limit:
            if self._inner.eof:
                if self._windows[0] != GZIP or not chunk.startswith(b"\x1f\x8b"):
                    return out
                self._inner = zlib.decompressobj(GZIP)
            out += self._inflate(chunk, limit - len(out))
            chunk = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        return out

    def finish(self) -> None:
        if not self._inner.eof:
            raise TransientError(f"{self._host} broke off its answer")

    def _inflate(self, chunk: bytes, limit: int) -> bytes:
        try:
            part = self._inner.decompress(chunk, limit)
        except zlib.error as error:
            if self._started or len(self._windows) < 2:
                raise TransientError(f"{self._host} sent an answer that does not unpack") from error
            self._inner = zlib.decompressobj(self._windows[1])
            self._windows = self._windows[1:]
            return self._inflate(chunk, limit)
        self._started = True
        return part


def _unpacker(encoding: str, host: str) -> _Unpacker:
    match encoding.strip().lower():
        case "" | "identity" | "none":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Inflating(host, (GZIP,))
        case "deflate":
            return _Inflating(host, (ZLIB, RAW))
        case other:
            raise PermanentError(f"{host} packed its answer as {other!r}, which was not asked for")


def _oversize(host: str, max_bytes: int) -> OversizeError:
    return OversizeError(f"{host} sent more than {max_bytes:,} bytes")


def _not_connected(host: str, error: Exception) -> TransientError | PermanentError:
    if "certificate" in str(error).lower():
        hint = "check this computer's clock; if that is right, the publisher has to renew its certificate"
        return PermanentError(f"the certificate of {host} is not valid: {error}", hint)
    if "resolved" in str(error):
        return TransientError(
            f"the name {host} cannot be resolved", "check the network, and the address in corpus/sources.toml"
        )
    return TransientError(f"cannot connect to {host}: {error}", "check the network, then run the same command again")
