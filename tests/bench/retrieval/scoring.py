"""How a ranking is scored against gold, as the papers on ObliQA do it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """Means over `n` questions, 0..1: Recall@10 and MAP@10."""

    n: int
    recall: float
    precision: float


def recall(ranked: Sequence[str], gold: Collection[str]) -> float:
    """The share of `gold` (at least one) among the first ten of `ranked`."""
    return len(set(ranked[:DEPTH]) & set(gold)) / len(set(gold))


def average_precision(ranked: Sequence[str], gold: Collection[str]) -> float:
    """The sum of the precisions at each gold provision among the first ten, divided by min(|gold|, 10)."""
    wanted = set(gold)
    places = [place for place, ref in enumerate(ranked[:DEPTH], 1) if ref in wanted]
    return sum(found / place for found, place in enumerate(places, 1)) / min(len(wanted), DEPTH)


def means(rankings: Iterable[tuple[Sequence[str], Collection[str]]]) -> Scored:
    """Scores over rankings (no ref twice), each with its gold. Raises ZeroDivisionError when there are none."""
    pairs = [(recall(*pair), average_precision(*pair)) for pair in rankings]
    return Scored(len(pairs), sum(pair[0] for pair in pairs) / len(pairs), sum(pair[1] for pair in pairs) / len(pairs))
