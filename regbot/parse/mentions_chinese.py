"""Mentions of provisions in Chinese: 第十一条第二款第（三）项, 第五条、第六条, 第四至六条, 第二项至第七项."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from regbot.parse.markers import CHINESE_UNITS
from regbot.parse.mentions import Mention
from regbot.parse.numbering import Number, chinese_number
from regbot.parse.numerals import ARABIC, CHINESE
from regbot.parse.prose import BLANKS
from regbot.parse.tree import Kind

_RANGE_SIGNS = frozenset("至到-–—～~")
_BELOW_LEVELS = {"款": 1, "项": 2, "項": 2, "目": 3}
_NUMERAL = rf"(?:[{BLANKS}]?[{CHINESE}{ARABIC}]){{1,8}}"
_TOKEN = re.compile(
    rf"[{BLANKS}]?(?P<joint>以及|[、和及与或至到～~–—-]?)[{BLANKS}]?(?P<ordinal>第)?[{BLANKS}]?(?P<open>[（(])?(?P<number>{_NUMERAL})"
    rf"[{BLANKS}]?(?P<close>[）)])?(?:之(?P<inner>[{CHINESE}]{{1,4}}))?"
    rf"(?P<unit>分编|[条條章节節编編篇款项項目])?(?:之(?P<outer>[{CHINESE}{ARABIC}]{{1,4}}))?"
)
_START = re.compile(rf"第(?={_NUMERAL}[{BLANKS}]?(?:之|分编|[条條章节節编編篇、和及与或至到～~–—-]|以及))")


class _Token(NamedTuple):
    """One number of an expression with its unit ("" if a later token names it) and what joins it to the one before."""

    joint: str
    number: Number
    unit: str
    start: int
    end: int


def chinese_mentions(text: str) -> Iterator[Mention]:
    """The provisions that `text` mentions, in order; a 款 or 项 counts only after the article it belongs to."""
    end = 0
    for start in _START.finditer(text):
        if start.start() >= end:
            tokens = _tokens(text, start.start())
            end = tokens[-1].end if tokens else end
            yield from _mentions(_with_units(tokens))


def _tokens(text: str, start: int) -> list[_Token]:
    tokens: list[_Token] = []
    while match := _TOKEN.match(text, start):
        token = _token(match)
        if token is None or not _may_follow(match, token, tokens):
            break
        tokens.append(token)
        start = match.end()
    return tokens


def _token(match: re.Match[str]) -> _Token | None:
    number = chinese_number(match["number"], match["outer"] or match["inner"] or "")
    if number is None or bool(match["open"]) != bool(match["close"]):
        return None
    unit = match["unit"] or ("项" if match["open"] and not match["joint"] else "")
    start = match.start("ordinal") if match["ordinal"] else match.start("open" if match["open"] else "number")
    return _Token(match["joint"], number, unit, start, match.end())


def _may_follow(match: re.Match[str], token: _Token, tokens: Sequence[_Token]) -> bool:
    marked = bool(match["ordinal"] or match["open"])
    if not tokens:
        return not token.joint and bool(match["ordinal"])
    if not token.joint:
        return marked and bool(tokens[-1].unit)
    return marked or not tokens[-1].unit or token.joint in _RANGE_SIGNS


def _with_units(tokens: Sequence[_Token]) -> list[_Token]:
    """`tokens` with the unit of each: in 第五、六条 that of the next; those at the end that have none are left out."""
    complete: list[_Token] = []
    unit = ""
    for token in reversed(tokens):
        unit = token.unit or unit
        if unit:
            complete.append(token._replace(unit=unit))
    return complete[::-1]


def _mentions(tokens: Sequence[_Token]) -> Iterator[Mention]:
    head: _Token | None = None
    start = 0
    below: list[tuple[int, str]] = []
    for place, token in enumerate(tokens):
        level = _BELOW_LEVELS.get(token.unit, 0)
        if level and head is None:
            continue
        start = token.start if token.joint or not level else start
        head = head if level else token
        below = [step for step in below if step[0] < level] + ([(level, token.number.text)] if level else [])
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        deeper = after and not after.joint and _BELOW_LEVELS.get(after.unit, 0) > level
        if head and not deeper:
            kind = CHINESE_UNITS[head.unit]
            yield Mention(start, token.end, kind, (head.number,), _below(below), token.joint in _RANGE_SIGNS)


def _below(steps: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """The words of an eid below an article: 第三项 without a 款 is an item of the first paragraph."""
    paragraph = [number for level, number in steps if level == 1]
    items = [f"{Kind.ITEM}_{number}" for level, number in steps if level > 1]
    return (f"{Kind.PARAGRAPH}_{paragraph[0] if paragraph else 1}", *items) if steps else ()
