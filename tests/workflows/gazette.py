"""A small publisher for tests of the refresh: a JSON listing with revision numbers, and one JSON item for each act."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from regbot.model import AsOf, Document, DocumentKind, LegalStatus
from regbot.parse.assemble import provisions_of, version_of
from regbot.sources import registry
from regbot.sources.base import Context, Listed, Parsed, Skipped, Source, document_id
from regbot.sources.settings import SourceSettings
from regbot.workspace import Workspace
from tests.replaying import NOW, Replay


class Gazette(Source[SourceSettings]):
    type = "gazette"
    publisher = "The Test Gazette"
    home = "https://gazette.example"

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        rows = context.get(f"{self.base_url}/list.json", expect="json").json()["acts"]
        for row in rows:
            yield Listed(row["id"], f"{self.base_url}/acts/{row['id']}", row["title"], str(row.get("revision", "")))

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        data = context.get(listed.url, expect="json", sole=True).json()
        if data.get("skip"):
            raise Skipped("not an act")
        name = document_id("gz", listed.key)
        document = Document(
            id=name,
            kind=DocumentKind.DRAFT,
            jurisdiction="test",
            title={"en": data["title"]},
            legal_status=LegalStatus.DRAFT,
            issuer=data.get("issuer", ""),
            url=data.get("url") or listed.url,
            published=date.fromisoformat(data["published"]),
            timezone="Europe/London",
            terms=self.settings.terms,
        )
        pieces = provisions_of(data["text"], "en")
        version = version_of(
            pieces, document=name, date=date.fromisoformat(data["published"]), lang=data.get("lang", "en")
        )
        return Parsed(document, (version,))


def install() -> None:
    """Make the type `gazette` known."""
    module = types.ModuleType("regbot.sources.gazette")
    module.Gazette = Gazette  # type: ignore[attr-defined]
    sys.modules["regbot.sources.gazette"] = module
    registry.TYPES["gazette"] = "Gazette"  # type: ignore[index]


WORDS = [
    "permit",
    "licence",
    "fishing",
    "harbour",
    "noise",
    "dust",
    "water",
    "forest",
    "road",
    "bridge",
    "canal",
    "market",
    "hospital",
    "school",
    "dog",
    "bee",
]


def act(number: int, **more: Any) -> dict[str, Any]:
    """An act of two articles that differ from those of every other act."""
    one, two = WORDS[number % len(WORDS)], WORDS[number // len(WORDS) % len(WORDS)]
    text = (
        f"Article 1 Scope\n\nThis act, number {number}, applies to every {one} near a {two}.\n\n"
        f"Article 2 Duty\n\nWhoever keeps a {one} shall tell office {number} within {number % 90 + 1} days about each {two}."
    )
    return {"title": f"Act {number} on {one} and {two}", "published": "2024-03-01", "text": text} | more


def publish(replay: Replay, count: int, **changed: Any) -> None:
    """Serve a listing of `count` acts; `changed` are items to serve instead, by `act_<number>`."""
    items = {number: changed.get(f"act_{number}", act(number)) for number in range(1, count + 1)}
    rows = [
        {"id": str(number), "title": item["title"], "revision": item.get("revision", 1)}
        for number, item in items.items()
    ]
    replay.serve("/list.json", {"acts": rows})
    for number, item in items.items():
        replay.serve(f"/acts/{number}", item)


def workspace(home: Path, toml: str, now: datetime = NOW) -> Workspace:
    """A workspace whose sources.toml is `toml`."""
    (home / "corpus" / "documents").mkdir(parents=True, exist_ok=True)
    (home / "corpus" / "sources.toml").write_text(toml, encoding="utf-8")
    return Workspace.open(home, AsOf(now))


def gazette_toml(url: str, name: str = "gazette", **more: object) -> str:
    """sources.toml with one gazette at `url`."""
    lines = [f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for key, value in more.items()]
    return "\n".join(
        [
            'contact = "tests@example.org"',
            f"[sources.{name}]",
            'type = "gazette"',
            'terms = "test terms"',
            f'base_url = "{url}"',
            "allow_local = true",
            "delay_seconds = 0",
            "retry_seconds = 0.01",
            "timeout_seconds = 2",
            *lines,
            "",
        ]
    )
