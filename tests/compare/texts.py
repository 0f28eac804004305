"""Provisions and sides for tests: the bundled corpus, and small texts made on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from regbot.compare.compare import Side
from regbot.corpus.store import Corpus
from regbot.model import Document, DocumentKind, LegalStatus, Provision, Relation, TextKind, Version

CORPUS = Corpus(Path(__file__).parents[2] / "corpus" / "documents")


@cache
def bundled(document: str, lang: str = "en") -> Side:
    version = next(item for item in CORPUS.versions(document) if item.lang == lang)
    return Side(CORPUS.document(document), version)


def provision(eid: str, text: str, document: str = "old", **more: object) -> Provision:
    fields = {"version": date(2024, 1, 1), "lang": "en", "kind": TextKind.OFFICIAL, "heading": ""} | more
    label = f"Article {eid.rpartition('_')[2]}"
    return Provision(document=document, eid=eid, text=text, **{"label": label, **fields})  # type: ignore[arg-type]


def provisions(texts: Mapping[str, str], document: str = "old", **more: object) -> tuple[Provision, ...]:
    return tuple(provision(eid, text, document, **more) for eid, text in texts.items())


def side(
    texts: Mapping[str, str],
    document: str = "old",
    *,
    gaps: tuple[str, ...] = (),
    incomplete: str = "",
    relations: tuple[Relation, ...] = (),
    lang: str = "en",
) -> Side:
    items = tuple(
        provision(eid, text, document, lang=lang, gap="not recovered" if eid in gaps else "")
        for eid, text in texts.items()
    )
    version = Version(document, date(2024, 1, 1), lang, TextKind.OFFICIAL, items)
    about = Document(
        document,
        DocumentKind.RULE,
        "cn",
        {"en": document},
        LegalStatus.IN_FORCE,
        incomplete=incomplete,
        relations=relations,
    )
    return Side(about, version)
