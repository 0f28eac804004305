"""Vectors by (model, text), kept between builds so that nothing is embedded twice."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors


def text_key(text: str) -> str:
    """The key of an embedded text."""
    return hashlib.sha256(text.encode()).hexdigest()


class EmbeddingCache:
    """The cache file at `path`, for one model. A file that is no database is set aside and started anew."""

    def __init__(self, path: Path, model_hash: str) -> None:
        self._model = model_hash
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError:
            path.replace(path.with_suffix(".damaged"))
            self._connection = _open(path)

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The vectors held, by key."""
        import numpy as np

        rows = self._connection.execute(
            "SELECT text, vector FROM vectors WHERE model = ? AND text IN (SELECT value FROM json_each(?))",
            (self._model, json.dumps(list(keys))),
        )
        return {key: np.frombuffer(blob, dtype=np.float32) for key, blob in rows}

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Add vectors; they survive the process from here on."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(self._model, key, vector.astype("float32").tobytes()) for key, vector in vectors.items()],
            )

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS vectors "
        "(model TEXT, text TEXT, vector BLOB, PRIMARY KEY (model, text)) WITHOUT ROWID"
    )
    return connection
