"""The parts of a provision that may move on their own: sentences, and paragraphs with their lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
LINE = re.compile(r"\n+")
CLOSING = "”’」』）)"
SENTENCE = re.compile(
    rf"(?<=[。！？])(?![{CLOSING}])(?=\S)|(?<=[。！？][{CLOSING}])(?=\S)"
    r"|(?<=[a-z0-9)”\"][.!?])\s+(?=[A-Z“\"(])"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start:end` (code points) of a provision's text."""

    start: int
    end: int


def units(text: str) -> tuple[Part, ...]:
    """The parts of `text` in order: each sentence of a paragraph, or a paragraph and its list items together.

    A paragraph with line breaks is taken as one that holds a list. Blanks between parts belong to none.
    """
    found: list[Part] = []
    for start, end in _cut(text, 0, len(text), PARAGRAPH):
        if "\n" in text[start:end].strip():
            found.append(_trimmed(text, start, end))
        else:
            found += (_trimmed(text, *piece) for piece in _cut(text, start, end, SENTENCE))
    return tuple(part for part in found if part.start < part.end)


def sentence_at(text: str, place: int) -> Part:
    """The sentence, or line of a list, of `text` that character `place` stands in."""
    for start, end in _cut(text, 0, len(text), LINE):
        if place < end:
            pieces = [_trimmed(text, *piece) for piece in _cut(text, start, end, SENTENCE)]
            return next((piece for piece in pieces if place < piece.end), pieces[-1])
    return Part(0, len(text))


def joined(parts: Iterable[Part], text: str) -> tuple[Part, ...]:
    """`parts` in order, those with nothing but blanks between them made one."""
    merged: list[Part] = []
    for part in sorted(parts, key=lambda item: item.start):
        if merged and not text[merged[-1].end : part.start].strip():
            merged[-1] = Part(merged[-1].start, max(part.end, merged[-1].end))
        else:
            merged.append(part)
    return tuple(merged)


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [(match.start(), match.end()) for match in pattern.finditer(text, start, end)]
    return list(zip([start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end], strict=True))


def _trimmed(text: str, start: int, end: int) -> Part:
    piece = text[start:end]
    blanks = len(piece) - len(piece.lstrip())
    return Part(start + blanks, start + blanks + len(piece.strip()))
