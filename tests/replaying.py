"""A loopback publisher: replays recorded answers, answers conditional requests, and misbehaves when told to."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from regbot.corpus.ledger import Ledger
from regbot.corpus.snapshots import Snapshots
from regbot.errors import SourceError
from regbot.fetch.client import Client, Policy, Shared
from regbot.fetch.politeness import Pace
from regbot.sources.base import Context, Listed, Parsed, Skipped, Source

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """One request that arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass
class Answer:
    """What an address answers. `query` must be part of the request's for the answer to count."""

    body: bytes
    content_type: str = ""
    status: int = 200
    etag: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    method: str = ""
    respond: Callable[[Request], Response] | None = None

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"' if self.etag else ""


class Replay:
    """Addresses and what they answer; robots.txt is missing (404) unless it is served."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.requests: list[Asked] = []
        self.answers: dict[str, list[Answer]] = {}
        server.expect_request(re.compile(".*")).respond_with_handler(self._handle)

    @property
    def url(self) -> str:
        return self.server.url_for("").rstrip("/")

    @property
    def asked(self) -> list[Asked]:
        """The requests but for robots.txt."""
        return [item for item in self.requests if item.path != "/robots.txt"]

    def serve(self, path: str, body: bytes | str | Path | object = b"", **more: Any) -> Answer:
        """Let `path` answer with bytes, text, a file, or JSON values; a later call for the same path and query replaces."""
        if isinstance(body, Path):
            body = body.read_bytes()
        elif isinstance(body, str):
            body = body.encode()
        elif not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
            more.setdefault("content_type", "application/json")
        answer = Answer(body, **more)
        kept = [
            item for item in self.answers.get(path, []) if (item.query, item.method) != (answer.query, answer.method)
        ]
        self.answers[path] = sorted([*kept, answer], key=lambda item: -len(item.query))
        return answer

    def forget(self) -> None:
        """Forget the requests so far."""
        self.requests.clear()

    def _handle(self, request: Request) -> Response:
        answer = self._answer(request)
        response = self._response(request, answer)
        asked = Asked(
            request.method,
            request.path,
            {name: request.args.getlist(name) for name in request.args},
            {name.lower(): value for name, value in request.headers.items()},
            request.get_data(),
            response.status_code,
        )
        self.requests.append(asked)
        return response

    def _answer(self, request: Request) -> Answer | None:
        for answer in self.answers.get(request.path, []):
            wanted = all(value in request.args.getlist(name) for name, value in answer.query.items())
            if wanted and answer.method in ("", request.method):
                return answer
        return None

    def _response(self, request: Request, answer: Answer | None) -> Response:
        if answer is None:
            return Response("not here", 404, content_type="text/plain")
        if answer.respond:
            return answer.respond(request)
        headers = dict(answer.headers)
        if answer.tag and answer.status == 200 and request.method == "GET":
            headers["ETag"] = answer.tag
            if request.headers.get("If-None-Match") == answer.tag:
                return Response(b"", 304, headers=headers)
        kind = answer.content_type or _guess(answer.body)
        return Response(answer.body, answer.status, headers=headers, content_type=kind)

    def fault(self, path: str, kind: str, times: int = 1_000_000) -> None:
        """Let `path` misbehave `times` times, then answer as before."""
        usual = self.answers.get(path, [Answer(b"")])[0]
        left = [times]

        def respond(request: Request) -> Response:
            if left[0] <= 0:
                return self._response(request, usual)
            left[0] -= 1
            return FAULTS[kind](usual)

        self.serve(path, usual.body, respond=respond, query=usual.query, method=usual.method)


def _drip(answer: Answer) -> Response:
    def chunks() -> Iterator[bytes]:
        for index in range(len(answer.body) + 100):
            time.sleep(0.05)
            yield answer.body[index : index + 1] or b" "

    return Response(chunks(), 200, content_type="text/html")


def _truncated(answer: Answer) -> Response:
    half = answer.body[: len(answer.body) // 2]
    response = Response(iter([half]), 200, content_type="text/html")
    response.headers["Content-Length"] = str(len(answer.body) + 1)
    return response


@cache
def packed_bomb() -> bytes:
    """110 MB in 110 kB."""
    return gzip.compress(b"<p>bomb</p>" * 10_000_000)


def _bomb(_answer: Answer) -> Response:
    return Response(packed_bomb(), 200, headers={"Content-Encoding": "gzip"}, content_type="text/html")


WALL = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser before you access the site."
    "<script>window._cf_chl_opt={cType:'managed'}</script></body></html>"
)

FAULTS: dict[str, Callable[[Answer], Response]] = {
    "500": lambda _: Response("broken", 500),
    "503": lambda _: Response("busy", 503),
    "429": lambda _: Response("slow down", 429, headers={"Retry-After": "1"}),
    "429 long": lambda _: Response("slow down", 429, headers={"Retry-After": "3600"}),
    "404": lambda _: Response("gone", 404),
    "403": lambda _: Response("no", 403),
    "slow drip": _drip,
    "truncated": _truncated,
    "wrong charset": lambda answer: Response(answer.body, 200, content_type="text/html; charset=gb2312"),
    "gzip bomb": _bomb,
    "broken gzip": lambda _: Response(b"\x1f\x8b\x08not gzip", 200, headers={"Content-Encoding": "gzip"}),
    "redirect loop": lambda _: Response("", 302, headers={"Location": "/loop"}),
    "cookie loop": lambda _: Response("", 302, headers={"Location": "/cookie", "Set-Cookie": "wall=1"}),
    "redirect private": lambda _: Response("", 302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
    "redirect loopback": lambda _: Response("", 302, headers={"Location": "http://[::1]:1/"}),
    "redirect file": lambda _: Response("", 302, headers={"Location": "file:///etc/passwd"}),
    "bot wall": lambda _: Response(WALL, 200, content_type="text/html"),
    "bot wall 403": lambda _: Response(WALL, 403, content_type="text/html"),
    "html for json": lambda _: Response(
        "<!DOCTYPE html><html><body><p>Welcome</p></body></html>", 200, content_type="text/html"
    ),
    "empty": lambda _: Response(b"", 200, content_type="text/html"),
}


def _guess(body: bytes) -> str:
    start = body[:200].lstrip().lower()
    if start.startswith((b"{", b"[")):
        return "application/json"
    if start.startswith(b"%pdf"):
        return "application/pdf"
    if start.startswith(b"<?xml") and b"<html" not in start:
        return "application/xml"
    return "text/html; charset=utf-8"


def context_for(folder: Path, *, now: datetime = NOW, secrets: dict[str, str] | None = None, **policy: Any) -> Context:
    """A context whose client may ask the loopback server at once and keeps snapshots in `folder`."""
    settings = {"delay": 0.0, "allow_local": True, "timeout": 5.0, "backoff": 0.01} | policy
    shared = Shared(Snapshots(folder, Ledger(folder)), "regbot-tests", lambda: now, Pace())
    return Context(Client(shared, Policy(**settings)), now, folder, secret=lambda name: (secrets or {}).get(name, ""))


def run_source(
    kind: type[Source[Any]],
    replay: Replay,
    folder: Path,
    /,
    *,
    now: datetime = NOW,
    since: datetime | None = None,
    secrets: dict[str, str] | None = None,
    **settings: Any,
) -> list[tuple[Listed, Parsed | Exception]]:
    """List and fetch everything that a source finds at the replay server."""
    given = {"name": kind.type, "type": kind.type, "terms": "test terms", "base_url": replay.url, "allow_local": True}
    source = kind(kind.settings_type(**{**given, "delay_seconds": 0, **settings}))
    context = context_for(folder, now=now, secrets=secrets)
    outcome: list[tuple[Listed, Parsed | Exception]] = []
    for listed in source.discover(context, since):
        try:
            outcome.append((listed, source.fetch(context, listed)))
        except (SourceError, Skipped) as error:
            outcome.append((listed, error))
    context.client.close()
    return outcome


def only_source_errors(parse: Callable[..., object], *arguments: object) -> None:
    """Call a parser with whatever: it may refuse with a SourceError or Skipped, and with nothing else."""
    try:
        parse(*arguments)
    except (SourceError, Skipped):
        return


def golden(parsed: object, path: Path) -> None:
    """Compare with the golden result at `path`; a missing one is written and fails until a person has read it."""
    found = json.dumps(plain(parsed), ensure_ascii=False, indent=1, default=str) + "\n"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8")
        pytest.fail(f"{path} was missing and has been written: read it, then run the test again")
    assert found == path.read_text(encoding="utf-8")


def plain(value: Any) -> Any:
    """Dataclasses as JSON-able values without empty fields; provisions without what repeats their version."""
    from dataclasses import fields, is_dataclass

    if is_dataclass(value) and not isinstance(value, type):
        pairs = {item.name: plain(getattr(value, item.name)) for item in fields(value)}
        if "eid" in pairs and "text" in pairs:
            pairs = {
                name: item
                for name, item in pairs.items()
                if name not in ("document", "version", "lang", "kind", "confidence")
            }
        return {name: item for name, item in pairs.items() if item not in (None, "", [], {})}
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


@pytest.fixture
def replay(httpserver: HTTPServer) -> Replay:
    """A publisher on the loopback interface."""
    return Replay(httpserver)
