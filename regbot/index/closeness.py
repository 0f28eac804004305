"""A finer measure than one vector a provision: how near a question comes to its sentences and to its subject.

For each text the catalogue keeps a small matrix, float16, of shape (1 + sentences, dimension): first the subject
(heading and everyday terms), then the sentences. Imported passages go without.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from regbot.index.catalogue import Catalogue
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
    connection.execute("INSERT INTO closeness VALUES (?, ?)", (text, vectors.astype("float16").tobytes()))


def kept(catalogue: Catalogue, text: int, dimension: int) -> Vectors | None:
    """The matrix kept of a text, None if there is none."""
    import numpy as np

    rows = catalogue.fetch("SELECT vectors FROM closeness WHERE text = ?", (text,))
    return np.frombuffer(rows[0][0], dtype=np.float16).reshape(-1, dimension).astype(np.float32) if rows else None


def sentences_of(catalogue: Catalogue, item: Provision, dimension: int) -> Vectors | None:
    """The vectors kept of a text's sentences, up to the fortieth; None if there are none."""
    rows = catalogue.fetch(
        "SELECT t.id FROM documents d JOIN texts t ON t.document = d.number "
        "WHERE d.id = ? AND t.eid = ? AND t.version = ? AND t.lang = ?",
        (item.document, item.eid, item.version.isoformat(), item.lang),
    )
    matrix = kept(catalogue, rows[0][0], dimension) if rows else None
    return None if matrix is None else matrix[1:]


def measure(catalogue: Catalogue, vector: Vectors, provisions: Sequence[Provision]) -> list[Near | None]:
    """For each provision how near `vector` comes, by its text in the language embedded; None where nothing is kept."""
    keys = [(item.document, item.eid, item.version.isoformat()) for item in provisions]
    rows = catalogue.fetch(
        "SELECT k.key, c.vectors FROM json_each(?) k JOIN documents d ON d.id = k.value ->> 0 "
        "JOIN texts t ON t.document = d.number AND t.eid = k.value ->> 1 AND t.version = k.value ->> 2 "
        "JOIN closeness c ON c.text = t.id ORDER BY t.id DESC",
        (json.dumps(keys),),
    )
    kept_of: dict[int, bytes] = dict(rows)
    return [_near(kept_of[place], vector) if place in kept_of else None for place in range(len(keys))]


def _near(stored: bytes, vector: Vectors) -> Near:
    import numpy as np

    cosines = np.frombuffer(stored, dtype=np.float16).reshape(-1, len(vector)).astype(np.float32) @ vector
    return max(float(cosines[1:].max(initial=0.0)), 0.0), max(float(cosines[0]), 0.0)
