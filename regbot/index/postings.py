"""Which texts each token stands in, and how much it says of each: BM25, worked out when the index is built.

For each token the catalogue keeps the ids of its texts (uint32, ascending) and beside them its share in their scores
(float32), all but the rarity of the token, so that ranking is adding up.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from regbot.index.catalogue import Catalogue
from regbot.index.tokens import is_minor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Posting = tuple[NDArray[np.uint32], NDArray[np.float32]]
    """Ids of texts, ascending, and the token's share in their scores."""

WEIGHTS = (2.0, 3.0, 6.0, 0.6)
MINOR_WEIGHT = 0.5
"""Of tokens in body, heading, terms and title, and of minor tokens anywhere; tuned on ObliQA and our own questions."""
SATURATION, LENGTH_SHARE = 0.8, 0.75
"""BM25's k1 and b."""
RUN = 2_000_000
"""So many postings are held in memory while an index is built."""
MOST_KNOWN = 20_000
"""Of so many tokens it is remembered how often they stand; one question asks for each of its own several times."""


class PostingsWriter:
    """Collects the tokens of every text, in runs on disk that `finish` merges: memory stays flat."""

    def __init__(self) -> None:
        self._runs = sqlite3.connect("")
        self._runs.execute("PRAGMA journal_mode = OFF")
        self._runs.execute(
            "CREATE TABLE runs (token TEXT, run INTEGER, texts BLOB, counts BLOB, PRIMARY KEY (token, run)) "
            "WITHOUT ROWID"
        )
        self._lengths = array("I", [0])
        self._begin()

    def add(self, text: int, fields: Sequence[Sequence[str]]) -> None:
        """Count the tokens of body, heading, terms and title of a text; texts come by id, from 1 on."""
        counted: dict[str, float] = {}
        for weight, tokens in zip(WEIGHTS, fields, strict=True):
            for token in tokens:
                counted[token] = counted.get(token, 0.0) + (MINOR_WEIGHT if is_minor(token) else weight)
        self._lengths.append(sum(map(len, fields)))
        self._numbers.extend(self._tokens.setdefault(token, len(self._tokens)) for token in counted)
        self._texts.extend([text] * len(counted))
        self._counts.extend(counted.values())
        if len(self._texts) >= RUN:
            self._flush()

    def finish(self, connection: sqlite3.Connection) -> None:
        """Write what was collected into the catalogue. Raises sqlite3.Error."""
        import numpy as np

        self._flush()
        lengths = np.frombuffer(self._lengths, dtype=np.uint32)
        average = max(1.0, lengths.sum() / max(1, len(lengths) - 1))
        norms = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / average)
        with closing(self._runs.execute("SELECT token, texts, counts FROM runs ORDER BY token, run")) as rows:
            connection.executemany("INSERT INTO postings VALUES (?, ?, ?, ?)", _merged(rows, norms))

    def close(self) -> None:
        """Release the runs."""
        self._runs.close()

    def _begin(self) -> None:
        self._tokens: dict[str, int] = {}
        self._numbers, self._texts, self._counts = array("I"), array("I"), array("f")

    def _flush(self) -> None:
        import numpy as np

        numbers, texts = (np.frombuffer(values, dtype=np.uint32) for values in (self._numbers, self._texts))
        order = np.argsort(numbers, kind="stable")
        texts, counts = texts[order], np.frombuffer(self._counts, dtype=np.float32)[order]
        ends = np.cumsum(np.bincount(numbers, minlength=len(self._tokens))).tolist()
        run = len(self._lengths)
        rows = (
            (token, run, texts[start:end].tobytes(), counts[start:end].tobytes())
            for token, start, end in zip(self._tokens, [0, *ends], ends, strict=False)
        )
        self._runs.executemany("INSERT INTO runs VALUES (?, ?, ?, ?)", rows)
        self._begin()


def _merged(rows: sqlite3.Cursor, norms: NDArray[np.float64]) -> Iterator[tuple[str, int, bytes, bytes]]:
    import numpy as np

    for token, parts in groupby(rows, key=itemgetter(0)):
        _, texts, counts = zip(*parts, strict=True)
        ids, weight = np.frombuffer(b"".join(texts), dtype=np.uint32), np.frombuffer(b"".join(counts), dtype=np.float32)
        shares = weight * (SATURATION + 1) / (weight + norms[ids])
        yield token, len(ids), ids.tobytes(), shares.astype(np.float32).tobytes()


def fetch(catalogue: Catalogue, tokens: Collection[str]) -> dict[str, Posting]:
    """The postings of those of `tokens` that stand anywhere. Raises IndexCorruptError."""
    import numpy as np

    return {
        token: (np.frombuffer(texts, dtype=np.uint32), np.frombuffer(shares, dtype=np.float32))
        for token, texts, shares in _rows(catalogue, "token, texts, shares", tokens)
    }


def occurrences(catalogue: Catalogue, tokens: Collection[str]) -> dict[str, int]:
    """In how many texts each token stands, without those that stand nowhere. Raises IndexCorruptError."""
    held = {token: catalogue.amounts.get(token) for token in tokens}
    unknown = [token for token, amount in held.items() if amount is None]
    if unknown:
        read = {**dict.fromkeys(unknown, 0), **dict(_rows(catalogue, "token, amount", unknown))}
        held |= read
        if len(catalogue.amounts) > MOST_KNOWN:
            catalogue.amounts.clear()
        catalogue.amounts.update(read)
    return {token: amount for token, amount in held.items() if amount}


def _rows(catalogue: Catalogue, columns: str, tokens: Collection[str]) -> list[tuple[Any, ...]]:
    sql = f"SELECT {columns} FROM postings WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token"
    return catalogue.fetch(sql, (json.dumps(list(tokens)),))
