"""Mentions of provisions in English: "Article 11(2)", "paragraph 2 of Article 11", "arts 4-6", "§§ 1.1 and 1.2"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from regbot.parse.markers import ENGLISH_UNITS, LETTERED
from regbot.parse.mentions import Mention
from regbot.parse.numbering import ARABIC_NUMBER, Number, arabic_number, letter_number, roman_number
from regbot.parse.numerals import ARABIC
from regbot.parse.prose import BLANKS
from regbot.parse.tree import Kind

_SINGULARS = {unit: kind for unit, kind in ENGLISH_UNITS.items() if unit != "app"}
_SINGULARS |= {"recital": Kind.RECITAL, "s": Kind.SECTION, "§": Kind.SECTION}
_PLURALS = {
    "articles": Kind.ARTICLE, "arts": Kind.ARTICLE, "sections": Kind.SECTION, "secs": Kind.SECTION, "ss": Kind.SECTION,
    "§§": Kind.SECTION, "regulations": Kind.REGULATION, "regs": Kind.REGULATION, "rules": Kind.RULE,
    "chapters": Kind.CHAPTER, "parts": Kind.PART, "titles": Kind.TITLE, "annexes": Kind.ANNEX,
    "schedules": Kind.SCHEDULE, "appendices": Kind.APPENDIX, "recitals": Kind.RECITAL,
}  # fmt: skip

_UNITS = "|".join(sorted([*_SINGULARS, *_PLURALS], key=len, reverse=True))
_SPACE = rf"[{BLANKS}\r\n]{{0,4}}"
_LEVEL = rf"(?:paragraphs?|paras?\.?|subsections?|sub-?paragraphs?|points?|items?){_SPACE}"
_LABEL = r"[(（]?([0-9A-Za-z]{1,4})[)）]?(?![0-9A-Za-z])"
_OVER = re.compile(rf"\b{_LEVEL}{_LABEL}{_SPACE}(?:of|in|under)\b{_SPACE}", re.IGNORECASE)
_HEAD = re.compile(
    rf"(?P<over>(?:{_OVER.pattern}){{0,3}})(?<![\w'’.])(?P<unit>{_UNITS})(?:(?<=§)|\.|(?![A-Za-z])){_SPACE}",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?:(?P<arabic>{ARABIC_NUMBER})"
    r"|(?P<roman>I(?!\s+(?!(?:of|and|or|to)\b)[a-z])|[VXLCDM]|[IVXLCDM]{2,9}|[ivx]{2,5})"
    rf"|(?P<letter>[A-Z]))(?![A-Za-z{ARABIC}]|/[0-9])"
)
_RANGE_START = re.compile(rf"(?P<arabic>[{ARABIC}]{{1,5}})(?=[-–—][{ARABIC}]{{1,5}}(?![{ARABIC}.]))")
_BELOW = re.compile(
    rf"[(（]([0-9]{{1,3}}[A-Za-z]{{0,2}}|[A-Za-z]{{1,4}})[)）]|{_SPACE}[(（]([0-9]{{1,3}}|[A-Za-z]|[ivx]{{1,4}})[)）]"
    rf"|,?{_SPACE}\b{_LEVEL}{_LABEL}",
    re.IGNORECASE,
)
_JOINT = re.compile(rf"{_SPACE}(?P<sign>[-–—&]|,(?:{_SPACE}(?:and|or)\b)?|(?:and|or|to|through)\b){_SPACE}")
_RANGE_SIGNS = frozenset({"-", "–", "—", "to", "through"})
_MEASURE = re.compile(r"\s*(?:%|(?:per|days?|weeks?|months?|years?|hours?|people|persons?)\b)")


class _Item(NamedTuple):
    """One number of a list, with the labels of the parts below it: 11(2)(a)."""

    numbers: tuple[Number, ...]
    labels: tuple[str, ...]
    end: int


def english_mentions(text: str) -> Iterator[Mention]:
    """The provisions that `text` mentions, in order."""
    for head in _HEAD.finditer(text):
        unit = head["unit"].lower()
        kind, plural = _PLURALS.get(unit) or _SINGULARS[unit], unit in _PLURALS
        over = tuple(reversed(_OVER.findall(head["over"])))
        item, start, ends_range = _item(text, head.end(), kind, plural), head.start(), False
        while item:
            yield Mention(start, item.end, kind, item.numbers, _below(item.labels + over), ends_range, loose=True)
            joint = _JOINT.match(text, item.end)
            item = _next_item(text, joint, item, kind, plural) if joint else None
            start, ends_range = (joint.end(), joint["sign"] in _RANGE_SIGNS) if joint else (0, False)


def _item(text: str, start: int, kind: Kind, plural: bool) -> _Item | None:
    match = (_RANGE_START.match(text, start) if plural else None) or _NUMBER.match(text, start)
    numbers = _readings(match, kind) if match else ()
    return _Item(numbers, *_labels(text, match.end())) if match and numbers else None


def _readings(match: re.Match[str], kind: Kind) -> tuple[Number, ...]:
    groups = match.groupdict()
    if groups["arabic"]:
        return (arabic_number(groups["arabic"]),)
    written = groups["roman"] or groups["letter"]
    letter = letter_number(written) if kind in LETTERED and len(written) == 1 else None
    numeral = roman_number(written.upper()) if groups["roman"] else None
    likeliest_first = (letter, numeral) if written in "CDLM" else (numeral, letter)
    return tuple(number for number in likeliest_first if number)


def _next_item(text: str, joint: re.Match[str], before: _Item, kind: Kind, plural: bool) -> _Item | None:
    """What a list goes on with: another number, or the label of another part of the same provision."""
    if plural or joint["sign"] in ("and", "or", "to", "through", "&"):
        item = _item(text, joint.end(), kind, plural)
        if item:
            return None if _MEASURE.match(text, item.end) else item
    labels, end = _labels(text, joint.end())
    return _Item(before.numbers, _beside(before.labels, labels), end) if labels else None


def _labels(text: str, start: int) -> tuple[tuple[str, ...], int]:
    """The labels in a row at `start`, as in "(2)(a)" or ", paragraph 2", and where they end."""
    labels: list[str] = []
    while match := _BELOW.match(text, start):
        labels.append(match[match.lastindex or 0].lower())
        start = match.end()
    return tuple(labels), start


def _beside(labels: tuple[str, ...], added: tuple[str, ...]) -> tuple[str, ...]:
    """`labels` with `added` in place of the last written alike: after (1)(a), "and (b)" is (1)(b), "and (2)" is (2)."""
    alike = [place for place, label in enumerate(labels) if label.isdigit() == added[0].isdigit()]
    return labels[: alike[-1] if alike else len(labels)] + added


def _below(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{Kind.ITEM if place else Kind.PARAGRAPH}_{label}" for place, label in enumerate(labels))
