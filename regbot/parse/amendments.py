"""The words that a Chinese amending decision puts in place of others: their article numbers head nothing in the decision."""

from __future__ import annotations

import re
from bisect import bisect_right

LONGEST_QUOTATION = 6_000
_OPENS = re.compile(r"(?:修改为|修正为|改为|表述为|增加|作为)[^。；\n“”]{0,40}[：:]\s*“")
_STATES = re.compile(r"(?:修改为|修正为|改为|表述为|作为第[^。；\n]{1,12})[：:]$")
_MARK = re.compile(r"[“”]")


class Quotations:
    """Where `text` quotes new wording, `修改为：“…”`, over one or more paragraphs. An opening mark that nothing closes opens nothing."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for match in _OPENS.finditer(text) if "”" in text else ():
            if self._ends and match.end() < self._ends[-1]:
                continue
            end = _closed(text, match.end())
            if end is not None:
                self._starts.append(match.end())
                self._ends.append(end)

    def __contains__(self, position: int) -> bool:
        place = bisect_right(self._starts, position) - 1
        return place >= 0 and position < self._ends[place]


def states_wording(line: str) -> bool:
    """Whether `line` (stripped) announces new wording below it without quotation marks: 将第二十条修改为："""
    return bool(_STATES.search(line[-20:]))


def _closed(text: str, start: int) -> int | None:
    """The place of the mark that closes what opens before `start`; each further paragraph may open it again."""
    depth = 1
    for mark in _MARK.finditer(text, start, start + LONGEST_QUOTATION):
        if mark[0] == "”":
            depth -= 1
        elif not _begins_line(text, mark.start()):
            depth += 1
        if depth == 0:
            return mark.start()
    return None


def _begins_line(text: str, position: int) -> bool:
    before = text[max(0, position - 20) : position]
    return "\n" in before and not before.rpartition("\n")[2].strip()
