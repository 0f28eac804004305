"""Figures in a text: sums, dates, percentages, periods, ages, head counts, levels of authority; English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from regbot.parse.dates import find_dates
from regbot.parse.numerals import CHINESE, half_width, parse_chinese


class FigureKind(StrEnum):
    """What a figure measures."""

    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    PERIOD = "period"
    LEVEL = "level"
    GRADE = "grade"
    COUNT = "count"
    AGE = "age"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `text[start:end]` (code points) of the text it was found in.

    `value` is an amount, an ISO date, or the name of a level; `unit` a currency, or the singular of what is counted.
    """

    kind: FigureKind
    value: float | str
    unit: str
    text: str
    start: int
    end: int


TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ENGLISH = {
    word: value for value, word in enumerate(f"zero one two three four five six seven eight nine {TEENS}".split())
}
ENGLISH |= {word: 10 * tens for tens, word in enumerate(TENS.split(), 2)}
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
}
LEVELS = {
    "national": r"national[- ]level|国家级",
    "provincial": r"provincial[- ]level|province[- ]level|省级|省、自治区、直辖市",
    "city": r"(?:prefecture|prefectural|municipal|city)[- ]level|设区的市级|地市级|地级市|市级",
    "county": r"county[- ]level|县级|区县级",
}
SCALE = "hundred|thousand|million|billion"
NUMBER = (
    rf"(?P<number>[0-9０-９]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?(?:[ -]?(?:{SCALE})\b|[百千万亿]+)?"
    rf"|[{CHINESE}亿]+|\b(?:{'|'.join(ENGLISH)})(?:[ -](?:{SCALE}))?\b)"
)
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAYS = r"days?|weeks?|months?|years?|hours?|minutes?"
PERIODS_ZH = {
    "工作日": "working day",
    "日": "day",
    "天": "day",
    "周": "week",
    "个月": "month",
    "年": "year",
    "小时": "hour",
    "分钟": "minute",
}
CURRENCIES = {"元": "RMB", "yuan": "RMB", "cny": "RMB", "rmb": "RMB", "¥": "RMB", "￥": "RMB", "$": "USD", "us$": "USD"}
CURRENCIES |= {"dollar": "USD", "€": "EUR", "euro": "EUR", "£": "GBP", "pound": "GBP"}

# In the order in which they are looked for; what one has found no later one sees. None: a reference or a list's number.
PATTERNS: tuple[tuple[FigureKind | None, str], ...] = (
    (FigureKind.DATE, rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH} \d{{4}}\b"),
    (
        FigureKind.DATE,
        rf"\b{MONTH} \d{{1,2}},? \d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b|\d{{4}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?",
    ),
    (FigureKind.MONEY, rf"(?P<unit>\b(?:RMB|CNY|USD|EUR|GBP)|US\$|[$€£¥￥]) ?{NUMBER}"),
    (FigureKind.MONEY, rf"{NUMBER} ?(?P<unit>yuan|dollars?|euros?|pounds?|元)"),
    (
        None,
        r"\b(?:articles?|art|sections?|sec|paragraphs?|chapters?|items?|annex|no|parts?|schedules?)\b\.? ?\d[\w.()-]*",
    ),
    (None, rf"第[{CHINESE}0-9]+[条款项章节编号届次]|[（(][{CHINESE}0-9]+[)）]|[0-9]+:[0-9]+|^ *[0-9]+[.、)]"),
    (None, r"§+ ?\d[\w.()-]*|\b[a-z]+/[a-z]+ ?\d[\d.-]*|\b[a-z_]+\d[\w./-]*"),
    (FigureKind.PERCENT, rf"{NUMBER} ?(?:%|％|per ?cent\b)"),
    (FigureKind.PERCENT, rf"百分之{NUMBER}"),
    (FigureKind.PERIOD, rf"{NUMBER}[ -]?(?P<unit>(?:working |business |calendar )?(?:{DAYS}))\b"),
    (FigureKind.PERIOD, rf"{NUMBER}个?(?P<unit>{'|'.join(PERIODS_ZH)})(?![岁度])"),
    *((FigureKind.LEVEL, rf"(?P<{level}>{pattern})") for level, pattern in LEVELS.items()),
    (FigureKind.GRADE, rf"\blevel {NUMBER}"),
    (FigureKind.GRADE, rf"{NUMBER}级"),
    (FigureKind.COUNT, rf"{NUMBER} ?(?P<unit>people|persons?|individuals?|users?|employees|人|名)"),
    (FigureKind.AGE, rf"(?:\bage of|\baged|\bunder) {NUMBER}"),
    (FigureKind.AGE, rf"{NUMBER}周岁"),
    (FigureKind.NUMBER, r"(?<![\w.,])(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?![\w])"),
)
COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for kind, pattern in PATTERNS)
LINE = re.compile(r"[^\n]+")
SEED = re.compile(rf"[0-9０-９{CHINESE}亿]|\blevel\b|级|\b(?:{'|'.join(ENGLISH)})\b|省、", re.IGNORECASE)
"""What a line with a figure has."""

