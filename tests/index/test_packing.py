import numpy as np
import pytest

from regbot.index.packing import AT_ONCE, cosines, pack, rows_of, unpack

DIMENSION = 16


@pytest.fixture
def vectors() -> np.ndarray:
    rows = np.random.default_rng(1).standard_normal((3 * AT_ONCE + 7, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_packed_vectors_come_back(vectors: np.ndarray):
    stored = pack(vectors).tobytes()
    assert len(stored) == 2 * vectors.size
    assert np.abs(unpack(rows_of(stored, DIMENSION)) - vectors).max() < 2e-5


def test_cosines_are_those_of_the_vectors(vectors: np.ndarray):
    question = vectors[5]
    assert cosines(pack(vectors), question) == pytest.approx(vectors @ question, abs=1e-4)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [3],
        range(10, 400),
        [0, 2, 5, 300, 301, 700],
        range(0, 3 * AT_ONCE, 2),
        [*range(5, AT_ONCE - 3), *range(AT_ONCE + 1, 2 * AT_ONCE + 9), 3 * AT_ONCE],
    ],
)
def test_cosines_of_some_rows(vectors: np.ndarray, rows: list[int]):
    chosen = np.array(rows, dtype=np.int64)
    found = cosines(pack(vectors), vectors[0], chosen)
    assert found == pytest.approx(vectors[chosen] @ vectors[0], abs=1e-4)
