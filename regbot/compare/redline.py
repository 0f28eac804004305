"""Word-level redline: what was struck out of one text and written into the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, groupby, takewhile

from rapidfuzz.distance import Indel

from regbot.compare.anchors import anchors
from regbot.compare.words import Word, parting, words
from regbot.index.tokens import CJK

ASIAN = re.compile(rf"[{CJK}]+")

LARGEST = 25_000_000
"""Words × words up to which two stretches are compared word by word."""

ISLAND = 24
"""Unchanged stretches longer than this many characters, or a third as many Chinese ones, always stay."""

CONTEXT = 3
"""Unchanged words on either side that are counted with a stretch of changes."""

REWRITTEN = 0.5
"""Share of a stretch's words that must have stayed for every one of them to be shown as unchanged."""

FARTHEST = 100
"""Words by which a lone deletion or insertion may be moved to a better place."""


class Op(StrEnum):
    """What happened to a stretch of text."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, never empty."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Old words `i1:i2` became new words `j1:j2`; the same words where `equal`."""

    equal: bool
    i1: int
    i2: int
    j1: int
    j2: int


def redline(old: str, new: str) -> tuple[Span, ...]:
    """How `old` became `new`, in reading order, a deletion before the insertion that takes its place.

    Joining `equal` and `delete` gives `old` exactly, `equal` and `insert` gives `new`. Time grows nearly linearly
    with the length of long texts; long stretches without a common phrase are struck out whole.
    """
    if old == new:
        return (Span(Op.EQUAL, old),) if old else ()
    before, after = words(old), words(new)
    old_words, new_words = ([word.text or word.blank for word in side] for side in (before, after))
    blocks = _merge(_over_signs(_merge(_blocks(old_words, new_words)), old_words, new_words))
    return tuple(_joined(_pieces(_merge(_slide(_bridge(blocks, before, after), before, after)), before, after)))


def similarity(spans: Iterable[Span]) -> float:
    """Share of both texts that stayed, 0 to 1, by characters that are not blank; 1.0 for two empty texts."""
    same = changed = 0
    for span in spans:
        if span.op is Op.EQUAL:
            same += 2 * weight(span.text)
        else:
            changed += weight(span.text)
    return same / (same + changed) if same + changed else 1.0


def weight(text: str) -> int:
    """Characters that are not blank; a Chinese one says as much as three others."""
    asian = sum(map(len, ASIAN.findall(text))) if not text.isascii() else 0
    return sum(map(len, text.split())) + 2 * asian


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    i = j = 0
    for at_old, at_new, length in (*anchors(old, new, LARGEST), (len(old), len(new), 0)):
        yield from _compared(old, new, _Block(False, i, at_old, j, at_new))
        i, j = at_old + length, at_new + length
        yield _Block(True, at_old, i, at_new, j)


