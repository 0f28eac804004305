"""From when to when a document is in force, and whether it only concerns another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from regbot.parse.moments import Day, find_days, plain_digits
from regbot.parse.notice_sentences import sentence_spans

_MOVES_ANOTHER = re.compile(r"withdraw|exten(?:sion|ding)|re-?open|cancel|terminat", re.IGNORECASE)
_GATHERS = re.compile(
    r"hearing|petition|negotiated rulemaking|meeting|intent to (?:establish|form|convene)", re.IGNORECASE
)
_PROPOSES = re.compile(
    r"\b(?:notice|notification|notices) of (?:\w+ ){0,2}proposed rule|^(?:\w+ )?proposed rule(?:making|s)?\s*(?:,|and\b)",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(r"\beffective\b|\btakes? effect\b", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"\beffective dates?\b[^;]{0,600}?\b(?:delay(?:ed|ing|s)|extend(?:ed|ing|s)|postpon(?:ed|ing|es)|deferr?(?:ed|ing|s)|moved|changed)\b"
    r"|\b(?:delay|extend|postpon|defer)\w*\s+the\s+effective\s+date\b",
    re.IGNORECASE,
)
_INDEFINITELY = re.compile(r"\bindefinitely\b|\buntil further notice\b", re.IGNORECASE)
_NEW_DAY = re.compile(r"\b(?:until|till|to)\s*$", re.IGNORECASE)
_BEGINS = re.compile(
    r"\b(?:effective|takes? effect)(?:\s+dates?)?(?:\s+of\s+(?:this|these|the)\s+[\w\s-]{3,40}?)?\s*(?::|\bis\b|\bare\b)?\s*"
    r"(?:(?:on|as of|beginning|from|immediately)\s*,?\s*){0,2}$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:through|until|till|to|expires?(?:\s+on)?|ends?(?:\s+on)?)[\s,]*(?:(?:at|on|midnight|noon|\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?\s?m\.?)[\s,]*){0,4}$",
    re.IGNORECASE,
)
_PARTLY = re.compile(r"\bexcept\b|\bamendat|\binstructions?\b|§|\bSecs?\.|\bsections?\b|\bparagraphs?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Force:
    """`begins` is the day of effect if one is known, `ends` the last day of a rule made for a time; `put_off` is True
    where the effect is delayed without a day."""

    begins: date | None = None
    ends: date | None = None
    put_off: bool = False


def concerns_another(words: str) -> bool:
    """Whether an action or subtype says that the document extends, withdraws, discusses or announces another one."""
    if _MOVES_ANOTHER.search(words):
        return True
    return _GATHERS.search(words) is not None and not _PROPOSES.search(words)


def force_of(dates: str, field: date | None, published: date | None) -> Force:
    """What `dates`, the words under DATES, and the API's `field` come to.

    The field counts, with two exceptions: a sentence that puts the effect off names the new day, and often several older
    ones of which the field may be any; and a field before the day of publication gives way to a day that the words state.
    """
    plain = plain_digits(dates)
    begins, ends, put_off = field, None, False
    stated: date | None = None
    for start, end in sentence_spans(plain):
        sentence = plain[start:end]
        if not _EFFECTIVE.search(sentence):
            continue
        days = [day for day in find_days(sentence, chinese=False) if day.year_given]
        if _PUT_OFF.search(sentence):
            new = [day.value for day, before in _with_words_before(sentence, days) if _NEW_DAY.search(before)]
            put_off = not new and _INDEFINITELY.search(sentence) is not None
            begins = new[-1] if new else None if put_off else begins
            continue
        if _PARTLY.search(sentence):
            continue
        for day, before in _with_words_before(sentence, days):
            if stated is None and _BEGINS.search(before):
                stated = day.value
            elif _ENDS.search(before):
                ends = day.value
    if stated and (begins is None or (begins == field and published and begins < published)) and not put_off:
        begins = stated
    return Force(begins, ends if not (ends and begins and ends < begins) else None, put_off)


def _with_words_before(sentence: str, days: list[Day]) -> Iterator[tuple[Day, str]]:
    position = 0
    for day in days:
        yield day, sentence[position : day.start]
        position = day.end
