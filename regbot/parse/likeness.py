"""How alike two reports are by the words they use, in whatever order: copies, mirrors and scrambled copies are alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from math import sqrt

ALIKE, ALIKE_IF_SHORT = 0.9, 0.99
FEWEST, SHORT = 5, 20
"""Texts of fewer than FEWEST words are never alike; those below SHORT only if they are all but the same."""

LONGEST = 20_000
_WORD = re.compile(r"[^\W\d_]+|\d+")
_HAN = re.compile(r"[\u3400-\u9fff]")

Words = Counter[str]


def words_of(text: str) -> Words:
    """How often each word comes; each Chinese character counts as a word."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    counted: Words = Counter(_HAN.findall(plain))
    counted.update(word for word in _WORD.findall(_HAN.sub(" ", plain)))
    return counted


def likeness(one: Words, other: Words) -> float:
    """The cosine of two word counts, 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    shared = sum(count * other[word] for word, count in one.items())
    return shared / sqrt(_square(one) * _square(other)) if shared else 0.0


def _square(words: Words) -> int:
    return sum(count * count for count in words.values())


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Places of `texts` that are alike, grouped, each group by its first member."""
    counted = [words_of(text) for text in texts]
    found: list[list[int]] = []
    for place, words in enumerate(counted):
        total = words.total()
        least = ALIKE if total >= SHORT else ALIKE_IF_SHORT
        same = (group for group in found if total >= FEWEST and likeness(counted[group[0]], words) >= least)
        group = next(same, None)
        if group is None:
            found.append([place])
        else:
            group.append(place)
    return found
