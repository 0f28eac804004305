"""The best one-to-one pairing of two lists."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from regbot.compare.likeness import Likeness

BLOCK = 256
NEAREST = 24


def best_pairs(likeness: Likeness, olds: list[int], news: list[int], least: float) -> list[tuple[int, int]]:
    """Pairs of `olds` and `news`, each used once, whose likeness above `least` sums to the most; by old.

    Considers the 24 nearest of every one, so that memory stays small.
    """
    gains = dict(_gains(likeness, olds, news, least))
    if not gains:
        return []
    place = {old: row for row, old in enumerate(olds)}
    column = {new: at for at, new in enumerate(news)}
    alone = range(len(olds))
    rows = np.array([*(place[old] for old, _ in gains), *alone])
    columns = np.array([*(column[new] for _, new in gains), *(len(news) + row for row in alone)])
    weights = np.array([*(1 + gain for gain in gains.values()), *(1.0 for _ in alone)])
    graph = csr_array((weights, (rows, columns)), shape=(len(olds), len(news) + len(olds)))
    left, right = min_weight_full_bipartite_matching(graph, maximize=True)
    return [(olds[row], news[at]) for row, at in zip(left, right, strict=True) if at < len(news)]


def _gains(
    likeness: Likeness, olds: list[int], news: list[int], least: float
) -> Iterator[tuple[tuple[int, int], float]]:
    for flipped, rows, columns in ((False, olds, news), (True, news, olds)):
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            scores = likeness.scores(block, flipped=flipped)[:, columns]
            nearest = np.argsort(-scores, axis=1, kind="stable")[:, :NEAREST]
            for row, at in zip(*np.nonzero(np.take_along_axis(scores, nearest, axis=1) > least), strict=True):
                there = columns[nearest[row, at]]
                pair = (there, block[row]) if flipped else (block[row], there)
                yield pair, float(scores[row, nearest[row, at]]) - least
