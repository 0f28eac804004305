"""The catalogue file: its tables, and writing one generation of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

from regbot.corpus.force import acts_of
from regbot.corpus.metadata import document_data
from regbot.index import wordsets
from regbot.index.columns import ColumnsWriter
from regbot.index.postings import PostingsWriter
from regbot.index.tokens import tokens
from regbot.model import Document, Provision, TextKind, Version

FORMAT = 7
"""Raised whenever a generation written by older code can no longer be read."""

CATALOGUE = "catalogue.sqlite3"
VECTORS = "vectors"
WINDOWS = "windows.int16"
"""Names within a generation's folder."""

TABLES = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, timezone TEXT, published TEXT, data TEXT
);
CREATE TABLE texts (
    id INTEGER PRIMARY KEY, document INTEGER, eid TEXT, lang TEXT, kind TEXT,
    version TEXT, superseded_on TEXT, sha256 TEXT
);
CREATE INDEX texts_by_provision ON texts (document, eid);
CREATE TABLE bodies (id INTEGER PRIMARY KEY, label TEXT, heading TEXT, text TEXT, data TEXT);
CREATE TABLE passages (text INTEGER, window INTEGER, key TEXT, PRIMARY KEY (text, window)) WITHOUT ROWID;
CREATE TABLE force_changes (earlier TEXT, later TEXT, act TEXT, day TEXT, quote TEXT);
CREATE TABLE kin (draft TEXT, final TEXT, old TEXT, new TEXT);
CREATE TABLE closeness (text INTEGER PRIMARY KEY, vectors BLOB);
CREATE TABLE wordsets (text INTEGER PRIMARY KEY, body TEXT, around TEXT, subject TEXT, topics TEXT);
CREATE TABLE postings (token TEXT PRIMARY KEY, amount INTEGER, texts BLOB, shares BLOB) WITHOUT ROWID;
CREATE TABLE columns (name TEXT PRIMARY KEY, data BLOB);
"""


class CatalogueWriter:
    """Writes a new catalogue file at `path`; nothing else may have it open."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
        self._postings = PostingsWriter()
        self._columns = ColumnsWriter()
        self._documents = count(1)
        self._texts = count(1)

    def add(self, document: Document, versions: Sequence[Version]) -> int:
        """Store a document and all its versions; gives the number of texts written."""
        number = next(self._documents)
        known = document.published or min((version.date for version in versions), default=None)
        published = known.isoformat() if known else None
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
            (number, document.id, document.name, document.timezone, published, _json(document_data(document))),
        )
        self._connection.executemany(
            "INSERT INTO force_changes VALUES (?, ?, ?, ?, ?)",
            [
                (earlier, later, act, relation.day.isoformat() if relation.day else None, relation.quote)
                for earlier, later, act, relation in acts_of(document)
            ],
        )
        written = 0
        first: dict[str, int] = {}
        for provision in variants(versions):
            text, until = next(self._texts), _superseded_on(provision, versions)
            self._insert(text, provision, number, until, document)
            self._columns.add(number, first.setdefault(provision.eid, text), provision.lang, provision.version, until)
            written += 1
        return written

    def relate(self, draft: str, final: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Store which provisions (eids) of `draft` went into which of `final`."""
        rows = [(draft, final, old, new) for old, new in pairs]
        self._connection.executemany("INSERT INTO kin VALUES (?, ?, ?, ?)", rows)

    def finish(self) -> None:
        """Write what is left. Raises sqlite3.Error when that fails."""
        self._postings.finish(self._connection)
        self._columns.finish(self._connection)
        self._connection.commit()

    def close(self) -> None:
        """Release the file."""
        self._postings.close()
        self._connection.close()

    def _insert(self, text: int, item: Provision, number: int, superseded_on: date | None, document: Document) -> None:
        self._connection.execute(
            "INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                text,
                number,
                item.eid,
                item.lang,
                item.kind,
                item.version.isoformat(),
                superseded_on.isoformat() if superseded_on else None,
                item.sha256,
            ),
        )
        self._connection.execute(
            "INSERT INTO bodies VALUES (?, ?, ?, ?, ?)",
            (text, item.label, item.heading, item.text, _json(provision_data(item))),
        )
        wordsets.store(self._connection, text, item)
        self._postings.add(text, [tokens(field) for field in word_fields(document, item)])


def word_fields(document: Document, item: Provision) -> tuple[str, str, str, str]:
    """The words a text is searched by: its own, its heading's, everyday terms for it, and those it stands under."""
    terms = [term for values in item.terms.values() for term in values]
    topics = [topic.replace("-", " ") for topic in item.topics]
    return (
        item.text,
        f"{item.label}\n{item.heading}",
        "\n".join(terms + topics),
        "\n".join((*document.title.values(), document.short_title, *document.aliases, *item.breadcrumb)),
    )


def variants(versions: Sequence[Version]) -> Iterator[Provision]:
    """Every text to index: each provision, and each summary in a language that has no text of that date.

    Terms of art stay with the variant in their language, or with the provision itself where there is none.
    """
    held = {(version.date, version.lang, item.eid) for version in versions for item in version.provisions}
    for version in versions:
        for item in version.provisions:
            summaries = {
                lang: text for lang, text in item.summaries.items() if (version.date, lang, item.eid) not in held
            }
            yield replace(item, terms={lang: terms for lang, terms in item.terms.items() if lang not in summaries})
            for lang, text in summaries.items():
                terms = {lang: item.terms[lang]} if lang in item.terms else {}
                yield replace(item, lang=lang, kind=TextKind.SUMMARY, text=text, terms=terms, summaries={}, topics=())


def provision_data(item: Provision) -> dict[str, object]:
    """The fields of a provision that have no column of their own."""
    return {
        "breadcrumb": item.breadcrumb,
        "topics": item.topics,
        "confidence": item.confidence,
        "summaries": dict(item.summaries),
        "terms": dict(item.terms),
        "gap": item.gap,
        "date": item.date,
        "source": item.source,
        "url": item.url,
    }


def _superseded_on(item: Provision, versions: Sequence[Version]) -> date | None:
    later = [version.date for version in versions if version.lang == item.lang and version.date > item.version]
    return min(later, default=None)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be stored")
