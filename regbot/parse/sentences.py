"""Text to sentences, as spans, in English and Chinese; and the language of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

CJK = re.compile(r"[\u3400-\u9fff]")
ENGLISH_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[“\"‘(A-Z0-9])")
CHINESE_END = re.compile(r"(?<=[。！？])[”’）]*")
ABBREVIATION = re.compile(r"\b(?:Arts?|No|Nos|Sec|para|e\.g|i\.e|U\.S|Mr|Mrs|Ms|Dr|St|vol|p)\.$", re.IGNORECASE)
LONGEST_ABBREVIATION = 8
LIST_ITEM = re.compile(r"\s*(?:[（(][\w一二三四五六七八九十]{1,4}[）)]|\d{1,2}[.．、](?!\d))\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or list item of a text: `text[start:end]`, in code points. `is_item` marks a list item."""

    start: int
    end: int
    is_item: bool = False


def language_of(text: str) -> str:
    """`zh` when Chinese characters carry the text, else `en`."""
    characters = len(CJK.findall(text))
    return "zh" if characters and characters * 3 >= len(re.findall(r"[A-Za-z]{2,}", text)) else "en"


@lru_cache(maxsize=128)
def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text` in order. Line breaks end a sentence; blank ones are left out."""
    sentences: list[Sentence] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in [*_ends(line.group()), len(line.group())]:
            stop = line.start() + end
            span = _stripped(text, start, stop)
            if span:
                sentences.append(Sentence(*span, is_item=LIST_ITEM.match(line.group()) is not None))
            start = stop
    return tuple(sentences)


def _ends(line: str) -> list[int]:
    ends = [match.end() for match in CHINESE_END.finditer(line)]
    ends += [match.end() for match in ENGLISH_END.finditer(line) if not _abbreviates(line, match.start())]
    return sorted(end for end in set(ends) if end < len(line))


def _abbreviates(line: str, end: int) -> bool:
    return ABBREVIATION.search(line, max(0, end - LONGEST_ABBREVIATION), end) is not None


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
