"""A notice cut into sentences, as places in its text: a lone line break inside a sentence does not end it."""

from __future__ import annotations

import re

_END = re.compile(
    r"(?<=[.!?])[”\"’)\]]*[ \t]+(?=[“\"‘(\[A-Z0-9•])"
    r"|(?<=\d\d\.)(?=[A-Z][a-z]{2,20}\s)"
    r"|(?<=[。！？；])[”’）」]*"
    r"|[ \t]*\n(?=[ \t]*(?:\n|[•·*–—-]\s|[（(]?[A-Z0-9一二三四五六七八九十]{1,3}[)）.、]))"
    r"|(?<=[.:;!?。：；！？）)”])[ \t]*\n"
    r"|[ \t]*\n(?![ \t]*[a-z0-9(,])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:Arts?|Nos?|Sec|Secs|para|paras|e\.g|i\.e|U\.S|U\.S\.C|C\.F\.R|Fed|Reg|Mr|Mrs|Ms|Dr|St|vol|pp?|approx|[A-Z])"
    r"|\b[ap]\.\s?m|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"\b(?:Rm|Bldg|Ste|Apt|Attn|Ave?|Blvd|Rd|Hwy|Pkwy|Pl|Ct|Sq|Fl)\.$", re.IGNORECASE)
_ADDRESS_GOES_ON = re.compile(
    r"[NS]\.?[EW]\b|#?\d|(?:Suite|Ste|Room|Rm|Building|Bldg|Floor|Box|P\.?\s?O)\b"
    r"|[A-Z]\w+(?:[ -][A-Z]\w+){0,3},? [A-Z]{2},? +\d{5}"
)
"""After a shortened word of a postal address: `Rm. 1061`, `Ave. NW`, `Rd. Springfield, VA 22150`."""

_RUNS_ON = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|,"
    r"|\b(?:by|before|on|of|or|the|until|and|to|than|at|from|in|is|are|be))\s*$"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` in order, stripped of white space; blank ones are left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        before = text[max(start, match.start() - 20) : match.start()]
        broken_line = "\n" in match.group() and _RUNS_ON.search(before)
        in_address = _SHORTENED.search(before) and _ADDRESS_GOES_ON.match(text, match.end())
        if broken_line or ("\n" not in match.group() and (in_address or _ABBREVIATED.search(before))):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
