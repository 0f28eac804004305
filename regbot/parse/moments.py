"""Days, times of day and zones in running text, with the places where they stand. A day without a day is no day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from regbot.parse.dates import MONTHS
from regbot.parse.numerals import parse_number

FULL_WIDTH = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {
    ord("："): ":", 0x3000: " ", 0x00A0: " ", 0x2009: " ", 0x202F: " ", ord("／"): "/", ord("－"): "-", ord("．"): ".",
}  # fmt: skip
"""One character for one, so that places stay the same."""

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_HAN = "〇零○一二三四五六七八九十"
_ENGLISH = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}-(?P<number>\d{{1,2}})-(?P<day>\d{{1,2}})(?!\d)",
        rf"\b{_ORDINAL}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_ORDINAL}(?:,\s*|\s+){_YEAR}\b",
        rf"\b{_ORDINAL}\s+(?:of\s+)?{_MONTH}(?!\w)",
        rf"\b{_MONTH}\s+{_ORDINAL}(?![\w:])",
    )
)
_CHINESE = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_YEAR}\s*年\s*(?P<number>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号]",
        rf"(?<!\d){_YEAR}\s*[-/.]\s*(?P<number>\d{{1,2}})\s*[-/.]\s*(?P<day>\d{{1,2}})(?![\d.])",
        rf"(?P<year>[〇零○一二三四五六七八九]{{4}})年(?P<number>[{_HAN}]{{1,2}})月(?P<day>[{_HAN}]{{1,3}})[日号]",
        r"(?<![\d年])(?P<number>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]",
    )
)
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?::[0-5]\d)?\s*(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?<![\d:])(?P<hour24>[01]?\d|2[0-4])\s*(?::|时|点)\s*(?P<minute24>[0-5]\d)?(?::[0-5]\d)?分?"
    r"|\b(?P<hour4>[01]\d|2[0-3])(?P<minute4>[0-5]\d)(?=\s*(?:h(?:ou)?rs|on)\b)"
    r"|\b(?P<word>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_ZONES = (
    ("America/New_York", r"eastern(?:\s+(?:standard|daylight))?(?:\s+time)?\b|\bE[SD]?T\b"),
    ("America/Chicago", r"central\s+(?:standard\s+|daylight\s+)?time\b|\bC[SD]T\b"),
    ("America/Denver", r"mountain\s+(?:standard\s+|daylight\s+)?time\b|\bM[SD]T\b"),
    ("America/Los_Angeles", r"pacific\s+(?:standard\s+|daylight\s+)?time\b|\bP[SD]T\b"),
    ("Europe/Brussels", r"brussels(?:\s+time)?\b|\bCES?T\b|central european (?:summer )?time"),
    ("Europe/London", r"(?:london|uk|british summer)\s+time\b|\bBST\b"),
    ("UTC", r"\b(?:GMT|UTC)\b"),
    ("Asia/Shanghai", r"北京时间|beijing time|china standard time"),
)
_ZONE = tuple((zone, re.compile(form, re.IGNORECASE)) for zone, form in _ZONES)


@dataclass(frozen=True, slots=True)
class Day:
    """A day at `[start, end)` of a text. `year_given` is False where the year is the one before it or after it."""

    start: int
    end: int
    value: date
    year_given: bool = True


def plain_digits(text: str) -> str:
    """`text`, as long as before, with full-width digits and odd spaces made plain."""
    return text.translate(FULL_WIDTH)


def find_days(text: str, *, chinese: bool, near: date | None = None) -> list[Day]:
    """The days named in `text` (see `plain_digits`), in order.

    A day without a year takes the year of the nearest full date in `text`, else lies in the year from `near` on; without
    either it is left out. Days that no calendar has are left out.
    """
    found: list[tuple[int, int, re.Match[str]]] = []
    for form in _CHINESE if chinese else _ENGLISH:
        for match in form.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), match))
    found.sort(key=lambda item: item[0])
    full = [(start, _number(match["year"])) for start, _, match in found if "year" in match.groupdict()]
    return list(_days(found, full, near))


def _days(found: list[tuple[int, int, re.Match[str]]], full: list[tuple[int, int]], near: date | None) -> Iterator[Day]:
    for start, end, match in found:
        parts = match.groupdict()
        name = parts.get("month")
        month = MONTHS.index(name[:3].lower()) + 1 if name else _number(parts["number"] or "")
        number = _number(parts["day"] or "")
        given = bool(parts.get("year"))
        if given:
            year = _number(parts["year"] or "")
        elif full:
            year = min(full, key=lambda item: abs(item[0] - start))[1]
        elif near:
            year = near.year + (1 if (month, number) < (near.month, near.day) else 0)
        else:
            continue
        try:
            yield Day(start, end, date(year, month, number), given)
        except ValueError:
            continue


def find_time(text: str) -> tuple[time, int, int] | None:
    """The first time of day in `text` and its place. Midnight and 24:00 end the day: 23:59:59."""
    for match in _TIME.finditer(text):
        value = _time(match)
        if value:
            return value, match.start(), match.end()
    return None


def find_zone(text: str) -> str:
    """The zone named first in `text`, an IANA name; empty if none."""
    places = [(found.start(), zone) for zone, form in _ZONE if (found := form.search(text))]
    return min(places)[1] if places else ""


def at_time(day: date, moment: time | None, zone: str) -> date | datetime:
    """`day` alone at its end or without a time; else that moment, aware if a zone is known."""
    if moment is None or (not zone and (moment.hour, moment.minute) == (23, 59)):
        return day
    return datetime.combine(day, moment, ZoneInfo(zone) if zone else None)


def _time(match: re.Match[str]) -> time | None:
    word = (match["word"] or "").lower()
    if word:
        return time(23, 59, 59) if word == "midnight" else time(12)
    if match["hour24"] or match["hour4"]:
        hour, minute = int(match["hour24"] or match["hour4"]), int(match["minute24"] or match["minute4"] or 0)
        if hour == 24:
            return time(23, 59, 59)
        return time(hour, minute)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if not 1 <= hour <= 12:
        return None
    return time(hour % 12 + (12 if match["half"].lower() == "p" else 0), minute)


def _number(digits: str) -> int:
    return parse_number(digits.replace("○", "〇")) or 0
