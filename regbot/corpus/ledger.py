"""What refreshing has done so far: which answers are known, which items became which documents, when a source last worked.

A small SQLite file beside the snapshots; losing it costs requests, never texts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from regbot.errors import CorpusError

NAME = "ledger.sqlite3"
FORMAT = 1
TABLES = """
CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, url TEXT, headers TEXT, sha256 TEXT, at TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS robots (address TEXT PRIMARY KEY, status INTEGER, text TEXT, at TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
    source TEXT, key TEXT, stamp TEXT, parser INTEGER, document TEXT, digests TEXT, note TEXT, at TEXT,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
    source TEXT PRIMARY KEY, attempted TEXT, succeeded TEXT, complete TEXT, listed INTEGER, most_listed INTEGER, error TEXT, hint TEXT
) WITHOUT ROWID;
"""
HINT = "move the file away; the next `regbot refresh` makes a new one and asks for everything once more"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a listing as last taken in. `document` is empty and `note` says why when it was left out.

    `digests` are the SHA-256 of the responses it was parsed from, `parser` the version of the parser.
    """

    key: str
    stamp: str = ""
    parser: int = 0
    document: str = ""
    digests: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """How a source last fared. `succeeded` is its last listing that worked, `complete` the last with nothing left undone.

    `listed` is how many items it last had, `most_listed` how many it ever had.
    """

    attempted: datetime | None = None
    succeeded: datetime | None = None
    complete: datetime | None = None
    listed: int = 0
    most_listed: int = 0
    error: str = ""
    hint: str = ""


class Ledger:
    """The ledger in `folder`. Usable from several threads. Read-only ones are empty where there is no file yet.

    Raises CorpusError when the file cannot be read or written.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._lock = Lock()
        self._path = folder / NAME
        try:
            self._connection = self._open(read_only)
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def answer(self, key: str) -> tuple[dict[str, str], str] | None:
        """Headers and SHA-256 of the last answer kept under `key`."""
        row = self._one("SELECT headers, sha256 FROM answers WHERE key = ?", key)
        return (json.loads(row[0]), row[1]) if row else None

    def put_answer(self, key: str, url: str, headers: Mapping[str, str], sha256: str, at: datetime) -> None:
        """Remember an answer in place of the one before it."""
        values = (key, url, json.dumps(dict(headers), ensure_ascii=False), sha256, at.isoformat())
        self._write("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", values)

    def robots(self, address: str) -> tuple[int, str, datetime] | None:
        """Status and text of the robots.txt last read at `address`, and when that was."""
        row = self._one("SELECT status, text, at FROM robots WHERE address = ?", address)
        return (row[0], row[1], datetime.fromisoformat(row[2])) if row else None

    def put_robots(self, address: str, status: int, text: str, at: datetime) -> None:
        """Remember a robots.txt."""
        self._write("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", (address, status, text, at.isoformat()))

    def items(self, source: str) -> dict[str, Item]:
        """Every item of a source by its key."""
        query = "SELECT key, stamp, parser, document, digests, note FROM items WHERE source = ?"
        with self._lock:
            try:
                rows = self._connection.execute(query, (source,)).fetchall()
            except sqlite3.Error as error:
                raise self._broken(error) from error
        return {row[0]: Item(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), row[5]) for row in rows}

    def owners(self) -> dict[str, str]:
        """The source that each document came from."""
        with self._lock:
            try:
                return dict(self._connection.execute("SELECT document, source FROM items WHERE document != ''"))
            except sqlite3.Error as error:
                raise self._broken(error) from error

    def put_item(self, source: str, item: Item, at: datetime) -> None:
        """Remember that an item has been taken in."""
        digests = json.dumps(item.digests)
        values = (source, item.key, item.stamp, item.parser, item.document, digests, item.note, at.isoformat())
        self._write("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def run(self, source: str) -> Run:
        """How a source last fared; an empty Run if it never ran."""
        query = "SELECT attempted, succeeded, complete, listed, most_listed, error, hint FROM runs WHERE source = ?"
        row = self._one(query, source)
        if not row:
            return Run()
        attempted, succeeded, complete = (datetime.fromisoformat(value) if value else None for value in row[:3])
        return Run(attempted, succeeded, complete, *row[3:])

    def put_run(self, source: str, run: Run) -> None:
        """Remember how a source fared."""
        moments = (moment.isoformat() if moment else None for moment in (run.attempted, run.succeeded, run.complete))
        values = (source, *moments, run.listed, run.most_listed, run.error, run.hint)
        self._write("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def _open(self, read_only: bool) -> sqlite3.Connection:
        if read_only and self._path.is_file():
            unfinished = self._path.with_name(f"{NAME}-wal").exists()
            address = f"{self._path.absolute().as_uri()}?{'mode=ro' if unfinished else 'immutable=1'}"
            return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
        if not read_only:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        where = ":memory:" if read_only else self._path
        connection = sqlite3.connect(where, check_same_thread=False, isolation_level=None, timeout=30)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(TABLES)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        return connection

    def _one(self, query: str, value: str) -> Any:
        with self._lock:
            try:
                return self._connection.execute(query, (value,)).fetchone()
            except sqlite3.Error as error:
                raise self._broken(error) from error

    def _write(self, query: str, values: tuple[object, ...]) -> None:
        with self._lock:
            try:
                self._connection.execute(query, values)
            except sqlite3.Error as error:
                raise self._broken(error) from error

    def _broken(self, error: sqlite3.Error) -> CorpusError:
        return CorpusError(f"{self._path}: {error}", HINT)
