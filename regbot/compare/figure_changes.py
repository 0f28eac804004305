"""Figures that changed from one text to another, each with the sentence it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from regbot.compare.figures import Figure, FigureKind, figures
from regbot.compare.units import Part, sentence_at

RESEMBLES = 40.0
"""Out of 100: how alike the words around two figures must be where several might have become one another."""


@dataclass(frozen=True, slots=True)
class FigureSide:
    """A figure and the sentence around it, which is `text[quote.start:quote.end]` of the text compared."""

    figure: Figure
    quote: Part
    sentence: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that became another of its kind; None where one text has no figure in its place."""

    kind: FigureKind
    old: FigureSide | None
    new: FigureSide | None


def figure_changes(old: str, new: str) -> tuple[FigureChange, ...]:
    """Figures of `old` that `new` does not have, and the other way round, paired where they stand for the same thing.

    In the order of `old`, then, for what is only in `new`, of `new`. A figure that both texts have, however often and
    wherever, is no change.
    """
    left, right = figures(old), figures(new)
    gone, come = _without(left, right), _without(right, left)
    pairs: dict[int, int] = {}
    for kind in FigureKind:
        here = [at for at, item in enumerate(gone) if item.kind is kind]
        there = [at for at, item in enumerate(come) if item.kind is kind]
        pairs |= _paired(here, there, [[_resemblance(old, gone[i], new, come[j]) for j in there] for i in here])
    changes = [
        FigureChange(item.kind, _side(old, item), _side(new, come[pairs[at]]) if at in pairs else None)
        for at, item in enumerate(gone)
    ]
    taken = set(pairs.values())
    changes += [FigureChange(item.kind, None, _side(new, item)) for at, item in enumerate(come) if at not in taken]
    return tuple(changes)


def _without(items: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    known = {(item.kind, item.value, item.unit) for item in others}
    return [item for item in items if (item.kind, item.value, item.unit) not in known]


def _paired(here: Sequence[int], there: Sequence[int], likeness: Sequence[Sequence[float]]) -> dict[int, int]:
    least = 0.0 if len(here) == len(there) == 1 else RESEMBLES
    ranked = sorted((-likeness[i][j], i, j) for i in range(len(here)) for j in range(len(there)))
    pairs: dict[int, int] = {}
    for unlike, i, j in ranked:
        if -unlike >= least and here[i] not in pairs and there[j] not in pairs.values():
            pairs[here[i]] = there[j]
    return pairs


def _resemblance(old: str, left: Figure, new: str, right: Figure) -> float:
    return fuzz.token_set_ratio(_around(old, left), _around(new, right)) + (1.0 if left.unit == right.unit else 0.0)


def _around(text: str, figure: Figure) -> str:
    quote = sentence_at(text, figure.start)
    return f"{text[quote.start : figure.start]} {text[figure.end : quote.end]}"


def _side(text: str, figure: Figure) -> FigureSide:
    quote = sentence_at(text, figure.start)
    return FigureSide(figure, quote, text[quote.start : quote.end])
