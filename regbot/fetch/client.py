"""The one door to publishers: polite, bounded, conditional, and every byte that comes in is kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Protocol

import httpx

from regbot.fetch.errors import AddressError, BotWallError, ParseError, PermanentError, TransientError
from regbot.fetch.guard import Resolve, resolve
from regbot.fetch.politeness import Pace, Robots
from regbot.fetch.redact import redacted
from regbot.fetch.response import Response
from regbot.fetch.transport import Reply, Transport
from regbot.fetch.walls import wall_name

REDIRECTS = frozenset((301, 302, 303, 307, 308))
MOST_REDIRECTS = 5
PASSING = frozenset((202, 408, 425, 429, 500, 502, 503, 504))
LONGEST_WAIT = 60.0
ROBOTS_LAST = timedelta(days=1)
"""How long a robots.txt counts before it is asked for again (RFC 9309)."""

CHOOSING = ("accept", "accept-language")
"""Request headers that decide which text an address gives; they are part of what is remembered."""


class Archive(Protocol):
    """Where bodies are kept. `key` is the address, with whatever else decides the answer."""

    def recall(self, key: str) -> tuple[Mapping[str, str], str] | None:
        """The headers of the last answer and the SHA-256 of its body; None if there is none or its body is gone."""

    def read(self, sha256: str) -> bytes:
        """A body kept before."""

    def keep(self, key: str, url: str, reply: tuple[int, Mapping[str, str], bytes], at: datetime) -> str:
        """Keep a body with its status and headers; gives its SHA-256."""

    def recall_robots(self, address: str, after: datetime) -> tuple[int, str] | None:
        """Status and text of a robots.txt read after a moment, else None."""

    def keep_robots(self, address: str, status: int, text: str, at: datetime) -> None:
        """Keep a robots.txt."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How one source may be asked. Pauses and times in seconds.

    `allow_local` is for the host and port that a request is addressed to; no redirect leads into a private network.
    """

    delay: float = 1.0
    timeout: float = 60.0
    max_bytes: int = 20_000_000
    allow_local: bool = False
    ignore_robots: bool = False
    attempts: int = 3
    backoff: float = 1.0


@dataclass(frozen=True, slots=True)
class Shared:
    """What all clients of one run have in common. `clock` gives the aware moment, `agent` is the User-Agent."""

    archive: Archive
    agent: str
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    robots: Robots = field(default_factory=Robots)
    resolve: Resolve = resolve


@dataclass(frozen=True, slots=True)
class _Question:
    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    content: bytes
    own: frozenset[str]
    """Lower-case names of headers meant for the first host alone."""


class Client:
    """Asks publishers on behalf of one source. Not for use by two threads at once; close it after use."""

    def __init__(self, shared: Shared, policy: Policy) -> None:
        self._shared = shared
        self._policy = policy
        self._transport = Transport(shared.resolve)
        self._local: tuple[str, int] | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: str = "",
        also: tuple[int, ...] = (),
    ) -> Response:
        """The whole answer to a GET, asked for conditionally when the address was asked before.

        `params` are added to the address: None is left out, a list repeats its key. `expect` is `json`, `html`, `xml`, `pdf`
        or empty. Statuses in `also` come back like 200. On 304 the stored body comes back with `fresh` False.
        Raises SourceError.
        """
        question = self._question("GET", url, params, headers, b"")
        return self._answer(question, expect, also)

    def post(
        self,
        url: str,
        *,
        json: Any = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: str = "",
        also: tuple[int, ...] = (),
    ) -> Response:
        """The whole answer to a question that has to be POSTed. As `get`, but never conditional. Raises SourceError."""
        form = (
            httpx.Request("POST", "http://x", json=json)
            if json is not None
            else httpx.Request("POST", "http://x", data=data)
        )
        told = {"content-type": form.headers.get("content-type", ""), **(headers or {})}
        return self._answer(self._question("POST", url, None, told, form.content), expect, also)

    def _question(
        self, method: str, url: str, params: Mapping[str, Any] | None, headers: Mapping[str, str] | None, content: bytes
    ) -> _Question:
        try:
            address = httpx.URL(url)
            if params:
                address = address.copy_merge_params(_plain(params))
        except (httpx.InvalidURL, TypeError, UnicodeError, ValueError) as error:
            raise AddressError(f"{redacted(url)} is no address: {error}") from error
        own = {name.lower(): value for name, value in (headers or {}).items() if value}
        return _Question(method, address, own, content, frozenset(own) - {*CHOOSING, "content-type"})

    def _answer(self, question: _Question, expect: str, also: tuple[int, ...]) -> Response:
        key = _key(question)
        memory = self._shared.archive.recall(key) if question.method == "GET" else None
        reply = self._persistently(question, memory[0] if memory else {}, also)
        at, asked, url = self._shared.clock(), redacted(str(question.url)), redacted(str(reply.url))
        if reply.status == HTTPStatus.NOT_MODIFIED:
            if not memory:
                raise PermanentError(f"{url} says that it has not changed, but was never read", status=304)
            body = self._shared.archive.read(memory[1])
            _check_kind(body, expect, url)
            return Response(asked, url, 200, memory[0], body, memory[1], at, fresh=False)
        headers = {name: value for name, value in reply.headers.items() if name != "set-cookie"}
        wall = wall_name(reply.status, headers, reply.body) if expect != "text" else ""
        if wall and reply.status not in also:
            raise BotWallError(f"{url} is behind {wall}: it answers programs with a challenge instead of the page")
        if reply.status < 300 and reply.status not in also:
            _check_kind(reply.body, expect, url)
        sha256 = self._shared.archive.keep(key, url, (reply.status, headers, reply.body), at)
        return Response(asked, url, reply.status, headers, reply.body, sha256, at)

    def _persistently(self, question: _Question, memory: Mapping[str, str], also: tuple[int, ...]) -> Reply:
        """The answer, after as many attempts as transient errors need and the policy allows."""
        for attempt in range(1, self._policy.attempts + 1):
            try:
                return self._followed(question, memory, also)
            except TransientError as error:
                ceiling = self._policy.backoff * 2 ** (attempt - 1)
                wait = error.retry_after if error.retry_after is not None else random.uniform(ceiling / 2, ceiling)
                if attempt == self._policy.attempts or wait > LONGEST_WAIT:
                    raise
                self._shared.pace.sleep(wait)
        raise AssertionError("unreachable")

    def _followed(self, question: _Question, memory: Mapping[str, str], also: tuple[int, ...]) -> Reply:
        """The answer at the end of a chain of redirects."""
        seen = {question.url}
        origin = question.url
        self._local = (origin.host, _port(origin)) if self._policy.allow_local else None
        for _ in range(MOST_REDIRECTS + 1):
            reply = self._once(question, memory)
            if reply.status not in REDIRECTS or "location" not in reply.headers:
                self._check_status(reply, also)
                return reply
            target = _target(question.url, reply.headers["location"])
            if target in seen or (len(seen) == MOST_REDIRECTS + 1 and "set-cookie" in reply.headers):
                raise _going_round(target, reply)
            seen.add(target)
            question = _redirected(question, target, reply.status, origin)
        raise PermanentError(f"{redacted(str(origin))} redirects more than {MOST_REDIRECTS} times", status=reply.status)

    def _once(self, question: _Question, memory: Mapping[str, str]) -> Reply:
        url = question.url
        _check_address(url)
        delay = self._policy.delay
        if not (self._policy.ignore_robots and self._policy.allow_local):
            delay = max(delay, self._shared.robots.check(_origin(url), str(url), self._robots_text))
        headers = {**self._standing_headers(), **question.headers}
        if etag := memory.get("etag"):
            headers["if-none-match"] = etag
        if modified := memory.get("last-modified"):
            headers["if-modified-since"] = modified
        return self._sent(httpx.Request(question.method, url, headers=headers, content=question.content), delay)

    def _sent(self, request: httpx.Request, delay: float) -> Reply:
        with self._shared.pace.turn(request.url.netloc.decode("ascii"), delay):
            return self._transport.exchange(
                request, timeout=self._policy.timeout, max_bytes=self._policy.max_bytes, local=self._local
            )

    def _standing_headers(self) -> dict[str, str]:
        return {"user-agent": self._shared.agent, "accept": "*/*", "accept-encoding": "gzip, deflate"}

    def _robots_text(self, address: str) -> tuple[int, str]:
        now = self._shared.clock()
        known = self._shared.archive.recall_robots(address, now - ROBOTS_LAST)
        if known:
            return known
        status, text = self._ask_robots(httpx.URL(address))
        if status < 500 and status != HTTPStatus.TOO_MANY_REQUESTS:
            self._shared.archive.keep_robots(address, status, text, now)
        return status, text

    def _ask_robots(self, url: httpx.URL) -> tuple[int, str]:
        for _ in range(MOST_REDIRECTS + 1):
            _check_address(url)
            reply = self._sent(httpx.Request("GET", url, headers=self._standing_headers()), self._policy.delay)
            if reply.status not in REDIRECTS or "location" not in reply.headers:
                return reply.status, reply.body.decode("utf-8", "replace")
            url = _target(url, reply.headers["location"])
        return 404, ""

    def _check_status(self, reply: Reply, also: tuple[int, ...]) -> None:
        status, url = reply.status, redacted(str(reply.url))
        passes = (200 <= status < 300 and status != HTTPStatus.ACCEPTED) or status == HTTPStatus.NOT_MODIFIED
        if passes or status in also:
            return
        wall = wall_name(status, dict(reply.headers), reply.body)
        if wall:
            raise BotWallError(f"{url} is behind {wall}: it answers programs with a challenge ({status})")
        if status in PASSING:
            wait = _retry_after(reply.headers.get("retry-after", ""), self._shared.clock())
            raise TransientError(f"{url} answers with {_named(status)}", _later(wait), retry_after=wait)
        raise PermanentError(f"{url} answers with {_named(status)}", _refusal_hint(status), status, reply.body)


def _plain(params: Mapping[str, Any]) -> httpx.QueryParams:
    pairs: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in params.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [
            (name, str(item).lower() if isinstance(item, bool) else str(item)) for item in values if item is not None
        ]
    return httpx.QueryParams(pairs)


def _key(question: _Question) -> str:
    chosen = [f"{name}: {question.headers[name]}" for name in CHOOSING if name in question.headers]
    return "\n".join([redacted(str(question.url)), *chosen])


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _check_address(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https") or not url.host:
        raise AddressError(f"{redacted(str(url))} is no web address", "addresses begin with https:// or http://")
    if url.userinfo:
        raise AddressError(f"the address of {url.host} holds a name or password", "take it out of the address")


def _target(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads. A host that sends from https to its own http address is asked over https again."""
    try:
        target = url.join(location).copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise PermanentError(f"{redacted(str(url))} redirects to what is no address") from error
    if url.scheme == "https" and target.scheme == "http":
        if target.host == url.host:
            return target.copy_with(scheme="https", port=None)
        raise PermanentError(f"{redacted(str(url))} redirects to {redacted(str(target))}, which is not encrypted")
    return target


