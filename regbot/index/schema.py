"""The catalogue file: its tables, and writing one generation of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

from regbot.corpus.metadata import document_data
from regbot.index.tokens import is_minor, tokens
from regbot.model import Document, Provision, TextKind, Version

FORMAT = 5
"""Raised whenever a generation written by older code can no longer be read."""

CATALOGUE = "catalogue.sqlite3"
VECTORS = "vectors"
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
CREATE TABLE kin (draft TEXT, final TEXT, old TEXT, new TEXT);
CREATE TABLE closeness (text INTEGER PRIMARY KEY, vectors BLOB);
CREATE TABLE windows (text INTEGER PRIMARY KEY, document INTEGER, vectors BLOB);
CREATE INDEX windows_by_document ON windows (document);
CREATE VIRTUAL TABLE words USING fts5(
    body, heading, terms, title, minor, scope, content='', tokenize="ascii tokenchars '_.'"
);
"""


class CatalogueWriter:
    """Writes a new catalogue file at `path`; nothing else may have it open."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
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
        title = " ".join((*document.title.values(), document.short_title, *document.aliases))
        written = 0
        for provision in variants(versions):
            self._insert(next(self._texts), provision, number, _superseded_on(provision, versions), title)
            written += 1
        return written

    def relate(self, draft: str, final: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Store which provisions (eids) of `draft` went into which of `final`."""
        rows = [(draft, final, old, new) for old, new in pairs]
        self._connection.executemany("INSERT INTO kin VALUES (?, ?, ?, ?)", rows)

    def finish(self) -> None:
        """Write what is left. Raises sqlite3.Error when that fails."""
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._connection.commit()

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def _insert(self, text: int, item: Provision, number: int, superseded_on: date | None, title: str) -> None:
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
        terms = [term for values in item.terms.values() for term in values]
        topics = [topic.replace("-", " ") for topic in item.topics]
        fields = (
            item.text,
            f"{item.label}\n{item.heading}",
            "\n".join(terms + topics),
            "\n".join((title, *item.breadcrumb)),
        )
        found = [tokens(field) for field in fields]
        self._connection.execute(
            "INSERT INTO words (rowid, body, heading, terms, title, minor, scope) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                text,
                *(" ".join(token for token in field if not is_minor(token)) for field in found),
                " ".join(token for field in found for token in field if is_minor(token)),
                f"{document_token(number)} {lang_token(item.lang)}",
            ),
        )


def document_token(number: int) -> str:
    """The word that stands in `scope` for a document."""
    return f"d{number}"


def lang_token(lang: str) -> str:
    """The word that stands in `scope` for a language."""
    return f"l{lang.lower()}"


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
