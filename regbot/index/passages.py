"""Provisions to passages: the strings that are embedded, short enough for the model to read whole."""

from __future__ import annotations

import re
from itertools import pairwise

from regbot.index.tokens import CJK

MOST_WORDS = 40
OVERLAP_WORDS = 10
WORD = re.compile(rf"[{CJK}]|[^\s{CJK}]+")
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；])|\n+")


def passages_of(document: str, heading: str, text: str) -> list[str]:
    """What to embed of a provision: its text in short overlapping windows, each under document name and heading.

    A provision without text (a declared gap) gives none.
    """
    return [f"{document}. {heading}\n{window}" for window in windows(text)] if text.strip() else []


def windows(text: str) -> list[str]:
    """`text` in windows of at most 40 words, each beginning with up to 10 words of the one before."""
    if len(WORD.findall(text)) <= MOST_WORDS:
        return [text]
    sentences = [
        (piece, len(WORD.findall(piece))) for part in SENTENCE_END.split(text) for piece in _short(part) if piece
    ]
    found: list[str] = []
    window: list[tuple[str, int]] = []
    for sentence in sentences:
        if window and sum(words for _, words in window) + sentence[1] > MOST_WORDS:
            found.append(" ".join(piece for piece, _ in window))
            window = _tail(window)
        window.append(sentence)
    return [*found, " ".join(piece for piece, _ in window)]


def _tail(window: list[tuple[str, int]]) -> list[tuple[str, int]]:
    kept: list[tuple[str, int]] = []
    for sentence in reversed(window):
        if sum(words for _, words in kept) + sentence[1] > OVERLAP_WORDS:
            break
        kept.insert(0, sentence)
    return kept


def _short(sentence: str) -> list[str]:
    step = MOST_WORDS - OVERLAP_WORDS
    starts = [match.start() for match in WORD.finditer(sentence)]
    if len(starts) <= step:
        return [sentence]
    cuts = [*starts[::step], len(sentence)]
    return [sentence[start:end] for start, end in pairwise(cuts)]
