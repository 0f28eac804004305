"""Text to words for a redline: joined, the words are the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from regbot.index.tokens import CJK

NUMERAL = "〇零一二三四五六七八九十百千万亿两"
WORD = re.compile(
    r"(?P<word>\d+(?:[.,]\d+)*[%％‰]?"
    rf"|[{NUMERAL}]{{2,}}"
    rf"|[{CJK}]"
    rf"|(?:(?![{CJK}\d_])\w)+(?:['’-](?:(?![{CJK}\d_])\w)+)*"
    r"|\S|)(?P<blank>\s*)"
)
ENDS = "。！？.!?"
PAUSES = "；;：:，,、)）”»"


class Word(NamedTuple):
    """A word and the blanks after it, either of which may be empty."""

    text: str
    blank: str


def words(text: str) -> list[Word]:
    """The words of `text` in order; joined with their blanks they are `text`.

    A number with its separators and per cent sign is one word, so is a run of Chinese numerals; any other Chinese
    character and any punctuation mark is a word of its own. Blanks at the beginning belong to an empty word.
    """
    return [Word(match["word"], match["blank"]) for match in WORD.finditer(text) if match.end() > match.start()]


def parting(before: Word | None, after: Word | None) -> int:
    """How well a text parts between two neighbours: 4 at an end of line, sentence, text; 0 inside a run of Chinese."""
    if before is None or after is None or "\n" in before.blank or before.text[-1:] in tuple(ENDS):
        return 4
    if before.text in PAUSES:
        return 3
    if after.text in PAUSES or after.text in ENDS:
        return 2
    return 1 if before.blank else 0
