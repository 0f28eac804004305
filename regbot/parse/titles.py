"""Where a provision's heading ends and its own text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regbot.parse.items import starts_item
from regbot.parse.markers import Marker
from regbot.parse.prose import BLANKS, has_finite_verb, is_title
from regbot.parse.tree import UNDIVIDED

_LONGEST, _LONGEST_CHINESE, _MOST_WORDS = 150, 20, 25
_SPACE = re.compile(r"\s*")
_LINE = re.compile(r"[^\n\r]*")
_BRACKETED = re.compile(r"【[^】\n]{1,60}】|〔[^〕\n]{1,60}〕|[（(][^）)\n]{1,40}[）)]")
_RUN_IN = re.compile(r"[^\n.—]{1,150}\.?—")
_DECORATION = BLANKS + "*_#—"


@dataclass(frozen=True, slots=True)
class Title:
    """A heading (`words`, without white space and Markdown) and the places where it and the text after it begin."""

    words: str
    start: int
    text_start: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The first line after a marker, `line`, and what stands below it.

    `same_line` says that it is on the marker's line, `more` that something follows it, `adjacent` that this is on the
    very next line, `runs_on` that it moreover begins with a small letter.
    """

    line: str
    same_line: bool
    more: bool
    adjacent: bool
    runs_on: bool


def find_title(text: str, marker: Marker, stop: int, *, division: bool) -> Title:
    """The heading of what `marker` opens and `stop` ends; without words if there is none.

    What heads a `division` is nearly always a title; a provision's words may as well be its text.
    """
    start = _skip(_SPACE, text, marker.content, stop)
    line_end = _skip(_LINE, text, start, stop)
    below = _skip(_SPACE, text, line_end, stop)
    adjacent = below < stop and len(text[line_end:below].splitlines()) == 1
    line = text[start:line_end].rstrip()
    candidate = _Candidate(line, start < marker.stop, below < stop, adjacent, adjacent and text[below].islower())
    end = start + _title_length(marker, candidate, division)
    return Title(text[start:end].strip(_DECORATION), start, _skip(_SPACE, text, end, stop))


def _skip(pattern: re.Pattern[str], text: str, start: int, stop: int) -> int:
    match = pattern.match(text, start, stop)
    return match.end() if match else start


def _title_length(marker: Marker, candidate: _Candidate, division: bool) -> int:
    """How much of the candidate's line is a heading: all, a part that a bracket or a dash ends, or nothing."""
    line = candidate.line
    if marker.kind in UNDIVIDED or not line or starts_item(line):
        return 0
    if division:
        return len(line) if _is_division_title(candidate) else 0
    if bracketed := _BRACKETED.match(line):
        return bracketed.end()
    if marker.label.startswith("第"):
        return len(line) if candidate.more and is_title(line, _LONGEST_CHINESE) else 0
    run_in = _RUN_IN.match(line) if candidate.same_line else None
    if run_in and not has_finite_verb(run_in[0]):
        return run_in.end()
    return len(line) if _is_english_title(candidate, marker.signed) else 0


def _is_division_title(candidate: _Candidate) -> bool:
    line = candidate.line.rstrip(".") if candidate.same_line else candidate.line
    return is_title(line, 2 * _LONGEST) and not candidate.runs_on


def _is_english_title(candidate: _Candidate, signed: bool) -> bool:
    line, ends = candidate.line.rstrip("."), candidate.line.endswith(".")
    if line[:1].islower() or not is_title(line, _LONGEST) or len(line.split()) > _MOST_WORDS:
        return False
    if signed and candidate.same_line:
        return True
    if candidate.runs_on or (has_finite_verb(line) and (candidate.adjacent or ends)):
        return False
    return candidate.more or (candidate.same_line and not ends)
