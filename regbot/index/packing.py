"""Unit vectors in two bytes a number: as true as half floats, and several times as fast to turn back."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from regbot.index.encoder import Vectors

    Packed = NDArray[np.int16]

ONE = 32767
AT_ONCE = 1024
"""So many rows are turned back at a time, few enough to stay in the processor's cache."""
MOST_RUNS = 16
"""More stretches of neighbouring rows than this among `AT_ONCE` are quicker gathered in one go."""


def pack(vectors: Vectors) -> Packed:
    """Numbers between -1 and 1 as int16, shape kept."""
    import numpy as np

    packed: Packed = np.rint(vectors * np.float32(ONE)).astype(np.int16)
    return packed


def unpack(packed: Packed) -> Vectors:
    """What `pack` was given, each number to 0.00002."""
    import numpy as np

    vectors: Vectors = packed.astype(np.float32) / np.float32(ONE)
    return vectors


def rows_of(stored: bytes, dimension: int) -> Packed:
    """Bytes of packed vectors, shape (vectors, dimension)."""
    import numpy as np

    return np.frombuffer(stored, dtype=np.int16).reshape(-1, dimension)


def cosines(packed: Packed, vector: Vectors, rows: NDArray[np.integer] | None = None) -> Vectors:
    """Products of unit `vector` with every packed one, or with those at `rows`, ascending; shape (rows,)."""
    import numpy as np

    total = len(packed) if rows is None else len(rows)
    found = np.empty(total, dtype=np.float32)
    buffer = np.empty((AT_ONCE, len(vector)), dtype=np.float32)
    scaled = vector / np.float32(ONE)
    for start in range(0, total, AT_ONCE):
        end = min(start + AT_ONCE, total)
        block = buffer[: end - start]
        if rows is None:
            block[:] = packed[start:end]
        else:
            _fill(block, packed, rows[start:end])
        np.dot(block, scaled, out=found[start:end])
    return found


def _fill(block: Vectors, packed: Packed, rows: NDArray[np.integer]) -> None:
    """Turn the vectors at `rows` back into `block`; rows beside each other, where there are many, without a copy between."""
    import numpy as np

    cuts = [0, *(np.flatnonzero(np.diff(rows) != 1) + 1).tolist(), len(rows)]
    if len(cuts) > MOST_RUNS:
        block[:] = packed[rows]
        return
    for start, end in pairwise(cuts):
        first = int(rows[start])
        block[start:end] = packed[first : first + end - start]
