"""Ranking by words: SQLite FTS5 over tokens made beforehand."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from regbot.errors import IndexCorruptError
from regbot.index.catalogue import Catalogue, Key, Place, Selection
from regbot.index.schema import document_token, lang_token
from regbot.index.tokens import query_tokens

MOST_TOKENS = 160
MOST_DOCUMENTS = 64
WEIGHTS = "bm25(2.0, 3.0, 6.0, 0.6, 0.5, 0.0)"
"""Of the columns body, heading, terms, title, minor, scope; tuned on ObliQA and on questions about our own corpus."""


def ranked(catalogue: Catalogue, question: str, selection: Selection, limit: int) -> dict[Key, float]:
    """Provisions with the BM25 score (higher is better) of their best text, best first, at most `limit`.

    Raises IndexCorruptError.
    """
    match = match_expression(question, selection)
    if not match or not selection.days:
        return {}
    sql = (
        "SELECT -w.rank, t.document, t.eid, t.lang, t.version, t.superseded_on "
        f"FROM words w JOIN texts t ON t.id = w.rowid WHERE words MATCH ? AND w.rank MATCH '{WEIGHTS}' ORDER BY w.rank"
    )
    found: dict[Key, float] = {}
    try:
        with catalogue.lock, closing(catalogue.connection.execute(sql, (match,))) as rows:
            for score, document, eid, *rest in rows:
                place = Place((document, eid), *rest)
                if selection.admits(place):
                    found.setdefault(place.key, score)
                if len(found) == limit:
                    break
    except sqlite3.Error as error:
        raise IndexCorruptError(f"the index cannot be searched: {error}") from error
    return found


def match_expression(question: str, selection: Selection) -> str:
    """The FTS5 expression for a question within a selection; empty when the question has no word."""
    words = query_tokens(question, MOST_TOKENS)
    if not words:
        return ""
    parts = [f"{{body heading terms title minor}} : ({_any(words)})"]
    if not selection.everything and len(selection.days) <= MOST_DOCUMENTS:
        parts.append(f"scope : ({_any([document_token(number) for number in selection.days])})")
    if selection.langs:
        parts.append(f"scope : ({_any([lang_token(lang) for lang in selection.langs])})")
    return " AND ".join(f"({part})" for part in parts)


def _any(words: list[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)