PEOPLE = ("people", "person", "individual", "人", "名")


def figures(text: str) -> list[Figure]:
    """The figures of `text`, in order; numbers of articles, paragraphs, list items and standards are none."""
    free = bytearray(b"\1" * len(text))
    lines = [line.span() for line in LINE.finditer(text) if SEED.search(line.group())]
    found = [
        figure for kind, pattern in COMPILED for line in lines for figure in _found(kind, pattern, text, line, free)
    ]
    return sorted(found, key=lambda item: item.start)


def _found(
    kind: FigureKind | None, pattern: re.Pattern[str], text: str, line: tuple[int, int], free: bytearray
) -> Iterator[Figure]:
    for match in pattern.finditer(text, *line):
        value = _value(kind, match) if kind and all(free[match.start() : match.end()]) else None
        if kind and value is None:
            continue
        free[match.start() : match.end()] = bytes(match.end() - match.start())
        if kind and value is not None:
            yield Figure(kind, value, _unit(kind, match), match.group(), match.start(), match.end())


def _value(kind: FigureKind, match: re.Match[str]) -> float | str | None:
    if kind is FigureKind.DATE:
        days = find_dates(match.group())
        return days[0].isoformat() if days else None
    if kind is FigureKind.LEVEL:
        return str(match.lastgroup)
    return amount(match["number"])


def amount(written: str) -> float | None:
    """The value of "10,000", "1.5 million", "thirty", "三十", "1万", "五千万"; None for what is no number."""
    text = half_width(written).lower().replace(",", "").strip()
    scaled = re.fullmatch(r"([0-9.]+|[a-z]+)?[ -]?(hundred|thousand|million|billion|[百千万亿]+)", text)
    digits = scaled[1] if scaled and scaled[1] else text
    factor = 1
    if scaled and scaled[1]:
        for scale in [scaled[2]] if scaled[2] in SCALES else scaled[2]:
            factor *= SCALES[scale]
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits):
        return float(digits) * factor
    if digits in ENGLISH:
        return float(ENGLISH[digits] * factor)
    return _chinese(text)


def _chinese(text: str) -> float | None:
    total = 0
    for scale in ("亿", "万"):
        if scale in text:
            head, _, text = text.partition(scale)
            value = parse_chinese(head)
            if not value:
                return None
            total += value * SCALES[scale]
    rest = parse_chinese(text) if text else 0
    return None if rest is None else float(total + rest)


def _unit(kind: FigureKind, match: re.Match[str]) -> str:
    written = (match.groupdict().get("unit") or "").lower()
    if kind is FigureKind.MONEY:
        return CURRENCIES.get(written.removesuffix("s"), written.upper())
    if kind is FigureKind.PERIOD:
        return PERIODS_ZH.get(written) or written.removesuffix("s").replace("business", "working")
    if kind is FigureKind.COUNT:
        return "person" if written.removesuffix("s") in PEOPLE else written.removesuffix("s")
    return "%" if kind is FigureKind.PERCENT else ""
