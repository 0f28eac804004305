"""The catalogue of one generation, read only: documents, provisions, and what may be seen on a day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import quote

from regbot.corpus.force import in_order
from regbot.corpus.metadata import document_from
from regbot.errors import IndexCorruptError, UnknownRefError
from regbot.index.columns import Columns
from regbot.model import Act, AsOf, Confidence, Document, Filters, ForceChange, LegalStatus, Provision, TextKind

KINDS = (TextKind.OFFICIAL, TextKind.COPY, TextKind.TRANSLATION, TextKind.RESTATEMENT, TextKind.SUMMARY)
"""Which words to prefer when a provision is held in several."""

SELECTIONS = 16
"""So many selections are kept, with what was worked out of them."""
COLUMNS = "t.id, d.id, t.eid, t.lang, t.kind, t.version, t.superseded_on, b.label, b.heading, b.text, b.data"
FROM = "FROM texts t JOIN documents d ON d.number = t.document JOIN bodies b ON b.id = t.id"


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Selection:
    """What a search may return: document number -> last visible day (ISO); `everything` if no document is left out."""

    days: dict[int, str]
    langs: tuple[str, ...]
    everything: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A provision as it is shown: `text` is the id of its text, `texts` are those of every text of it of that date.

    `summaries` are those of `texts` that are summaries; a gap has no words.
    """

    document: str
    text: int
    texts: tuple[int, ...]
    summaries: tuple[int, ...]
    label: str
    is_gap: bool


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
        self._by_number = {entry.number: entry for entry in self._entries}
        self._zones = tuple(sorted({entry.timezone for entry in self._entries}))
        self._document = lru_cache(maxsize=None)(self._read_document)
        self._selections: dict[object, Selection] = {}
        self.amounts: dict[str, int] = {}
        """In how many texts a token stands, of tokens asked for lately."""

    @cached_property
    def columns(self) -> Columns:
        """What a search has to know of every text. Raises IndexCorruptError."""
        return Columns.of(dict(self.fetch("SELECT name, data FROM columns WHERE name <> 'begins'")))

    def close(self) -> None:
        """Release the file."""
        with self.lock:
            self.connection.close()

    def documents(self, as_of: AsOf | None = None) -> list[Document]:
        """Every document, by id; with `as_of` only those published by then."""
        return [self._document(entry.id) for entry in self._entries if self.holds(entry.id, as_of)]

    def holds(self, document_id: str, as_of: AsOf | None = None) -> bool:
        """Whether there is such a document; with `as_of` whether it had been published by then."""
        number = self._numbers.get(document_id)
        if number is None or as_of is None:
            return number is not None
        entry = self._by_number[number]
        return (entry.published or "") <= as_of.date_in(entry.timezone).isoformat()

    def number(self, document_id: str) -> int:
        """The number of a document. Raises UnknownRefError."""
        if document_id not in self._numbers:
            raise UnknownRefError(f"the corpus has no document {document_id!r}")
        return self._numbers[document_id]

    def document(self, document_id: str) -> Document:
        """One document. Raises UnknownRefError."""
        self.number(document_id)
        return self._document(document_id)

    def provision(
        self, ref: str, lang: str | None = None, *, version: date | None = None, as_of: AsOf | None = None
    ) -> Provision:
        """The best text of `ref`: in `lang` if held (official, copy, translation, restatement, summary), else in English.

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

    def provisions(
        self, document_id: str, lang: str | None = None, *, version: date | None = None, as_of: AsOf | None = None
    ) -> list[Provision]:
        """A document in reading order, each provision once, in the text that `provision` would choose.

        Raises UnknownRefError.
        """
        best: dict[str, Provision] = {}
        for item in self._texts("t.document = ?", (self.number(document_id),), version, as_of):
            held = best.get(item.eid)
            if held is None or preference(item, lang) < preference(held, lang):
                best[item.eid] = item
        return list(best.values())

    def everything(self, document_id: str) -> list[Provision]:
        """Every text held of a document, of every version and language, in reading order. Raises UnknownRefError."""
        sql = f"SELECT {COLUMNS} {FROM} WHERE t.document = ? ORDER BY t.id"
        return [provision_from(row) for row in self.fetch(sql, (self.number(document_id),))]

    def texts(self, ids: Collection[int]) -> dict[int, Provision]:
        """The texts with these ids."""
        sql = f"SELECT {COLUMNS} {FROM} WHERE t.id IN (SELECT value FROM json_each(?))"
        return {row[0]: provision_from(row) for row in self.fetch(sql, (json.dumps(list(ids)),))}

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
        today = {zone: filters.as_of.date_in(zone) for zone in self._zones}
        key = (filters.documents, filters.statuses, filters.langs, tuple(today.values()))
        selection = self._selections.get(key)
        if selection is None:
            days = {}
            for entry in self._named(filters.documents):
                day = today[entry.timezone]
                if self._admits(entry, day, filters.statuses):
                    days[entry.number] = day.isoformat()
            selection = Selection(days, filters.langs, everything=len(days) == len(self._entries))
            while len(self._selections) >= SELECTIONS:
                self._selections.pop(next(iter(self._selections)), None)
            self._selections[key] = selection
        return selection

    def selected(self, selection: Selection) -> list[Document]:
        """The documents of a selection, by id."""
        return [self._document(entry.id) for entry in self._entries if entry.number in selection.days]

    def passages(self) -> list[tuple[int, int]]:
        """Text id and window of every passage that has a vector."""
        return [
            (text, window) for text, window in self.fetch("SELECT text, window FROM passages ORDER BY text, window")
        ]

    def named(self, numbers: Collection[int]) -> list[str]:
        """Document ids for document numbers."""
        return sorted(self._by_number[number].id for number in numbers)

    def choose(self, provisions: Sequence[int], lang: str, selection: Selection) -> dict[int, Choice]:
        """For each provision (the id of its first text) the text that `provision` would choose among those selected."""
        sql = (
            "SELECT k.value, t.document, t.id, t.lang, t.kind, t.version, b.label, b.text = '' "
            "FROM json_each(?) k JOIN texts p ON p.id = k.value "
            "JOIN texts t ON t.document = p.document AND t.eid = p.eid JOIN bodies b ON b.id = t.id ORDER BY t.id"
        )
        held: dict[int, list[tuple[Any, ...]]] = {}
        for provision, *row in self.fetch(sql, (json.dumps(list(provisions)),)):
            held.setdefault(provision, []).append(tuple(row))
        admitted = self.columns.admitted(selection)
        found = {}
        for provision, rows in held.items():
            shown = [row for row in rows if admitted[row[1]]]
            if shown:
                best = (
                    shown[0]
                    if len(shown) == 1
                    else min(shown, key=lambda row: _preference(row[2], row[3], row[4], lang))
                )
                number, text, *_, version, label, is_gap = best
                same = [row for row in rows if row[4] == version]
                found[provision] = Choice(
                    document=self._by_number[number].id,
                    text=text,
                    texts=tuple(row[1] for row in same),
                    summaries=tuple(row[1] for row in same if row[3] == TextKind.SUMMARY),
                    label=label,
                    is_gap=bool(is_gap),
                )
        return found

    def choice(self, ref: str, lang: str, as_of: AsOf) -> Choice:
        """What `choose` gives for one provision as of a day. Raises UnknownRefError."""
        document_id, _, eid = ref.partition("#")
        number = self._numbers.get(document_id, 0)
        first = self.fetch("SELECT min(id) FROM texts WHERE document = ? AND eid = ?", (number, eid))[0][0]
        found = self.choose([first], lang, self.select(Filters(as_of))) if first else {}
        if not found:
            raise UnknownRefError(f"the corpus has no provision {ref!r}")
        return found[first]

    def fetch(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises IndexCorruptError."""
        try:
            with self.lock, closing(self.connection.execute(sql, values)) as rows:
                return rows.fetchall()
        except sqlite3.Error as error:
            raise IndexCorruptError(f"the index cannot be read: {error}") from error

    def _named(self, patterns: Sequence[str]) -> list[_Entry]:
        if not patterns:
            return self._entries
        if all(pattern in self._numbers for pattern in patterns):
            return [self._by_number[number] for number in sorted({self._numbers[pattern] for pattern in patterns})]
        return [item for item in self._entries if any(fnmatchcase(item.id, pattern) for pattern in patterns)]

    def _admits(self, entry: _Entry, day: date, statuses: Collection[LegalStatus]) -> bool:
        if entry.published and entry.published > day.isoformat():
            return False
        return not statuses or self._document(entry.id).status_on(day) in statuses

    def _read_document(self, document_id: str) -> Document:
        data = self.fetch("SELECT data FROM documents WHERE id = ?", (document_id,))[0][0]
        changes = self._force_changes.get(document_id, ())
        return replace(document_from(json.loads(data)), force_changes=in_order(changes))

    @cached_property
    def _force_changes(self) -> dict[str, list[ForceChange]]:
        """By the id of the earlier document, what later ones that are held do to its force."""
        rows = self.fetch(
            "SELECT f.earlier, f.act, f.later, d.published, f.day, f.quote "
            "FROM force_changes f JOIN documents d ON d.id = f.later"
        )
        found: dict[str, list[ForceChange]] = {}
        for earlier, act, *told in rows:
            found.setdefault(earlier, []).append(_force_change(act, *told))
        return found

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


def _force_change(act: str, by: str, published: str | None, day: str | None, quote: str) -> ForceChange:
    return ForceChange(Act(act), by, _day(published), _day(day), quote)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def preference(item: Provision, lang: str | None) -> tuple[bool, bool, int, int]:
    """Sort key: the wanted language, else English, else any; within it the text nearest to the publisher's words."""
    return _preference(item.lang, item.kind, item.version.isoformat(), lang)


def _preference(held: str, kind: str, version: str, lang: str | None) -> tuple[bool, bool, int, int]:
    return held != (lang or "en"), held != "en", KINDS.index(TextKind(kind)), -date.fromisoformat(version).toordinal()


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
