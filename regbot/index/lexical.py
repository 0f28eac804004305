"""Ranking by words: BM25 over tokens counted beforehand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from regbot.index import postings
from regbot.index.catalogue import Catalogue, Selection
from regbot.index.tokens import query_tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_TOKENS = 160
LEAST_RARITY = 1e-6
"""A token that stands in more than half of all texts still counts for something."""


def ranked(catalogue: Catalogue, question: str, selection: Selection, limit: int) -> dict[int, float]:
    """Provisions with the BM25 score (higher is better) of their best text, best first, at most `limit`.

    Raises IndexCorruptError.
    """
    words = query_tokens(question, MOST_TOKENS) if selection.days else []
    if not words:
        return {}
    admitted = scores(catalogue, words) * catalogue.columns.admitted(selection)
    return catalogue.columns.best(admitted, limit)


def scores(catalogue: Catalogue, words: Sequence[str]) -> NDArray[np.float32]:
    """The BM25 score of every text for these tokens, at its id. Raises IndexCorruptError."""
    import numpy as np

    found = np.zeros(catalogue.size + 1, dtype=np.float32)
    for texts, shares in postings.fetch(catalogue, words):
        found[texts] += np.float32(rarity(len(texts), catalogue.size)) * shares
    return found


def rarity(standing: int, total: int) -> float:
    """BM25's weight of a token that stands in `standing` of `total` texts."""
    return max(LEAST_RARITY, math.log((total - standing + 0.5) / (standing + 0.5)))
