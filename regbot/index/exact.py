"""Ranking by meaning within a few documents: every passage's vector, in one file by text, compared one by one.

Chroma's own filters take several times as long as comparing a few thousand vectors, and find only most of what is
nearest. The file holds packed vectors, 2 bytes a number; the catalogue says where those of each text begin.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from regbot.errors import IndexCorruptError
from regbot.index.catalogue import Catalogue, Selection
from regbot.index.packing import cosines, pack, unpack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from regbot.index.encoder import Vectors

BEGINS = "begins"
MOST = 50_000
"""Comparing so many vectors takes as long as asking Chroma for the nearest among some."""
MOST_OF_ALL = 20_000
"""Comparing so many takes as long as asking Chroma for the nearest of all, which is quicker than among some."""


class WindowWriter:
    """Writes a new file of the vectors of texts that come by id, from 1 on. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._begins = array("Q", [0, 0])

    def add(self, vectors: Sequence[Vectors]) -> None:
        """Append what was embedded of the next text, maybe nothing."""
        for vector in vectors:
            self._file.write(pack(vector).tobytes())
        self._begins.append(self._begins[-1] + len(vectors))

    def finish(self, connection: sqlite3.Connection) -> None:
        """Write into the catalogue where the vectors of each text begin. Raises sqlite3.Error."""
        connection.execute("INSERT INTO columns VALUES (?, ?)", (BEGINS, self._begins.tobytes()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


class Windows:
    """The vectors of a generation's texts, mapped from the file at `path`. Raises IndexCorruptError."""

    def __init__(self, path: Path, catalogue: Catalogue, dimension: int) -> None:
        import numpy as np

        stored = catalogue.fetch("SELECT data FROM columns WHERE name = ?", (BEGINS,))
        try:
            self._begins = np.frombuffer(stored[0][0], dtype=np.uint64).astype(np.int64)
            shape = (int(self._begins[-1]), dimension)
            self._rows = np.memmap(path, dtype=np.int16, mode="r", shape=shape) if shape[0] else None
        except (OSError, ValueError, IndexError) as error:
            raise IndexCorruptError(f"the vectors in {path} cannot be read: {error}") from error
        self._amounts = np.diff(self._begins)
        self._dimension = dimension
        self._catalogue = catalogue

    def of(self, text: int) -> Vectors:
        """The vectors of a text's passages, shape (passages, dimension)."""
        import numpy as np

        rows = np.empty((0, self._dimension), np.int16) if self._rows is None else self._rows
        return unpack(rows[self._begins[text] : self._begins[text + 1]])

    def are_few(self, selection: Selection) -> bool:
        """Whether the texts of a selection have so few vectors that comparing each is the quickest."""
        admitted = self._catalogue.columns.admitted(selection)
        return int(self._amounts[admitted].sum()) <= MOST

    def near(self, vector: Vectors, selection: Selection) -> tuple[NDArray[np.int64], Vectors]:
        """The texts of a selection by id, and the cosine of each one's nearest passage."""
        import numpy as np

        texts = np.flatnonzero(self._catalogue.columns.admitted(selection) & (self._amounts > 0))
        if self._rows is None or not len(texts):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        amounts = self._amounts[texts]
        places = np.cumsum(amounts) - amounts
        rows = np.repeat(self._begins[texts] - places, amounts) + np.arange(amounts.sum())
        return texts, np.maximum.reduceat(cosines(self._rows, vector, rows), places)
