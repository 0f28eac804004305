"""Small corpora made on the spot, and the questions put to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from regbot.corpus.store import Corpus
from regbot.model import AsOf, Document, DocumentKind, Filters, Hit, LegalStatus, Provision, TextKind, Version
from regbot.paths import Paths

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SHARED_CACHE = Path(__file__).resolve().parents[2] / ".pytest_cache" / "regbot"


def paths_of(home: Path) -> Paths:
    return Paths(home, SHARED_CACHE)


def provision(document: str, eid: str, text: str, **more) -> Provision:
    number = eid.rpartition("_")[2]
    values = {
        "version": date(2024, 1, 1),
        "lang": "en",
        "kind": TextKind.OFFICIAL,
        "label": f"Article {number}",
        "heading": "",
    } | more
    return Provision(document=document, eid=eid, text=text, **values)


def save(home: Path, document: str, *provisions: Provision, **more) -> None:
    """Put a document into the corpus at `home`, one version file per date and language of its provisions."""
    values = {
        "kind": DocumentKind.RULE,
        "jurisdiction": "xx",
        "title": {"en": document.title()},
        "legal_status": LegalStatus.IN_FORCE,
        "published": date(2024, 1, 1),
        "timezone": "UTC",
    } | more
    groups: dict[tuple[date, str], list[Provision]] = {}
    for item in provisions:
        groups.setdefault((item.version, item.lang), []).append(item)
    versions = [
        Version(document, day, lang, items[0].kind, tuple(items), by="tests") for (day, lang), items in groups.items()
    ]
    Corpus(home / "corpus" / "documents").save(Document(id=document, **values), versions)


def on(day: date, **more) -> Filters:
    return Filters(AsOf(NOW, day), **more)


def refs(hits: Sequence[Hit]) -> list[str]:
    return [hit.provision.ref for hit in hits]
