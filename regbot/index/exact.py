"""Ranking by meaning within a few documents: every passage's vector, float16, kept in the catalogue and compared with.

For each text the catalogue keeps a matrix of shape (passages, dimension). Chroma's own filters take several times as
long as comparing a few thousand vectors one by one, and find only most of what is nearest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from typing import TYPE_CHECKING

from regbot.index.catalogue import Catalogue

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors


def store(connection: sqlite3.Connection, text: int, vectors: Vectors) -> None:
    """Keep the matrix of a text in the catalogue being written."""
    connection.execute(
        "INSERT INTO windows SELECT id, document, ? FROM texts WHERE id = ?",
        (vectors.astype("float16").tobytes(), text),
    )


def nearest(catalogue: Catalogue, vector: Vectors, documents: Collection[int]) -> list[tuple[int, float]]:
    """The texts of `documents` (by number) with the cosine of their nearest passage, nearest first."""
    import numpy as np

    rows = catalogue.fetch(
        "SELECT w.text, w.vectors FROM json_each(?) k JOIN windows w ON w.document = k.value",
        (json.dumps(list(documents)),),
    )
    if not rows:
        return []
    texts, stored = zip(*rows, strict=True)
    width = 2 * len(vector)
    cosines = np.frombuffer(b"".join(stored), dtype=np.float16).reshape(-1, len(vector)).astype(np.float32) @ vector
    starts = np.cumsum([0, *(len(blob) // width for blob in stored[:-1])])
    best = np.maximum.reduceat(cosines, starts)
    return [(texts[place], float(best[place])) for place in np.argsort(-best, kind="stable").tolist()]
