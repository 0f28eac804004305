"""A finer measure than one vector a provision: how near a question comes to its sentences and to its subject.

For each text the catalogue keeps a small packed matrix of shape (1 + sentences, dimension): first the subject
(heading and everyday terms), then the sentences. Imported passages go without.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from regbot.index.catalogue import Catalogue
from regbot.index.packing import cosines, pack, rows_of, unpack
from regbot.model import Document, DocumentKind, Provision
from regbot.parse.sentences import split_sentences

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors

MOST_SENTENCES = 40
Near = tuple[float, float]
"""Cosines of a question with the nearest sentence and with the subject of a provision."""


def parts_of(document: Document, item: Provision) -> list[str]:
    """What is embedded of a text: its subject, then its sentences; nothing of imported passages and declared gaps."""
    if document.kind is DocumentKind.PASSAGES or not item.text:
        return []
    sentences = [item.text[span.start : span.end] for span in split_sentences(item.text)[:MOST_SENTENCES]]
    return [f"{item.heading or item.label}: {', '.join(item.terms.get('en', ()))}", *sentences]


def store(connection: sqlite3.Connection, text: int, vectors: Vectors) -> None:
    """Keep the matrix of a text in the catalogue being written."""
    connection.execute("INSERT INTO closeness VALUES (?, ?)", (text, pack(vectors).tobytes()))


def kept(catalogue: Catalogue, text: int, dimension: int) -> Vectors | None:
    """The matrix kept of a text, None if there is none."""
    rows = catalogue.fetch("SELECT vectors FROM closeness WHERE text = ?", (text,))
    return unpack(rows_of(rows[0][0], dimension)) if rows else None


def sentences_of(catalogue: Catalogue, item: Provision, dimension: int) -> Vectors | None:
    """The vectors kept of a text's sentences, up to the fortieth; None if there are none."""
    rows = catalogue.fetch(
        "SELECT t.id FROM documents d JOIN texts t ON t.document = d.number "
        "WHERE d.id = ? AND t.eid = ? AND t.version = ? AND t.lang = ?",
        (item.document, item.eid, item.version.isoformat(), item.lang),
    )
    matrix = kept(catalogue, rows[0][0], dimension) if rows else None
    return None if matrix is None else matrix[1:]


def measure(catalogue: Catalogue, vector: Vectors, provisions: Sequence[Sequence[int]]) -> list[Near | None]:
    """For each provision, given by the ids of its texts, how near `vector` comes to the first text with a matrix.

    None where nothing is kept.
    """
    import numpy as np

    ids = [text for texts in provisions for text in texts]
    rows = catalogue.fetch(
        "SELECT text, vectors FROM closeness WHERE text IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    held: dict[int, bytes] = dict(rows)
    first = [next((text for text in sorted(texts) if text in held), None) for texts in provisions]
    used = [text for text in dict.fromkeys(first) if text is not None]
    if not used:
        return [None] * len(provisions)
    width = 2 * len(vector)
    begins = np.cumsum([0, *(len(held[text]) // width for text in used[:-1])])
    found = cosines(rows_of(b"".join(held[text] for text in used), len(vector)), vector)
    subjects = np.maximum(found[begins], 0.0).tolist()
    found[begins] = 0.0
    nearest = np.maximum.reduceat(found, begins).tolist()
    near = dict(zip(used, zip(nearest, subjects, strict=True), strict=True))
    return [None if text is None else near[text] for text in first]
