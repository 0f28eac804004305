"""Stretches that two long word lists surely share, found in near-linear time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

SHINGLES = (12, 5, 2)
"""Lengths, in words, of the stretches looked for; each round looks closer where the one before found nothing."""


def anchors(old: Sequence[str], new: Sequence[str], largest: int) -> list[tuple[int, int, int]]:
    """Shared stretches as (start in old, start in new, length), in order in both and not overlapping.

    The common beginning and end always; further ones, which stand once in each text, until no stretch between two has
    more than `largest` pairs of words to compare, or none can be found.
    """
    head = _shared(old, new, 0, 0)
    tail = _shared_back(old, new, head, head, len(old), len(new))
    found = [(0, 0, head)]
    found += _between(old, new, (head, head, len(old) - tail, len(new) - tail), largest, SHINGLES)
    found.append((len(old) - tail, len(new) - tail, tail))
    return [anchor for anchor in found if anchor[2]]


def _between(
    old: Sequence[str], new: Sequence[str], window: tuple[int, int, int, int], largest: int, shingles: tuple[int, ...]
) -> list[tuple[int, int, int]]:
    from_old, from_new, to_old, to_new = window
    if (to_old - from_old) * (to_new - from_new) <= largest or not shingles:
        return []
    found: list[tuple[int, int, int]] = []
    last_old, last_new = from_old, from_new
    for at_old, at_new in _chain(_unique_pairs(old, new, window, shingles[0])):
        if at_old < last_old or at_new < last_new:
            continue
        back = _shared_back(old, new, last_old, last_new, at_old, at_new)
        start_old, start_new = at_old - back, at_new - back
        length = min(_shared(old, new, start_old, start_new), to_old - start_old, to_new - start_new)
        found += _between(old, new, (last_old, last_new, start_old, start_new), largest, shingles[1:])
        found.append((start_old, start_new, length))
        last_old, last_new = start_old + length, start_new + length
    return found + _between(old, new, (last_old, last_new, to_old, to_new), largest, shingles[1:])


def _unique_pairs(
    old: Sequence[str], new: Sequence[str], window: tuple[int, int, int, int], length: int
) -> list[tuple[int, int]]:
    from_old, from_new, to_old, to_new = window
    left = _once(old, from_old, to_old, length)
    right = _once(new, from_new, to_new, length)
    return [(at, right[shingle]) for shingle, at in left.items() if shingle in right]


def _once(words: Sequence[str], start: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    seen: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for at in range(start, end - length + 1):
        shingle = tuple(words[at : at + length])
        if shingle in seen:
            twice.add(shingle)
        seen[shingle] = at
    return {shingle: at for shingle, at in seen.items() if shingle not in twice}


def _chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises on both sides; `pairs` rise on the first."""
    tops: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for index, (_, right) in enumerate(pairs):
        place = bisect_left(tops, right)
        before.append(heads[place - 1] if place else -1)
        tops[place : place + 1] = [right]
        heads[place : place + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = heads[-1] if heads else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _shared(old: Sequence[str], new: Sequence[str], at_old: int, at_new: int) -> int:
    most = min(len(old) - at_old, len(new) - at_new)
    length = 0
    while length < most and old[at_old + length] == new[at_new + length]:
        length += 1
    return length


def _shared_back(old: Sequence[str], new: Sequence[str], from_old: int, from_new: int, to_old: int, to_new: int) -> int:
    most = min(to_old - from_old, to_new - from_new)
    length = 0
    while length < most and old[to_old - length - 1] == new[to_new - length - 1]:
        length += 1
    return length