def _redirected(question: _Question, target: httpx.URL, status: int, origin: httpx.URL) -> _Question:
    headers = dict(question.headers)
    if (target.scheme, target.netloc) != (origin.scheme, origin.netloc):
        headers = {name: value for name, value in headers.items() if name not in question.own}
    if question.method == "POST" and status in (301, 302, 303):
        headers.pop("content-type", None)
        return replace(question, method="GET", url=target, headers=headers, content=b"")
    return replace(question, url=target, headers=headers)


def _going_round(target: httpx.URL, reply: Reply) -> BotWallError | PermanentError:
    url = redacted(str(target))
    if "set-cookie" in reply.headers:
        return BotWallError(f"{url} sends programs in a circle and sets a cookie: a bot check")
    return PermanentError(f"{url} redirects in a circle", status=reply.status)


def _retry_after(value: str, now: datetime) -> float | None:
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), 1e9)
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _later(wait: float | None) -> str | None:
    return f"run the same command again in {wait:,.0f} seconds, as the publisher asks" if wait else None


def _refusal_hint(status: int) -> str | None:
    if status in (401, 403):
        return "check the source's API key, if it needs one; else the publisher does not let programs in: use `regbot import`"
    return None


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _check_kind(body: bytes, expect: str, url: str) -> None:
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    page = start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<") and b"<html" in start)
    wrong = {
        "json": not start.startswith((b"{", b"[", b'"')),
        "xml": not start.startswith(b"<") or start.startswith((b"<!doctype html", b"<html")),
        "html": start.startswith((b"%pdf", b"pk\x03\x04", b"{")) or not start,
        "pdf": b"%pdf" not in start,
    }
    if wrong.get(expect):
        found = "a web page" if page else "nothing" if not body.strip() else "something else"
        raise ParseError(f"{url} promised {expect.upper()} and sent {found}")
