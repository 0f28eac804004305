"""Texts as weighted word vectors: the rarer a word, the more it says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np
from scipy.sparse import csr_array


class Vocabulary:
    """Weighs words by how few of `texts` (lists of words) they stand in."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._columns = {word: column for column, word in enumerate(dict.fromkeys(chain.from_iterable(texts)))}
        seen = np.bincount(self._counts(texts).indices, minlength=len(self._columns))
        self._weights = np.log((len(texts) + 1) / (seen + 0.5)).astype(np.float32)

    def matrix(self, texts: Sequence[Sequence[str]]) -> Any:
        """Sparse rows of length 1, shape (len(texts), words); all zero for a text without words.

        Raises KeyError for a word that none of the vocabulary's own texts has.
        """
        matrix = self._counts(texts)
        matrix.data = (1 + np.log(matrix.data)) * self._weights[matrix.indices]
        lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
        matrix.data /= np.repeat(np.where(lengths > 0, lengths, 1), np.diff(matrix.indptr))
        return matrix

    def _counts(self, texts: Sequence[Sequence[str]]) -> Any:
        ends = [0, *accumulate(map(len, texts))]
        columns = np.fromiter(map(self._columns.__getitem__, chain.from_iterable(texts)), np.int32, ends[-1])
        ones = np.ones(ends[-1], dtype=np.float32)
        counts = csr_array((ones, columns, ends), shape=(len(texts), len(self._columns)))
        counts.sum_duplicates()
        return counts


def topic_weights(old: Iterable[Iterable[str]], new: Iterable[Iterable[str]]) -> dict[str, float]:
    """For each topic of two lists of provisions, 0 to 1: 1 where one provision a side has it, less the more do."""
    left, right = (Counter(topic for topics in side for topic in set(topics)) for side in (old, new))
    return {topic: 1 / math.sqrt(max(left[topic], 1) * max(right[topic], 1)) for topic in left | right}
