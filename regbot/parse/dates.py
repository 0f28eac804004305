"""Days named in a text, in English and Chinese."""

from __future__ import annotations

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+(?P<year>\d{{4}})\b",
        rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        rf"\b{MONTH}\s+(?P<year>\d{{4}})\b",
        r"(?P<year>\d{4})\s*年\s*(?:(?P<number>\d{1,2})\s*月\s*(?:(?P<day>\d{1,2})\s*[日号])?)?",
        r"\b(?P<year>(?:19|20)\d{2})\b",
    )
)


def find_dates(text: str) -> list[date]:
    """The days named in `text`, in order; a month alone means its first day, a year alone its last.

    Days that no calendar has (31 February) are left out.
    """
    return [day for parts in _named(text) if (day := _day(parts))]


def find_days(text: str) -> list[date]:
    """The days that `text` names as days, in order: no month alone and no year alone."""
    return [day for parts in _named(text) if parts.get("day") and (day := _day(parts))]


def _named(text: str) -> list[dict[str, str | None]]:
    found: dict[int, tuple[int, dict[str, str | None]]] = {}
    for form in FORMS:
        for match in form.finditer(text):
            if not any(start < match.end() and match.start() < end for start, (end, _) in found.items()):
                found[match.start()] = match.end(), match.groupdict()
    return [parts for _, (_, parts) in sorted(found.items())]


def _day(parts: dict[str, str | None]) -> date | None:
    name, number = parts.get("month"), parts.get("number")
    month = MONTHS.index(name[:3].lower()) + 1 if name else int(number or 0)
    year = int(parts["year"] or 0)
    try:
        return date(year, month or 12, int(parts.get("day") or (1 if month else 31)))
    except ValueError:
        return None
