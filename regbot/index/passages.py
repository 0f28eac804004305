"""Provisions to passages: the strings that are embedded, short enough for the model to read whole."""

from __future__ import annotations

import re
from itertools import pairwise

from regbot.index.tokens import CJK
from regbot.model import Document, DocumentKind, Provision

MOST_WORDS, OVERLAP_WORDS = 40, 10
MOST_WORDS_OF_PASSAGE, OVERLAP_WORDS_OF_PASSAGE = 180, 40
WORD = re.compile(rf"[{CJK}]|[^\s{CJK}]+")
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；])|\n+")


def passages_of(document: Document, item: Provision) -> list[str]:
    """What to embed of a provision: short overlapping windows of its text, each under document name and heading.

    Passages that were cut before they were imported stay whole, as far as a model reads. A provision without text (a
    declared gap) gives none.
    """
    if not item.text.strip():
        return []
    heading = item.heading or item.label
    if document.kind is DocumentKind.PASSAGES:
        cut = windows(item.text, MOST_WORDS_OF_PASSAGE, OVERLAP_WORDS_OF_PASSAGE)
        return [f"{heading}\n{window}" for window in cut]
    return [f"{document.name}. {heading}\n{window}" for window in windows(item.text, MOST_WORDS, OVERLAP_WORDS)]


def windows(text: str, most: int, overlap: int) -> list[str]:
    """`text` in windows of at most `most` words, cut at sentence ends, each but the first repeating up to `overlap`."""
    if len(WORD.findall(text)) <= most:
        return [text]
    pieces = [piece for part in SENTENCE_END.split(text) for piece in _short(part, most - overlap) if piece]
    found: list[str] = []
    window: list[tuple[str, int]] = []
    for sentence in ((piece, len(WORD.findall(piece))) for piece in pieces):
        if window and sum(words for _, words in window) + sentence[1] > most:
            found.append(" ".join(piece for piece, _ in window))
            window = _tail(window, overlap)
        window.append(sentence)
    return [*found, " ".join(piece for piece, _ in window)]


def _tail(window: list[tuple[str, int]], overlap: int) -> list[tuple[str, int]]:
    kept: list[tuple[str, int]] = []
    for sentence in reversed(window):
        if sum(words for _, words in kept) + sentence[1] > overlap:
            break
        kept.insert(0, sentence)
    return kept


def _short(sentence: str, step: int) -> list[str]:
    starts = [match.start() for match in WORD.finditer(sentence)]
    if len(starts) <= step:
        return [sentence]
    cuts = [0, *starts[step::step], len(sentence)]
    return [sentence[start:end] for start, end in pairwise(cuts)]
