"""Which provision became which: one to one first, then the parts that went elsewhere."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regbot.compare.assign import best_pairs
from regbot.compare.likeness import Likeness, Row, comparable
from regbot.compare.moves import Moved, Piece, moves
from regbot.compare.units import Part, joined, units
from regbot.index.tokens import tokens
from regbot.model import Provision

CHANCE = 0.25
"""Likeness that two provisions of one field have by chance."""


@dataclass(frozen=True, slots=True)
class Link:
    """Old provision `old` and new provision `new` (places in their lists) hold the same matter.

    Where a provision was split or merged, the parts say which of its text this link is about; no parts mean all of it.
    """

    old: int
    new: int
    old_parts: tuple[Part, ...] = ()
    new_parts: tuple[Part, ...] = ()


def link(old: Sequence[Provision], new: Sequence[Provision], *, related: bool = True) -> tuple[Link, ...]:
    """Links between two lists of provisions, by old, then new; a provision in none has no counterpart.

    `related` says that one text grew out of the other, so that the same number means something.
    """
    pairs = same_provisions(old, new)
    here, there = {place for place, _ in pairs}, {place for _, place in pairs}
    olds = [place for place, item in enumerate(old) if place not in here and item.text.strip()]
    news = [place for place, item in enumerate(new) if place not in there and item.text.strip()]
    moved: Moved = {}
    if olds and news:
        pieces = _pieces(old), _pieces(new)
        rows = _rows(old, pieces[0]), _rows(new, pieces[1])
        likeness = Likeness(old, new, rows, related=related)
        found = best_pairs(likeness, olds, news, CHANCE)
        moved = moves(old, new, (_of(olds, pieces[0]), _of(news, pieces[1])), found, related=related)
        pairs += found
    return tuple(sorted(_described(old, new, pairs, moved), key=lambda item: (item.old, item.new)))


def _pieces(items: Sequence[Provision]) -> list[Piece]:
    return [
        Piece(place, part, tokens(item.text[part.start : part.end]))
        for place, item in enumerate(items)
        for part in units(item.text)
    ]


def _rows(items: Sequence[Provision], pieces: Sequence[Piece]) -> list[Row]:
    words: dict[int, list[str]] = defaultdict(list)
    for piece in pieces:
        words[piece.owner] += piece.words
    return [Row(place, words[place], tokens(item.heading)) for place, item in enumerate(items)]


def _of(places: Iterable[int], pieces: Sequence[Piece]) -> list[Piece]:
    chosen = set(places)
    return [piece for piece in pieces if piece.owner in chosen]


def same_text(text: str) -> str:
    """`text` without what no reader would call a difference: blanks, and full or half width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def same_provisions(old: Sequence[Provision], new: Sequence[Provision]) -> list[tuple[int, int]]:
    """Provisions of the same text: those of one eid, then those whose text stands once on each side."""
    keys = [same_text(item.text) for item in old], [same_text(item.text) for item in new]
    by_eid = {item.eid: place for place, item in enumerate(new)}
    pairs = [
        (place, by_eid[item.eid])
        for place, item in enumerate(old)
        if item.eid in by_eid and keys[0][place] == keys[1][by_eid[item.eid]]
    ]
    alone = tuple(_standing_once(side, {pair[at] for pair in pairs}) for at, side in enumerate(keys))
    for text, place in alone[0].items():
        if text in alone[1] and comparable(old[place], new[alone[1][text]]):
            pairs.append((place, alone[1][text]))
    return pairs


def _standing_once(keys: Sequence[str], taken: set[int]) -> dict[str, int]:
    count = Counter(key for place, key in enumerate(keys) if place not in taken)
    return {key: place for place, key in enumerate(keys) if key and place not in taken and count[key] == 1}


def _described(
    old: Sequence[Provision], new: Sequence[Provision], pairs: Sequence[tuple[int, int]], moved: Moved
) -> list[Link]:
    links = [*pairs, *moved]
    partners = Counter(here for here, _ in links), Counter(there for _, there in links)
    gone: tuple[dict[int, list[Part]], dict[int, list[Part]]] = (defaultdict(list), defaultdict(list))
    for pair, parts in moved.items():
        for side in (0, 1):
            gone[side][pair[side]] += parts[side]

    def parts_of(side: int, pair: tuple[int, int]) -> tuple[Part, ...]:
        if partners[side][pair[side]] == 1:
            return ()
        text = (old, new)[side][pair[side]].text
        if pair in moved:
            return joined(moved[pair][side], text)
        return joined([part for part in units(text) if part not in gone[side][pair[side]]], text)

    return [Link(*pair, parts_of(0, pair), parts_of(1, pair)) for pair in links]
