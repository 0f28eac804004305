"""Parts of provisions that went elsewhere: what a split, a merger or a moved paragraph leaves behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from regbot.compare.assign import BLOCK
from regbot.compare.likeness import Likeness, Row
from regbot.compare.units import Part
from regbot.model import Provision

CHANCE = 0.25
"""Likeness that two parts have by chance."""

CLEARLY = 0.05
"""By so much must a part elsewhere be more alike than any in the provision's own partner."""

SHARE = 0.25
"""The least share of one of the two provisions that goes, or comes, for it to count."""

Moved = dict[tuple[int, int], tuple[list[Part], list[Part]]]
"""Old and new provision (places in their lists) to the parts of each that belong together."""


class Piece(NamedTuple):
    """Part of the provision at place `owner`, and its search tokens."""

    owner: int
    part: Part
    words: Sequence[str]


class _Nearest(NamedTuple):
    """A part's best match on the other side, how alike it is, and how alike the best within the partner is."""

    row: int
    score: float
    own: float


def moves(
    old: Sequence[Provision],
    new: Sequence[Provision],
    parts: tuple[Sequence[Piece], Sequence[Piece]],
    pairs: Sequence[tuple[int, int]],
    *,
    related: bool,
) -> Moved:
    """Those of `parts` that are each other's best match although `pairs` pairs their provisions otherwise."""
    rows, columns = ([Row(piece.owner, piece.words) for piece in side] for side in parts)
    likeness = Likeness(old, new, (rows, columns), related=related)
    there = _nearest(likeness, rows, columns, dict(pairs), flipped=False)
    back = _nearest(likeness, columns, rows, {new: old for old, new in pairs}, flipped=True)
    found: Moved = defaultdict(lambda: ([], []))
    for row, best in enumerate(there):
        other = back[best.row]
        if other.row == row and best.score >= max(CHANCE, best.own + CLEARLY, other.own + CLEARLY):
            here, elsewhere = found[rows[row].owner, columns[best.row].owner]
            here.append(parts[0][row].part)
            elsewhere.append(parts[1][best.row].part)
    known = set(pairs)
    return {
        pair: both
        for pair, both in found.items()
        if pair not in known and (_share(both[0], old[pair[0]]) >= SHARE or _share(both[1], new[pair[1]]) >= SHARE)
    }


def _nearest(
    likeness: Likeness, rows: Sequence[Row], columns: Sequence[Row], partners: dict[int, int], *, flipped: bool
) -> list[_Nearest]:
    owners = np.array([column.owner for column in columns], dtype=np.int64)
    found = []
    for start in range(0, len(rows), BLOCK):
        block = range(start, min(start + BLOCK, len(rows)))
        for row, scores in zip(block, likeness.scores(block, flipped=flipped), strict=True):
            best = int(scores.argmax())
            within = scores[owners == partners.get(rows[row].owner, -1)]
            found.append(_Nearest(best, float(scores[best]), float(within.max(initial=0))))
    return found


def _share(parts: Iterable[Part], item: Provision) -> float:
    return sum(part.end - part.start for part in parts) / len(item.text)
