"""Ranking by words: SQLite FTS5 over tokens made beforehand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import accumulate

from regbot.errors import IndexCorruptError
from regbot.index.catalogue import Catalogue, Key, Place, Selection
from regbot.index.frequencies import occurrences
from regbot.index.schema import document_token, lang_token
from regbot.index.tokens import query_tokens

MOST_TOKENS = 160
MOST_DOCUMENTS = 64
GATE = 5_000
"""Where a question's words stand in more texts than this, those with one of its rarest words are ranked first, and the
others only if these are too few: on 500 questions of ObliQA dev the best fifty stay the same."""
COLUMNS = "{body heading terms title minor}"
WEIGHTS = "bm25(2.0, 3.0, 6.0, 0.6, 0.5, 0.0)"
"""Of the columns body, heading, terms, title, minor, scope; tuned on ObliQA and on questions about our own corpus."""


def ranked(catalogue: Catalogue, question: str, selection: Selection, limit: int) -> dict[Key, float]:
    """Provisions with the BM25 score (higher is better) of their best text, best first, at most `limit`.

    Raises IndexCorruptError.
    """
    words = query_tokens(question, MOST_TOKENS)
    if not words or not selection.days:
        return {}
    telling, gate = rarest(words, catalogue)
    if not telling:
        return {}
    if len(gate) < len(telling) and not _scoped(selection):
        found = _matching(catalogue, gated_expression(telling, gate, selection), selection, limit)
        if len(found) == limit:
            return {key: score / 2 for key, score in found.items()}
    return _matching(catalogue, match_expression(telling, selection), selection, limit)


def _matching(catalogue: Catalogue, match: str, selection: Selection, limit: int) -> dict[Key, float]:
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


def rarest(words: list[str], catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """A question's words that stand anywhere, rarest first, and those of them that stand in `GATE` texts together."""
    standing = occurrences(catalogue, words)
    ordered = sorted(standing, key=lambda word: (standing[word], word))
    totals = accumulate(standing[word] for word in ordered)
    within = sum(total <= GATE for total in totals)
    return ordered, ordered[: max(1, within)]


def match_expression(words: list[str], selection: Selection) -> str:
    """The FTS5 expression for texts with any of `words` within a selection."""
    return _all([f"{COLUMNS} : ({_any(words)})", *_scope(selection)])


def gated_expression(words: list[str], gate: list[str], selection: Selection) -> str:
    """The FTS5 expression for texts with any of `gate`, ranked by all of `words`, which `gate` begins.

    Every word stands in it twice, so that BM25 counts each for the same, and scores are double.
    """
    both = [f"{COLUMNS} : ({_any([*words, *words[len(gate) :]])})", f"{COLUMNS} : ({_any(gate)})"]
    return _all([*both, *_scope(selection)])


def _scoped(selection: Selection) -> bool:
    return not selection.everything and len(selection.days) <= MOST_DOCUMENTS


def _scope(selection: Selection) -> list[str]:
    documents = [document_token(number) for number in selection.days] if _scoped(selection) else []
    langs = [lang_token(lang) for lang in selection.langs]
    return [f"scope : ({_any(tokens)})" for tokens in (documents, langs) if tokens]


def _all(parts: list[str]) -> str:
    return " AND ".join(f"({part})" for part in parts)


def _any(words: list[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)