def _over_signs(blocks: Sequence[_Block], old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    """Keep words rather than punctuation, whichever says more: `used[-,-][+ and+] stored`, not `used[+ and stored+],`."""

    def kept(block: _Block) -> int:
        return sum(map(weight, old[block.i1 : block.i2])) if block.equal else 0

    stretch: list[_Block] = []
    for block in (*blocks, None):
        if block and (not block.equal or (stretch and not _said(old[block.i1 : block.i2]))):
            stretch.append(block)
            continue
        if len(stretch) > 2:
            whole = _Block(False, stretch[0].i1, stretch[-1].i2, stretch[0].j1, stretch[-1].j2)
            other = list(_by_words(old, new, whole))
            stretch = max(stretch, other, key=lambda tried: sum(map(kept, tried)))
        yield from stretch
        yield from [block] if block else []
        stretch = []


def _said(texts: Iterable[str]) -> bool:
    return any(text[:1].isalnum() for text in texts)


def _by_words(old: Sequence[str], new: Sequence[str], block: _Block) -> Iterator[_Block]:
    """`block` compared by its words, and by its punctuation only between two words that stayed."""
    left = [at for at in range(block.i1, block.i2) if _said(old[at : at + 1])]
    right = [at for at in range(block.j1, block.j2) if _said(new[at : at + 1])]
    i, j = block.i1, block.j1
    compared = _compared(
        [old[at] for at in left], [new[at] for at in right], _Block(False, 0, len(left), 0, len(right))
    )
    for same in compared:
        if not same.equal:
            continue
        for at_old, at_new in zip(left[same.i1 : same.i2], right[same.j1 : same.j2], strict=True):
            yield from _compared(old, new, _Block(False, i, at_old, j, at_new))
            i, j = at_old + 1, at_new + 1
            yield _Block(True, at_old, i, at_new, j)
    yield from _compared(old, new, _Block(False, i, block.i2, j, block.j2))


def _compared(old: Sequence[str], new: Sequence[str], block: _Block) -> Iterator[_Block]:
    left, right = old[block.i1 : block.i2], new[block.j1 : block.j2]
    if not left or not right or len(left) * len(right) > LARGEST:
        yield block
        return
    for code in Indel.opcodes(left, right):
        yield _Block(
            code.tag == "equal",
            block.i1 + code.src_start,
            block.i1 + code.src_end,
            block.j1 + code.dest_start,
            block.j1 + code.dest_end,
        )


def _merge(blocks: Iterable[_Block]) -> list[_Block]:
    """Without empty blocks, and with neighbours of one kind made one."""
    merged: list[_Block] = []
    for block in blocks:
        if block.i1 == block.i2 and block.j1 == block.j2:
            continue
        if merged and merged[-1].equal == block.equal:
            merged[-1] = replace(merged[-1], i2=block.i2, j2=block.j2)
        else:
            merged.append(block)
    return merged


def _bridge(blocks: Sequence[_Block], old: Sequence[Word], new: Sequence[Word]) -> list[_Block]:
    """Take small unchanged islands into the changes around them in stretches that were rewritten: no confetti there."""
    weights = [0, *accumulate(weight(word.text) for word in old)]

    def size(block: _Block) -> int:
        return weights[block.i2] - weights[block.i1]

    bridged: list[_Block] = []
    start = 0
    for at, block in enumerate((*blocks, None)):
        if block and not (block.equal and size(block) > ISLAND):
            continue
        stretch = blocks[start:at]
        context = [*blocks[max(start - 1, 0) : start], *([block] if block else [])]
        bridged += _merged_through(stretch, old, new) if _share(stretch, context) < REWRITTEN else stretch
        bridged += [block] if block else []
        start = at + 1
    return bridged


def _share(stretch: Iterable[_Block], context: Iterable[_Block]) -> float:
    """Share of the words of a stretch, and of a few of the unchanged ones around it, that stayed."""
    same, changed = 2 * sum(min(block.i2 - block.i1, CONTEXT) for block in context), 0
    for block in stretch:
        words = block.i2 - block.i1 + block.j2 - block.j1
        same, changed = (same + words, changed) if block.equal else (same, changed + words)
    return same / (same + changed) if same + changed else 1.0


def _merged_through(blocks: Iterable[_Block], old: Sequence[Word], new: Sequence[Word]) -> list[_Block]:
    """Without the islands that are no larger than either change around them, unless both only insert or only strike."""
    old_weights, new_weights = ([0, *accumulate(weight(word.text) for word in side)] for side in (old, new))

    def size(block: _Block) -> int:
        return max(old_weights[block.i2] - old_weights[block.i1], new_weights[block.j2] - new_weights[block.j1])

    kept: list[_Block] = []
    for block in blocks:
        kept.append(block)
        while len(kept) >= 3 and not block.equal:
            before, island, after = kept[-3:]
            struck, written = before.i2 - before.i1 + after.i2 - after.i1, before.j2 - before.j1 + after.j2 - after.j1
            if not struck or not written or size(island) > min(ISLAND, size(before), size(after)):
                break
            kept[-3:] = [replace(before, i2=after.i2, j2=after.j2)]
    return kept


def _slide(blocks: list[_Block], old: Sequence[Word], new: Sequence[Word]) -> list[_Block]:
    """Move a lone deletion or insertion to another that it can join, or to where the text parts best: `a[, b], c`, not
    `a,[ b,] c`.
    """
    end = _Block(True, len(old), len(old), len(new), len(new))
    moved = [_Block(True, 0, 0, 0, 0), *blocks, end]
    for at in range(1, len(moved) - 1):
        before, edit, after = moved[at - 1 : at + 2]
        if edit.equal or (edit.i1 < edit.i2) == (edit.j1 < edit.j2) or not (before.equal and after.equal):
            continue
        if edit.i1 < edit.i2:
            shift = _best_shift(old, before.i1, edit.i1, edit.i2, after.i2)
        else:
            shift = _best_shift(new, before.j1, edit.j1, edit.j2, after.j2)
        moved[at - 1] = replace(before, i2=before.i2 + shift, j2=before.j2 + shift)
        moved[at] = _Block(False, edit.i1 + shift, edit.i2 + shift, edit.j1 + shift, edit.j2 + shift)
        moved[at + 1] = replace(after, i1=after.i1 + shift, j1=after.j1 + shift)
    return moved


def _best_shift(text: Sequence[Word], lowest: int, start: int, end: int, highest: int) -> int:
    """By how many words to move `start:end` within `lowest:highest`, both texts staying the same, to part them best."""
    first, last = 0, 0
    while start + first > lowest and first > -FARTHEST and text[start + first - 1] == text[end + first - 1]:
        first -= 1
    while end + last < highest and last < FARTHEST and text[start + last] == text[end + last]:
        last += 1

    def rank(shift: int) -> tuple[bool, int, int]:
        joins = start + shift == lowest > 0 or end + shift == highest < len(text)
        return joins, _parting(text, start + shift) + _parting(text, end + shift), -abs(shift)

    return max(range(first, last + 1), key=rank)


def _parting(text: Sequence[Word], at: int) -> int:
    return parting(text[at - 1] if at else None, text[at] if at < len(text) else None)


def _pieces(blocks: Iterable[_Block], old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[Op, str]]:
    struck = written = ""
    for block in blocks:
        left, right = old[block.i1 : block.i2], new[block.j1 : block.j2]
        if not block.equal:
            struck, written = struck + _text(left), written + _text(right)
            continue
        for kept, same in zip(left, right, strict=True):
            yield from _change(struck, written)
            yield Op.EQUAL, kept.text
            struck, written = kept.blank, same.blank
    yield from _change(struck, written)


def _change(struck: str, written: str) -> Iterator[tuple[Op, str]]:
    """What stands between two unchanged words; the blanks that both texts have at its ends are not part of the change."""
    if struck == written:
        yield Op.EQUAL, struck
        return
    start = _shared_start(struck, written)
    end = _shared_start(struck[start:][::-1], written[start:][::-1])
    yield Op.EQUAL, struck[:start]
    yield Op.DELETE, struck[start : len(struck) - end]
    yield Op.INSERT, written[start : len(written) - end]
    yield Op.EQUAL, struck[len(struck) - end :]


def _text(side: Iterable[Word]) -> str:
    return "".join(word.text + word.blank for word in side)


def _shared_start(left: str, right: str) -> int:
    """How many blanks both begin with."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), zip(left, right, strict=False))
    )


def _joined(pieces: Iterable[tuple[Op, str]]) -> Iterator[Span]:
    """Pieces as spans: none empty, neighbours of one kind made one, between two unchanged stretches deletions first."""
    for equal, group in groupby((piece for piece in pieces if piece[1]), key=lambda piece: piece[0] is Op.EQUAL):
        members = list(group)
        for op in (Op.EQUAL,) if equal else (Op.DELETE, Op.INSERT):
            text = "".join(part for kind, part in members if kind is op)
            if text:
                yield Span(op, text)
