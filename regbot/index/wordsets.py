"""Which words a text is found under, kept when the index is built so that no question has to read the texts again.

For each text the catalogue keeps four sets of tokens, without pairs of words: of its text, of what stands around it
(breadcrumb, summaries), of its subject (heading, everyday terms), and of its topics.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from regbot.index.catalogue import Catalogue
from regbot.index.tokens import distinct_tokens
from regbot.model import Provision


@dataclass(frozen=True, slots=True)
class WordSets:
    """The tokens kept of one text, each set as a string in which every token stands between spaces."""

    body: str
    around: str
    subject: str
    topics: str


def store(connection: sqlite3.Connection, text: int, item: Provision) -> None:
    """Keep the tokens of a text in the catalogue being written."""
    terms = [term for values in item.terms.values() for term in values]
    fields = (
        [item.text],
        [*item.breadcrumb, *item.summaries.values()],
        [item.heading, *terms],
        [topic.replace("-", " ") for topic in item.topics],
    )
    kept = (spaced(distinct_tokens("\n".join(field))) for field in fields)
    connection.execute("INSERT INTO wordsets VALUES (?, ?, ?, ?, ?)", (text, *kept))


def fetch(catalogue: Catalogue, texts: Collection[int]) -> dict[int, WordSets]:
    """The tokens kept of these texts, by text id. Raises IndexCorruptError."""
    rows = catalogue.fetch(
        "SELECT text, body, around, subject, topics FROM wordsets WHERE text IN (SELECT value FROM json_each(?))",
        (json.dumps(list(texts)),),
    )
    return {text: WordSets(*kept) for text, *kept in rows}


def spaced(tokens: Collection[str]) -> str:
    """A set of tokens as `WordSets` has them."""
    return f" {' '.join(sorted(tokens))} " if tokens else ""


def among(tokens: Collection[str], *sets: str) -> list[str]:
    """Those of `tokens` that stand in any of the sets."""
    everything = "".join(sets)
    return [token for token in tokens if f" {token} " in everything]
