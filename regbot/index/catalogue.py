"""The catalogue of one generation, read only: documents, provisions, and what may be seen on a day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import quote

from regbot.corpus.metadata import document_from
from regbot.errors import IndexCorruptError, UnknownRefError
from regbot.model import AsOf, Confidence, Document, Filters, Provision, TextKind

KINDS = (TextKind.OFFICIAL, TextKind.TRANSLATION, TextKind.RESTATEMENT, TextKind.SUMMARY)
"""Which words to prefer when a provision is held in several."""

COLUMNS = "t.id, d.id, t.eid, t.lang, t.kind, t.version, t.superseded_on, b.label, b.heading, b.text, b.data"
FROM = "FROM texts t JOIN documents d ON d.number = t.document JOIN bodies b ON b.id = t.id"


Key = tuple[int, str]
"""A provision within the catalogue: document number and eid."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text belongs and when it was current."""

    key: Key
    lang: str
    version: str
    superseded_on: str | None


@dataclass(frozen=True, slots=True)
class Selection:
    """What a search may return: document number -> last visible day (ISO); `everything` if no document is left out."""

    days: dict[int, str]
    langs: tuple[str, ...]
    everything: bool

    def admits(self, place: Place) -> bool:
        """Whether a text there may be returned."""
        day = self.days.get(place.key[0])
        if day is None or (self.langs and place.lang not in self.langs):
            return False
        return place.version <= day and (place.superseded_on is None or place.superseded_on > day)


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    id: str
    timezone: str
    published: str | None


