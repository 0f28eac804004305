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
    r"\beffective dates?\b[^;]{0,600}?"
    r"\b(?:delay(?:ed|ing|s)|extend(?:ed|ing|s)|postpon(?:ed|ing|es)|deferr?(?:ed|ing|s)|stayed|moved|changed)\b"
    r"|\b(?:delay|extend|postpon|defer|stay)\w*\s+(?:\w+\s+){0,3}effective\s+dates?\b"
    r"|\brules?\b[^;]{0,300}?\b(?:is|are)\s+(?:(?:further|hereby|also|temporarily|administratively)\s+){0,2}(?:delayed|postponed|stayed)\b"
    r"|\bnew\s+effective\s+date\s+(?:is|of|will\s+be)\b",
    re.IGNORECASE,
)
_ANOTHER_DATE = re.compile(
    r"\b(?:comment|compliance|applicability|enforcement|implementation|reporting|hearing|meeting)\s+(?:\w+\s+)?(?:periods?|dates?|deadlines?)\b",
    re.IGNORECASE,
)
_INDEFINITELY = re.compile(
    r"\bindefinitely\b|\buntil further notice\b|\bpending\s+(?:\w+\s+){0,3}(?:review|litigation|reconsideration|proceedings?)\b",
    re.IGNORECASE,
)
_NEW_DAY = re.compile(
    r"\b(?:until|till|to)(?:\s+(?:a|the)\s+new\s+(?:effective\s+)?date\s+of)?\s*$|\bnew\s+effective\s+date\s+(?:is|of|will\s+be)\s*$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\b(?:effective|takes? effect)(?:\s+dates?)?(?:\s+of\s+(?:this|these|the)\s+[\w\s-]{3,40}?)?\s*(?::|\bis\b|\bare\b)?\s*"
    r"(?:(?:on|as of|beginning|from|immediately)\s*,?\s*){0,2}$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:through|until|till|to|expir(?:es?|ed|ing)(?:\s+on)?|expiration\s+date(?:\s+of\s+[\w\s-]{3,40}?)?(?:\s*:|\s+is)?|ends?(?:\s+on)?)[\s,]*"
    r"(?:(?:at|on|and\s+including|midnight|noon|\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?\s?m\.?|\d{4}(?:\s+hours|\s+hrs)?"
    r"|local|eastern|central|mountain|pacific|standard|daylight|saving|time|[ECMPA]\.?[SD]?\.?T\.?)[\s,()]*){0,8}$",
    re.IGNORECASE,
)
_EXPIRES = re.compile(
    r"\b(?:rules?|regulations?|orders?|amendments?|actions?|zones?|it)\b[^;]{0,120}?\b(?:expires?|(?:is|are|be|remains?)\s+in\s+effect)\b"
    r"|\bexpiration\s+dates?\b",
    re.IGNORECASE,
)
_OF_THE_RULE = re.compile(
    r"^(?:(?!\beffective|\bin effect|\bexpir|\btakes? effect).)*\b(?:rules?|regulations?|orders?|amendments?|actions?|zones?|areas?"
    r"|deviations?|closures?|suspensions?|determinations?|notices?|documents?|provisions?|it|this)\b|^\W*(?:\w+:\s*)?(?:the\s+)?(?:effective|expir)",
    re.IGNORECASE | re.DOTALL,
)
"""The rule itself is what is effective or expires, rather than rates or permits in it."""
_NOT_OF_FORCE = re.compile(
    r"comment|submi|recei[vp]|hearing|meeting|complian|enforc|applicab|actual notice|incorporat|information collection",
    re.IGNORECASE,
)
"""Before a last day: it is not that of the rule itself."""
_EXTENDS = re.compile(
    r"\b(?:temporary|interim|emergency|effective\s+(?:period|dates?|through|until)|effectiveness|expir\w+|duration|rules?)\b[^;]{0,300}?"
    r"\bextend(?:ed|s|ing)\b|\bextend(?:ed|s|ing)?\b[^;]{0,120}?\b(?:effective\s+(?:period|dates?)|effectiveness|expiration|duration)\b",
    re.IGNORECASE,
)
_CFR_SECTION = re.compile(r"\bCFR\s+(?:parts?\s+)?\d+[a-z]?\.\d", re.IGNORECASE)
_PARTLY = re.compile(r"\bexcept\b|\bamendat|\binstructions?\b|§|\bSecs?\.|\bsections?\b|\bparagraphs?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moved:
    """A sentence that moves a day of effect, or a last day in force, to `day`, None where it is put off without one;
    `partly`: of some provisions alone."""

    day: date | None
    quote: str
    partly: bool


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


def delays_in(text: str) -> list[Moved]:
    """The sentences of `text` that put off the effect to a day that they name, or indefinitely."""
    found = []
    for sentence, quote in _sentences(text):
        put_off = _PUT_OFF.search(sentence)
        if not put_off:
            continue
        if not _EFFECTIVE.search(put_off[0]) and _ANOTHER_DATE.search(sentence[: put_off.end()]):
            continue
        new = [day.value for day, before in _days(sentence) if _NEW_DAY.search(before)]
        if new or _INDEFINITELY.search(sentence):
            found.append(Moved(new[-1] if new else None, quote, _is_of_a_part(sentence)))
    return found


def extensions_in(text: str) -> list[Moved]:
    """The sentences of `text` that give a rule made for a time a later last day."""
    found = []
    for sentence, quote in _sentences(text):
        extends = _EXTENDS.search(sentence)
        if extends and not _NOT_OF_FORCE.search(sentence[: extends.end()]):
            later = ((day, before) for day, before in _days(sentence) if day.start >= extends.end())
            new = [day.value for day, before in later if _ENDS.search(before)]
            found += [Moved(day, quote, _is_of_a_part(sentence)) for day in new[-1:]]
    return found


def force_of(dates: str, field: date | None, published: date | None) -> Force:
    """What `dates`, the words under DATES, and the API's `field` come to.

    The field counts, with two exceptions: a sentence that puts the effect off names the new day, and often several older
    ones of which the field may be any; and a field before the day of publication gives way to a day that the words state.
    """
    delay = next(reversed(delays_in(dates)), None)
    put_off = delay is not None and delay.day is None
    begins = delay.day if delay else field
    ends = next((moved.day for moved in reversed(extensions_in(dates)) if not moved.partly), None)
    stated: date | None = None
    for sentence, _ in _sentences(dates):
        speaks = _EFFECTIVE.search(sentence) or _EXPIRES.search(sentence)
        if not speaks or _PUT_OFF.search(sentence) or _PARTLY.search(sentence):
            continue
        of_the_rule = _OF_THE_RULE.search(sentence) is not None
        for day, before in _days(sentence):
            if stated is None and _BEGINS.search(before):
                stated = day.value
            elif of_the_rule and _ENDS.search(before) and not _NOT_OF_FORCE.search(before):
                ends = day.value
    if stated and (begins is None or (begins == field and published and begins < published)) and not put_off:
        begins = stated
    return Force(begins, ends if not (ends and begins and ends < begins) else None, put_off)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence with its digits plain, and as it stands."""
    plain = plain_digits(text)
    for start, end in sentence_spans(plain):
        yield plain[start:end], text[start:end]


def _days(sentence: str) -> Iterator[tuple[Day, str]]:
    """The days of a sentence that have a year, each with the words since the one before."""
    position = 0
    for day in find_days(sentence, chinese=False):
        if day.year_given:
            yield day, sentence[position : day.start]
            position = day.end


def _is_of_a_part(sentence: str) -> bool:
    return _PARTLY.search(sentence) is not None or _CFR_SECTION.search(sentence) is not None
