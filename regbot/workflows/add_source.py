"""Adding a source by its address: a publisher that regbot knows, a feed, or any page."""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from regbot.corpus.ledger import Ledger
from regbot.corpus.snapshots import Snapshots
from regbot.corpus.store import replace_file
from regbot.errors import ConfigError, SourceError
from regbot.fetch.client import Client, Policy
from regbot.fetch.errors import ParseError, PermanentError
from regbot.fetch.response import Response
from regbot.parse.feeds import read_feed
from regbot.paths import bundled_corpus
from regbot.sources import registry
from regbot.sources.base import Context, Parsed
from regbot.sources.page import Page, PageSettings, parse_page, web_of
from regbot.workflows.publishers import load_registry, shared_of
from regbot.workspace import Workspace

ANY_PUBLISHER = frozenset(("page", "feed", "folder"))
CUT_SHORT = re.compile(r"…|\.\.\.|%E2%80%A6", re.IGNORECASE)
"""What stands in an example, or in a shortened display, for the rest of an address."""

TERMS = "Not checked yet: read the terms of {host} before you pass its text on."


@dataclass(frozen=True, slots=True)
class Added:
    """A source put into sources.toml. `found` says in a sentence what is at the address; `table` is what was written."""

    name: str
    type: str
    found: str
    table: str


def add_source(workspace: Workspace, url: str, *, name: str = "", terms: str = "", allow_local: bool = False) -> Added:
    """Look at `url` once, decide what it is, and append a source for it to the workspace's sources.toml.

    Comments and order of the file stay. Raises ConfigError (an address or name that is taken), SourceError (what is there
    cannot be reached or read; nothing is written then).
    """
    url = _address(url)
    listed = load_registry(workspace)
    for settings in listed.sources:
        if url in getattr(settings, "urls", ()):
            raise ConfigError(f"{url} is watched already, by the source {settings.name!r}", "run `regbot refresh`")
    values, found = _detected(workspace, listed, url, allow_local)
    taken = {settings.name for settings in listed.sources}
    if name in taken:
        raise ConfigError(f"there is a source {name!r} already", "choose another name")
    chosen = name or _free(_slug(url, values), taken)
    known_terms = terms or _terms(listed, str(values["type"])) or TERMS.format(host=urlsplit(url).hostname)
    table = {**values, "terms": known_terms, **({"allow_local": True} if allow_local else {})}
    text = table_text(chosen, table)
    _append(workspace.paths.corpus / "sources.toml", text)
    return Added(chosen, str(values["type"]), found, text)


def _address(url: str) -> str:
    """`url` with its scheme. Raises ConfigError for what is no address."""
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    hint = "copy it from the browser's address bar"
    try:
        host = urlsplit(address).hostname
    except ValueError as error:
        raise ConfigError(f"{url!r} is no address: {error}", hint) from error
    if CUT_SHORT.search(address):
        raise ConfigError(f"{url!r} is cut short: dots stand for the rest of it", hint)
    if not host or re.search(r"\s", address):
        raise ConfigError(f"{url!r} is no address", hint)
    return address


def _terms(listed: registry.Registry, kind: str) -> str:
    """What a source of the same publisher says of reuse; empty for pages and feeds, which have any publisher."""
    if kind in ANY_PUBLISHER:
        return ""
    return next((settings.terms for settings in listed.sources if settings.type == kind), "")


def table_text(name: str, values: Mapping[str, Any]) -> str:
    """A table of sources.toml."""
    key = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)
    lines = [f"{item} = {_toml(value)}" for item, value in values.items()]
    return "\n".join([f"[sources.{key}]", *lines, ""])


def _detected(
    workspace: Workspace, listed: registry.Registry, url: str, allow_local: bool
) -> tuple[dict[str, Any], str]:
    """The settings for what is at `url`, and what it is."""
    for known in registry.types():
        values = known.settings_for(url)
        if values is not None:
            return {"type": known.type, **values}, f"a page of {known.publisher}, which regbot knows"
    with tempfile.TemporaryDirectory(prefix="regbot-") as folder:
        ledger = Ledger(Path(folder), read_only=True)
        shared = shared_of(workspace, listed, Snapshots(Path(folder), ledger, read_only=True), Event())
        with Client(shared, Policy(allow_local=allow_local)) as client:
            try:
                response = Context(client, workspace.as_of.now, workspace.paths.home).get(url)
            except PermanentError as error:
                raise SourceError(error.message, "check the address: open it in a browser") from error
        ledger.close()
    feed = _feed(response, url)
    if feed:
        return feed
    settings = PageSettings(name="new", type="page", terms="-", urls=(url,))
    parsed = parse_page(web_of(response, settings), url, settings, workspace.as_of.date)
    return {"type": Page.type, "urls": [url]}, _described(parsed)


def _feed(response: Response, url: str) -> tuple[dict[str, Any], str] | None:
    try:
        feed = read_feed(response.text)
    except ParseError:
        return None
    hosts = {urlsplit(entry.url).hostname or "" for entry in feed.entries} | {urlsplit(url).hostname or ""}
    own = urlsplit(url).hostname or ""
    near = sorted(host for host in hosts if host and _site(host) == _site(own))
    found = f"a feed with {len(feed.entries)} reports: {feed.title or url}"
    return {"type": "feed", "urls": [url], "hosts": near or [own]}, found


def _described(parsed: Parsed) -> str:
    document, count = parsed.document, len(parsed.versions[0].provisions)
    closes = document.consultation.closes if document.consultation else None
    deadline = f", open for comment until {closes}" if closes else ""
    return f"a page with {count} provision{'s' if count != 1 else ''}{deadline}: {document.title_in('en')}"


def _append(path: Path, table: str) -> None:
    """Append to the file, or to a copy of the bundled one where there is none; only what still reads is written."""
    origin = path if path.is_file() else bundled_corpus() / "sources.toml"
    text = origin.read_text(encoding="utf-8")
    longer = f"{text.rstrip()}\n\n{table}"
    try:
        registry.read(tomllib.loads(longer), str(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} cannot take the new source: {error}", "correct the file, then try again") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, longer)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _slug(url: str, values: Mapping[str, Any]) -> str:
    """A name for the source: for a publisher that regbot knows what is watched there, else host and page."""
    parts = urlsplit(url)
    watched = [value[0] for value in values.values() if isinstance(value, list | tuple) and value]
    if values["type"] not in ANY_PUBLISHER and watched:
        first = str(watched[0])
        is_address = first.startswith("/") or "://" in first
        words = f"{values['type']}-{first.rstrip('/').rpartition('/')[2] if is_address else first}"
    else:
        host = (parts.hostname or "source").removeprefix("www.")
        tail = next((part for part in reversed(parts.path.split("/")) if part), "")
        words = f"{host}-{tail.rpartition('.')[0] or tail}"
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:50].rstrip("-") or "source"


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}-{number}" for number in range(2, 10_000) if f"{name}-{number}" not in taken)


def _site(host: str) -> str:
    """The last two or three labels of a host: what one publisher owns."""
    labels = host.split(".")
    wide = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if wide else labels[-2:])