class Catalogue:
    """Opens `path` (catalogue.sqlite3) without ever writing; threads may share it. Raises IndexCorruptError."""

    def __init__(self, path: Path) -> None:
        self.lock = RLock()
        try:
            uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
            self.connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            rows = self.connection.execute("SELECT number, id, timezone, published FROM documents ORDER BY id")
            self._entries = [_Entry(*row) for row in rows]
            self.size: int = self.connection.execute("SELECT ifnull(max(id), 0) FROM texts").fetchone()[0]
            """How many texts there are; they are numbered from 1 on."""
        except sqlite3.Error as error:
            raise IndexCorruptError(f"cannot read {path}: {error}") from error
        self._numbers = {entry.id: entry.number for entry in self._entries}
        self._document = lru_cache(maxsize=4096)(self._read_document)
        self._selected: tuple[object, Selection] | None = None

    def close(self) -> None:
        """Release the file."""
        with self.lock:
            self.connection.close()

    def documents(self, as_of: AsOf | None = None) -> list[Document]:
        """Every document, by id; with `as_of` only those published by then."""
        held = [self._document(entry.id) for entry in self._entries]
        known = {entry.id: entry.published for entry in self._entries}
        return [item for item in held if as_of is None or (known[item.id] or "") <= str(as_of.date_in(item.timezone))]

    def document(self, document_id: str) -> Document:
        """One document. Raises UnknownRefError."""
        if document_id not in self._numbers:
            raise UnknownRefError(f"the corpus has no document {document_id!r}")
        return self._document(document_id)

    def provision(
        self, ref: str, lang: str | None = None, *, version: date | None = None, as_of: AsOf | None = None
    ) -> Provision:
        """The best text of `ref`: in `lang` if held (official, translation, restatement, summary), else in English.

        Without `version` and `as_of` it is the newest. Raises UnknownRefError.
        """
        found = self.variants(ref, version=version, as_of=as_of)
        if not found:
            raise UnknownRefError(f"the corpus has no provision {ref!r}")
        return min(found, key=lambda item: preference(item, lang))

    def variants(self, ref: str, *, version: date | None = None, as_of: AsOf | None = None) -> list[Provision]:
        """Every text held for `ref` on that day, official texts first; empty when there is none."""
        document_id, _, eid = ref.partition("#")
        number = self._numbers.get(document_id)
        found = self._texts("t.document = ? AND t.eid = ?", (number, eid), version, as_of) if number else []
        return sorted(found, key=lambda item: (KINDS.index(item.kind), item.lang))

    def variants_of(self, provisions: Sequence[Provision]) -> list[list[Provision]]:
        """For each provision every text held of it on its own date, official texts first; all in one query."""
        keys = [(self._numbers.get(item.document), item.eid, item.version.isoformat()) for item in provisions]
        sql = (
            f"SELECT k.key, {COLUMNS} {FROM} JOIN json_each(?) k ON t.document = k.value ->> 0 "
            "AND t.eid = k.value ->> 1 AND t.version = k.value ->> 2 ORDER BY t.id"
        )
        found: list[list[Provision]] = [[] for _ in keys]
        for place, *row in self.fetch(sql, (json.dumps(keys),)):
            found[place].append(provision_from(row))
        return [sorted(items, key=lambda item: (KINDS.index(item.kind), item.lang)) for items in found]

    def provisions(
        self, document_id: str, lang: str | None = None, *, version: date | None = None, as_of: AsOf | None = None
    ) -> list[Provision]:
        """A document in reading order, each provision once, in the text that `provision` would choose.

        Raises UnknownRefError.
        """
        if document_id not in self._numbers:
            raise UnknownRefError(f"the corpus has no document {document_id!r}")
        best: dict[str, Provision] = {}
        for item in self._texts("t.document = ?", (self._numbers[document_id],), version, as_of):
            held = best.get(item.eid)
            if held is None or preference(item, lang) < preference(held, lang):
                best[item.eid] = item
        return list(best.values())

    def everything(self, document_id: str) -> list[Provision]:
        """Every text held of a document, of every version and language, in reading order. Raises UnknownRefError."""
        number = self._numbers[self.document(document_id).id]
        return [
            provision_from(row)
            for row in self.fetch(f"SELECT {COLUMNS} {FROM} WHERE t.document = ? ORDER BY t.id", (number,))
        ]

    def texts(self, ids: Collection[int]) -> dict[int, Provision]:
        """The texts with these ids."""
        sql = f"SELECT {COLUMNS} {FROM} WHERE t.id IN (SELECT value FROM json_each(?))"
        return {row[0]: provision_from(row) for row in self.fetch(sql, (json.dumps(list(ids)),))}

    def amount(self, numbers: Collection[int]) -> int:
        """How many texts these documents have, by number."""
        sql = "SELECT count(*) FROM json_each(?) k JOIN texts t ON t.document = k.value"
        return int(self.fetch(sql, (json.dumps(list(numbers)),))[0][0])

    def versions(self, document_id: str) -> list[tuple[date, str, TextKind]]:
        """Date, language and kind of each text held of a document, oldest first; without summaries."""
        rows = self.fetch(
            "SELECT DISTINCT version, lang, kind FROM texts "
            "WHERE document = ? AND kind <> 'summary' ORDER BY version, lang",
            (self._numbers.get(document_id, 0),),
        )
        return [(date.fromisoformat(version), lang, TextKind(kind)) for version, lang, kind in rows]

    def kin(self, draft: str, final: str) -> list[tuple[str, str]]:
        """Pairs of eids: which provision of `draft` went into which of `final`, in reading order."""
        rows = self.fetch("SELECT old, new FROM kin WHERE draft = ? AND final = ? ORDER BY rowid", (draft, final))
        return [(old, new) for old, new in rows]

    def select(self, filters: Filters) -> Selection:
        """Resolve filters to documents and days, from the documents alone."""
        zones = {entry.timezone for entry in self._entries}
        today = {zone: filters.as_of.date_in(zone) for zone in zones}
        key = (filters.documents, filters.statuses, filters.langs, tuple(sorted(today.items())))
        if self._selected and self._selected[0] == key:
            return self._selected[1]
        days = {}
        for entry in self._entries:
            day = today[entry.timezone]
            if self._admits(entry, day, filters):
                days[entry.number] = day.isoformat()
        selection = Selection(days, filters.langs, everything=len(days) == len(self._entries))
        self._selected = (key, selection)
        return selection

    def passages(self) -> list[tuple[int, int]]:
        """Text id and window of every passage that has a vector."""
        return [
            (text, window) for text, window in self.fetch("SELECT text, window FROM passages ORDER BY text, window")
        ]

    def named(self, numbers: Collection[int]) -> list[str]:
        """Document ids for document numbers."""
        return [entry.id for entry in self._entries if entry.number in numbers]

    def places(self, ids: Sequence[int]) -> dict[int, Place]:
        """Where the texts with these ids belong."""
        sql = (
            "SELECT id, document, eid, lang, version, superseded_on FROM texts "
            "WHERE id IN (SELECT value FROM json_each(?))"
        )
        rows = self.fetch(sql, (json.dumps(list(ids)),))
        return {row[0]: Place((row[1], row[2]), *row[3:]) for row in rows}

    def best(self, keys: Sequence[Key], lang: str, selection: Selection) -> dict[Key, Provision]:
        """For each provision the text that `provision` would choose among those selected."""
        sql = (
            f"SELECT {COLUMNS}, t.document {FROM} JOIN json_each(?) k "
            "ON t.document = k.value ->> 0 AND t.eid = k.value ->> 1"
        )
        best: dict[Key, Provision] = {}
        for *row, number in self.fetch(sql, (json.dumps(keys),)):
            item, key = provision_from(row), (number, row[2])
            if selection.admits(Place(key, row[3], row[5], row[6])) and (
                key not in best or preference(item, lang) < preference(best[key], lang)
            ):
                best[key] = item
        return best

    def fetch(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises IndexCorruptError."""
        try:
            with self.lock, closing(self.connection.execute(sql, values)) as rows:
                return rows.fetchall()
        except sqlite3.Error as error:
            raise IndexCorruptError(f"the index cannot be read: {error}") from error

    def _admits(self, entry: _Entry, day: date, filters: Filters) -> bool:
        if entry.published and entry.published > day.isoformat():
            return False
        if filters.documents and not any(fnmatchcase(entry.id, pattern) for pattern in filters.documents):
            return False
        return not filters.statuses or self._document(entry.id).status_on(day) in filters.statuses

    def _read_document(self, document_id: str) -> Document:
        data = self.fetch("SELECT data FROM documents WHERE id = ?", (document_id,))[0][0]
        return document_from(json.loads(data))

    def _texts(
        self, where: str, values: tuple[object, ...], version: date | None, as_of: AsOf | None
    ) -> list[Provision]:
        rows = self.fetch(f"SELECT {COLUMNS} {FROM} WHERE {where} ORDER BY t.id", values)
        return [provision_from(row) for row in rows if self._shown(row, version, as_of)]

    def _shown(self, row: tuple[Any, ...], version: date | None, as_of: AsOf | None) -> bool:
        document_id, dated, superseded_on = row[1], row[5], row[6]
        if as_of:
            document = self._document(document_id)
            day = as_of.date_in(document.timezone)
            if not document.known_on(day) or dated > day.isoformat():
                return False
            if version is None:
                return superseded_on is None or superseded_on > day.isoformat()
        return dated == version.isoformat() if version else superseded_on is None


def preference(item: Provision, lang: str | None) -> tuple[bool, bool, int, int]:
    """Sort key: the wanted language, else English, else any; within it the text nearest to the publisher's words."""
    wanted = item.lang != (lang or "en")
    return wanted, item.lang != "en", KINDS.index(item.kind), -item.version.toordinal()


def provision_from(row: Sequence[Any]) -> Provision:
    """A provision from a row of `COLUMNS`."""
    _, document_id, eid, lang, kind, version, _, label, heading, text, data = row
    more = json.loads(data)
    return Provision(
        document=document_id,
        version=date.fromisoformat(version),
        lang=lang,
        kind=TextKind(kind),
        eid=eid,
        label=label,
        heading=heading,
        text=text,
        breadcrumb=tuple(more["breadcrumb"]),
        topics=tuple(more["topics"]),
        confidence=Confidence(more["confidence"]),
        summaries=more["summaries"],
        terms={lang: tuple(terms) for lang, terms in more["terms"].items()},
        gap=more["gap"],
        date=more["date"],
        source=more["source"],
        url=more["url"],
    )
