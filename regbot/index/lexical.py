"""Ranking by words: BM25 over tokens counted beforehand, and which pairs of neighbouring words are met."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regbot.index import postings
from regbot.index.catalogue import Catalogue, Selection
from regbot.index.frequencies import weight
from regbot.index.tokens import is_minor, query_tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from regbot.index.postings import Posting

MOST_TOKENS = 160
LEAST_RARITY = 1e-6
"""A token that stands in more than half of all texts still counts for something."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a question's words find in the whole index.

    `scores`: the BM25 score of every text, at its id. `pairs`: for every provision, at its id, the share, 0..1, of the
    question's weighted word pairs that stand in it.
    """

    scores: NDArray[np.float32]
    pairs: NDArray[np.float32]


def find(catalogue: Catalogue, question: str) -> Said:
    """What the words of a question find. Raises IndexCorruptError."""
    words = query_tokens(question, MOST_TOKENS)
    held = postings.fetch(catalogue, words)
    return Said(scores(catalogue, held), _pairs(catalogue, words, held))


def ranked(catalogue: Catalogue, said: Said, selection: Selection, limit: int) -> dict[int, float]:
    """The best provisions of a selection with the BM25 score (higher is better) of their best text, best first."""
    import numpy as np

    texts = np.flatnonzero((said.scores > 0) & catalogue.columns.admitted(selection))
    return catalogue.columns.best(texts, said.scores[texts], limit)


def scores(catalogue: Catalogue, held: Mapping[str, Posting]) -> NDArray[np.float32]:
    """The BM25 score of every text for these tokens, at its id."""
    import numpy as np

    found = np.zeros(catalogue.size + 1, dtype=np.float32)
    for texts, shares in held.values():
        found[texts] += np.float32(rarity(len(texts), catalogue.size)) * shares
    return found


def rarity(standing: int, total: int) -> float:
    """BM25's weight of a token that stands in `standing` of `total` texts."""
    return max(LEAST_RARITY, math.log((total - standing + 0.5) / (standing + 0.5)))


def _pairs(catalogue: Catalogue, words: Sequence[str], held: Mapping[str, Posting]) -> NDArray[np.float32]:
    import numpy as np

    standing = {word: held[word][0] if word in held else () for word in words if is_minor(word)}
    told = {word: weight(len(texts), catalogue.size) for word, texts in standing.items()}
    whole = sum(told.values())
    found = np.zeros(catalogue.size + 1, dtype=np.float32)
    for word, texts in standing.items():
        if len(texts):
            found[catalogue.columns.provision[texts]] += np.float32(told[word] / whole)
    return found
