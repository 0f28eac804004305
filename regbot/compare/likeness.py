"""How alike provisions, or parts of them, are: by words, headings, topics, numbers and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from regbot.compare.vocabulary import Vocabulary, topic_weights
from regbot.model import Provision

Scores = NDArray[np.float32]

HEADING, TOPIC, NUMBER, PLACE = 0.15, 0.3, 0.05, 0.03
"""What each kind of likeness adds at most to that of the words, which is at most 1."""

NUMBERED = re.compile(r"[a-z]+_\d.*")


@dataclass(frozen=True, slots=True)
class Row:
    """A provision, or part of one, as search tokens; `owner` is the provision's place in its list."""

    owner: int
    words: Sequence[str]
    heading: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    words: Any
    headings: Any
    topics: Any
    topic_roots: Any
    topic_sums: Scores
    groups: NDArray[np.int64]
    places: Scores
    numbers: NDArray[np.int64]


class Likeness:
    """Rows of two lists of provisions, and how alike any two are; 0 for nothing in common.

    `related` says that one document grew out of the other, so that the same number means something. What has no number
    (a notice, a preamble) is like nothing but what bears the same name.
    """

    def __init__(
        self,
        old: Sequence[Provision],
        new: Sequence[Provision],
        rows: tuple[Sequence[Row], Sequence[Row]],
        *,
        related: bool,
    ) -> None:
        bodies = [[[*row.heading, *row.words] for row in side] for side in rows]
        vocabulary = Vocabulary([*bodies[0], *bodies[1]])
        weights = topic_weights([item.topics for item in old], [item.topics for item in new])
        names = {eid: number for number, eid in enumerate(dict.fromkeys(item.eid for item in (*old, *new)), 1)}
        self._related = related
        self._sides = tuple(
            _Side(
                words=vocabulary.matrix(words),
                headings=vocabulary.matrix([row.heading for row in side]),
                **_topic_columns([items[row.owner].topics for row in side], weights),
                groups=np.array([_group(items[row.owner].eid, names) for row in side], dtype=np.int64),
                places=np.array([row.owner / max(len(items), 1) for row in side], dtype=np.float32),
                numbers=np.array([names[items[row.owner].eid] for row in side], dtype=np.int64),
            )
            for items, side, words in zip((old, new), rows, bodies, strict=True)
        )

    def scores(self, rows: Sequence[int], *, flipped: bool = False) -> Scores:
        """Likeness of these old rows to every new one, shape (len(rows), new rows); of new to old when `flipped`."""
        left, right = self._sides[::-1] if flipped else self._sides
        chosen = np.asarray(rows, dtype=np.int64)
        total: Scores = (left.words[chosen] @ right.words.T).toarray()
        total += HEADING * (left.headings[chosen] @ right.headings.T).toarray()
        total += TOPIC * _topical(left, right, chosen)
        total += PLACE * (1 - np.abs(left.places[chosen][:, None] - right.places[None, :]))
        if self._related:
            total += NUMBER * (left.numbers[chosen][:, None] == right.numbers[None, :])
        total[left.groups[chosen][:, None] != right.groups[None, :]] = 0
        return total


def comparable(old: Provision, new: Provision) -> bool:
    """Whether one may have become the other: both numbered, or of one name."""
    return old.eid == new.eid or bool(NUMBERED.fullmatch(old.eid) and NUMBERED.fullmatch(new.eid))


def _group(eid: str, names: dict[str, int]) -> int:
    return 0 if NUMBERED.fullmatch(eid) else names[eid]


def _topic_columns(topics: Sequence[Sequence[str]], weights: dict[str, float]) -> dict[str, Any]:
    columns = {topic: column for column, topic in enumerate(weights)}
    cells = [(row, columns[topic], weights[topic]) for row, held in enumerate(topics) for topic in set(held)]
    rows, places, values = zip(*cells, strict=True) if cells else ((), (), ())
    shape = (len(topics), max(len(columns), 1))
    weighed = csr_array((np.array(values, dtype=np.float32), (rows, places)), shape=shape)
    return {
        "topics": weighed,
        "topic_roots": weighed.sqrt(),
        "topic_sums": np.asarray(weighed.sum(axis=1), dtype=np.float32),
    }


def _topical(left: _Side, right: _Side, rows: NDArray[np.int64]) -> Scores:
    """Weights squared of the shared topics by weights of all: 1 for one and the same topic that nothing else has."""
    shared = (left.topics[rows] @ right.topics.T).toarray()
    both = (left.topic_roots[rows] @ right.topic_roots.T).toarray()
    union = left.topic_sums[rows][:, None] + right.topic_sums[None, :] - both
    ratio: Scores = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return ratio
