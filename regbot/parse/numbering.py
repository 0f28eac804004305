"""The numbers of provisions and the sequences they form: 5, 5a, 12 bis, 第十二条之一, 23.105, IV, B."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from regbot.parse.numerals import ARABIC, format_letters, half_width, parse_letters, parse_number, parse_roman

HYPHENS = r"\-‐‑–"
_REMEMBERED = 4096

_LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
LATIN_SUFFIX = "|".join(_LATIN)
ARABIC_NUMBER = (
    rf"[{ARABIC}]{{1,6}}(?:[.．{HYPHENS}][{ARABIC}]{{1,6}}){{0,4}}"
    rf"(?:[ \u00a0]?(?:{LATIN_SUFFIX})|(?!st|nd|rd|th)[A-Za-z]{{1,2}})?"
)
"""A pattern for 5, 5a, 12 bis, 12-1, 23.105 and 1.61-21, with nothing said about what may follow."""

_WORD_LIST = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
"""
_WORDS = _WORD_LIST.split()
WORDS = "|".join(sorted(_WORDS, key=len, reverse=True))

_PARTS = re.compile(rf"[{ARABIC}]+|[A-Za-z]+")
_ROMAN_WITH_LETTER = re.compile(r"([IVXLCDM]+)([a-z]?)")


class Number(NamedTuple):
    """A provision's number. `key` orders numbers; `text` is its part of an eid, e.g. `12-1`, `5a`, `23-105`.

    `sparse` numbers (23.105, 23.107) leave room on purpose: a gap between them means nothing.
    """

    key: tuple[int, ...]
    text: str
    sparse: bool = False

    @property
    def is_first(self) -> bool:
        """Whether a sequence begins with it: 1, a, i, 一."""
        return self.key == (1,)


UNNUMBERED = Number((sys.maxsize,), "")
"""Of an annex that is the only one; beside numbered ones it counts as the last."""


@lru_cache(maxsize=_REMEMBERED)
def arabic_number(written: str) -> Number:
    """The number written as ARABIC_NUMBER allows. An addition (5a, 5 bis, 5-1) comes right after what it adds to."""
    parts = _PARTS.findall(half_width(written))
    key = tuple(_part_value(part) for part in parts)
    return Number(key, _joined(parts), sparse="." in written or "．" in written)


def _part_value(part: str) -> int:
    if part.lower() in _LATIN:
        return _LATIN.index(part.lower()) + 1
    return parse_number(part) or parse_letters(part.lower()) or 0


def _joined(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += part.lower() if part.isalpha() else f"-{part}"
    return text


@lru_cache(maxsize=_REMEMBERED)
def chinese_number(written: str, addition: str = "") -> Number | None:
    """The number of 第`written`条之`addition`: 十二, 之一 is `12-1`. None if either is no numeral."""
    values = [parse_number(part) for part in (written, addition) if part]
    if any(value is None for value in values):
        return None
    key = tuple(value for value in values if value is not None)
    return Number(key, "-".join(map(str, key)))


def word_number(written: str) -> Number | None:
    """The number of a word, "One" to "Twenty"; None for any other."""
    word = written.lower()
    return _plain(_WORDS.index(word) + 1) if word in _WORDS else None


def roman_number(written: str) -> Number | None:
    """The number of "IV" or, with an added letter, "IVa" (`4a`); None for any other."""
    form = _ROMAN_WITH_LETTER.fullmatch(written)
    value = parse_roman(form[1]) if form else None
    if form is None or value is None:
        return None
    return Number((value, parse_letters(form[2]) or 0), f"{value}{form[2]}") if form[2] else _plain(value)


def letter_number(written: str) -> Number | None:
    """The number of "B" or "aa", with the letters themselves in the eid; None for any other."""
    value = parse_letters(written)
    return Number((value,), written.lower()) if value else None


def _plain(value: int) -> Number:
    return Number((value,), str(value))


def follows(before: Number, after: Number) -> bool:
    """Whether `after` is a next number: after 5 come 6 and 5a, after 5a come 5b and 6."""
    if after.key == (*before.key, 1):
        return True
    length = len(after.key)
    if not 0 < length <= len(before.key):
        return False
    return after.key[:-1] == before.key[: length - 1] and after.key[-1] == before.key[length - 1] + 1


def missing(before: Number | None, after: Number, counted: bool = False) -> str:
    """The first number missing between two, "" if none is; with nothing before, a `counted` sequence begins at 1."""
    if after.sparse or not after.text:
        return ""
    if before is None:
        return "" if after.is_first or not counted else _next_text(0, after.text)
    return "" if follows(before, after) else _next_text(before.key[0], after.text)


def _next_text(value: int, like: str) -> str:
    return format_letters(value + 1) if like.isalpha() else str(value + 1)


def links(numbers: Sequence[Number], before: Number | None) -> int:
    """How many of `numbers` follow the one in front; the first one follows `before`, or is a first if that is None."""
    total, previous = 0, before
    for number in numbers:
        total += number.is_first if previous is None else follows(previous, number)
        previous = number
    return total


def longest_rising(numbers: Sequence[Number]) -> list[int]:
    """Places of the longest strictly rising subsequence; among equals the one that rises least and begins earliest.

    A cross-reference mistaken for a heading breaks the rise and so falls out. Time is n log n.
    """
    tails: list[tuple[int, ...]] = []
    places: list[int] = []
    previous = [-1] * len(numbers)
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number.key)
        if length < len(tails) and tails[length] == number.key:
            continue
        tails[length : length + 1] = [number.key]
        places[length : length + 1] = [place]
        previous[place] = places[length - 1] if length else -1
    chain: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(place)
        place = previous[place]
    return chain[::-1]
