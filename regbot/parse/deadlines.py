"""When comments close, as a notice's own words say it: stated, structured or computed, never mixed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from regbot.parse.claims import Basis, DatedClaim, consultation_of, structured_claim
from regbot.parse.deadlines_chinese import chinese_claims
from regbot.parse.moments import Day, at_time, find_days, find_time, find_zone, plain_digits
from regbot.parse.notice_sentences import sentence_spans
from regbot.parse.text import language

__all__ = ["Basis", "DatedClaim", "consultation_of", "find_deadlines", "structured_claim"]

LONGEST_TEXT = 400_000
LONGEST_SENTENCE = 2_000

_PLACEHOLDER = re.compile(
    r"[\[{<（【][^\[\]{}<>（）【】\n]{0,200}?(?:insert|publication|days? after|date|tbd|待定|日期)[^\[\]{}<>（）【】\n]{0,200}?[\]}>）】]",
    re.IGNORECASE,
)
_MAIN = re.compile(
    r"\b(?:comments?|commenters?|commenting|feedback|responses?|respond|submissions?|views|consultation|representations|"
    r"call for evidence|input|evidence|surveys?(?=\s+(?:will\s+)?(?:close|end|be open)))\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\b(?:(?:publish(?:es|ed|ing)?|issue[sd]?|release[sd]?)\b[^.;]{0,60}?\b(?:responses?|outcome|summary|decision|findings|report|analysis)"
    r"|(?:government|department|agency|regulator)(?:[’']s)?(?:\s+(?:formal|final|full))?\s+(?:responses?|(?:intends?|aims?|expects?|plans?)\s+to\s+respond))"
    r"(?:\s+(?:to|of|on)\s+(?:(?:this|the|these|all|our)\s+)?(?:public\s+)?(?:consultation|responses?|call\s+for\s+evidence|feedback|submissions))*\b",
    re.IGNORECASE,
)
"""What the publisher itself will say of the comments: its date is not theirs."""

_BESIDE = (
    (
        "reply comments",
        re.compile(
            r"\b(?:rebuttal|cross-?) ?comments?|\brepl(?:y|ies)(?: to)?(?: \w+){0,2} comments?|\bcross-?comments?\b|\breplies\b",
            re.IGNORECASE,
        ),
    ),
    (
        "information collection",
        re.compile(
            r"paperwork reduction act|\bPRA\b|information collection|\bOMB\b|office of management and budget",
            re.IGNORECASE,
        ),
    ),
)
_OTHER = re.compile(
    r"\b(?:hearings?|meetings?|webinars?|workshop|speakers?'?|testify|outlines?|applications?|nominations?|proposals?|effective|"
    r"compliance|comply|registration|register|petitions? for|appeals?|bids?|expression of interest)\b",
    re.IGNORECASE,
)
_FILLER = (
    r"(?:[\s,.:;()–—-]|\b(?:on|at|the|of|or|and|be|is|are|about|later|than|before|by|midnight|noon|midday|hours|hrs|local|eastern|"
    r"central|mountain|pacific|brussels|london|uk|british|summer|standard|daylight|time|e[sd]?t|c[sd]t|m[sd]t|p[sd]t|cest?|gmt|utc|bst|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|close of business|cob|end of (?:the )?day|"
    r"(?:\d{1,2}(?:[:.]\d\d)?\s?)?[ap]\.?\s?m|\d{1,2}(?::\d\d)?|(?:[01]\d|2[0-3])[0-5]\d(?=\s*(?:h(?:ou)?rs|on)\b))\b\.?){0,14}"
)
"""What may stand between "by" and a date: times, zones, weekdays, small words."""

_CUE = re.compile(
    rf"(?:\b(?:on\s+or\s+before|no(?:t)?\s+later\s+than|by|before|until|till|through|due|clos(?:es?|ing|ed)|ends?|ended|ending|"
    rf"expires?|expiring|concludes?|deadline|closing\s+(?:date|period)|period\s+to|end\s+date|due\s+date|extended\s+to|up\s+to)\b)(?:\s+(?:is|are|of|"
    rf"for\s+(?:(?:the|their|its)\s+)?(?:comments|responses|feedback|submissions?|receipt)|on|at|will be)){{0,3}}{_FILLER}$",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"^{_FILLER}(?:to|through|until|till|and|–|—|-){_FILLER}$", re.IGNORECASE)
_BEGINS = re.compile(rf"\b(?:from|between|begins?|opens?|opened|starts?|runs?|period:?){_FILLER}$", re.IGNORECASE)
_PAST = re.compile(
    rf"\b(?:scheduled|set|due|supposed|originally|previously|would have|had been|was|were|had)\s+(?:\w+\s+){{0,3}}(?:to\s+)?"
    rf"(?:close|end|expire|conclude|due|closed|ended|expired|closing|ending){_FILLER}$",
    re.IGNORECASE,
)
_EXTENDED = re.compile(r"\b(?:extend(?:s|ed|ing)?|reopen(?:s|ed|ing)?|re-open(?:s|ed|ing)?)\b", re.IGNORECASE)
_CLOSED = re.compile(rf"\b(?:closed|ended|expired){_FILLER}$", re.IGNORECASE)
_AFTERWARDS = re.compile(
    r"^[\s,]{0,3}(?:is|will be)\s+the\s+(?:deadline|closing date|due date|last day)", re.IGNORECASE
)
_LATE = re.compile(rf"\b(?:received|submitted|sent|arriving|arrive)\s+after{_FILLER}$", re.IGNORECASE)
_TO_RESPOND = re.compile(
    r"^[\s,]{0,3}(?:\([^()]{0,40}\)\s*)?to\s+(?:respond|reply|comment|have\s+your\s+say|(?:submit|send|give|share|provide)\b[^.;]{0,30}"
    r"\b(?:responses?|comments?|views|evidence|feedback|submissions?))\b",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"^(?:they|these|this|it|all|such|late|each|the\s+(?:closing\s+(?:period|date)|deadline|due\s+date))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W{0,3}(?:closing date|closes|deadline|end date|comment(?:s)? (?:due|close)|feedback period|due date)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?P<number>\d{1,3}|thirty|sixty|ninety|forty-five|fifteen|twenty|ten)(?:\s*\(\d{1,3}\))?[\s-]+(?:calendar[\s-]+)?days?[\s,]+"
    r"(?:after|from|of|following)\s+(?:the\s+)?(?:date\s+of\s+)?(?:(?:its|the|this|their)\s+)?(?:[\w\s]{0,30}?\b)?(?:publication|published)",
    re.IGNORECASE,
)
_NUMBERS = {"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90}
_AFTER_DATE = 60


def find_deadlines(text: str, lang: str | None = None, *, published: date | None = None) -> tuple[DatedClaim, ...]:
    """Every closing date that `text` states, in order; quotes are exact substrings. Placeholders and blanks are no dates.

    `published` lets "within 60 days after publication" become a computed claim. Of claims that name the same moment the
    first is kept.
    """
    text = text[:LONGEST_TEXT]
    plain = _PLACEHOLDER.sub(lambda match: " " * len(match[0]), plain_digits(text))
    read = chinese_claims if (lang or language(text)) == "zh" else _english_claims
    kept: dict[tuple[Basis, date | datetime, str], DatedClaim] = {}
    for claim in read(text, plain, published):
        kept.setdefault((claim.basis, claim.closes, claim.about), claim)
    return tuple(kept.values())


def _english_claims(text: str, plain: str, published: date | None) -> Iterator[DatedClaim]:
    about_comments = False
    extended = _EXTENDED.search(plain) is not None
    for start, end in sentence_spans(plain):
        if end - start > LONGEST_SENTENCE:
            continue
        sentence = plain[start:end]
        speaks = _MAIN.search(sentence) is not None
        inherits = (about_comments and _REFERS_BACK.search(sentence) is not None) or _LABEL.search(sentence) is not None
        if (speaks or inherits) and any(char.isdigit() for char in sentence):
            yield from _Sentence(sentence, text[start:end], extended, inherits).claims()
        if published and speaks:
            yield from _computed(sentence, text[start:end], published)
        about_comments = speaks or inherits


class _Sentence:
    """The dates of one sentence, each with the words before it that say what it is for."""

    def __init__(self, plain: str, quote: str, extended: bool, inherits: bool) -> None:
        self.plain = plain
        self.quote = quote
        self.extended = extended
        self.days = find_days(plain, chinese=False)
        self.topic: str | None = "" if inherits else None

    def claims(self) -> Iterator[DatedClaim]:
        position = 0
        for index, day in enumerate(self.days):
            before = self.plain[position : day.start]
            following = self.days[index + 1] if index + 1 < len(self.days) else None
            after = self.plain[day.end : following.start if following else len(self.plain)]
            self.topic = self._topic(before, after)
            previous = self.days[index - 1] if index else None
            opens = previous if previous and self._is_range(previous, before, index) else None
            if following and self._is_range(day, after, index + 1):
                position = day.end
                continue
            if day.year_given and self.topic is not None and (opens or self._closes(before, after, previous)):
                closes = at_time(day.value, *self._time(before, after))
                yield DatedClaim(
                    Basis.STATED, closes, self.quote, opens=opens.value if opens else None, about=self.topic
                )
            position = day.end

    def _topic(self, before: str, after: str) -> str | None:
        """What the date after `before` is for: "" for comments, another word for what stands beside them, None for neither."""
        answer = _ANSWER.search(before)
        if answer:
            before = f"{before[: answer.start()]} {before[answer.end() :]}"
            self.topic = None
        beside = next((name for name, form in _BESIDE if form.search(before)), None)
        if beside:
            return beside
        if _MAIN.search(before) or _TO_RESPOND.search(after):
            return ""
        if _OTHER.search(before) and not (_EXTENDED.search(before) and _MAIN.search(self.plain)):
            return None
        return "" if _EXTENDED.search(before) and _MAIN.search(self.plain) else self.topic

    def _closes(self, before: str, after: str, previous: Day | None) -> bool:
        if _PAST.search(before) or (self.extended and _CLOSED.search(before)):
            return False
        if previous and re.fullmatch(r"[\s,]*to[\s,]*", before):
            return _EXTENDED.search(self.plain) is not None
        if _CUE.search(before[-160:]) or _LATE.search(before[-160:]) or _AFTERWARDS.search(after):
            return True
        return previous is None and _LABEL.search(self.plain) is not None and before.strip().endswith((":", "–", "-"))

    def _is_range(self, first: Day, between: str, index: int) -> bool:
        if not _RANGE.search(between) or _EXTENDED.search(self.plain):
            return False
        start = self.days[index - 2].end if index > 1 else 0
        before = self.plain[start : first.start]
        return _BEGINS.search(before[-120:]) is not None or _LABEL.search(self.plain) is not None

    def _time(self, before: str, after: str) -> tuple[time | None, str]:
        cue = _CUE.search(before[-160:])
        words = cue.group() if cue else before[-40:]
        found = find_time(words)
        if found:
            return found[0], find_zone(words) or find_zone(after[:_AFTER_DATE])
        near = after[:_AFTER_DATE].partition(";")[0]
        found = find_time(near)
        if found and re.fullmatch(
            r"[\s,(]*(?:at|by|before|no later than|until|,)?[\s,(]*", near[: found[1]], re.IGNORECASE
        ):
            return found[0], find_zone(near[found[1] :])
        return None, ""


def _computed(sentence: str, quote: str, published: date) -> Iterator[DatedClaim]:
    for match in _PERIOD.finditer(sentence):
        before = sentence[: match.start()]
        if _MAIN.search(before) and not _OTHER.search(before[-80:]):
            number = match["number"].lower()
            days = _NUMBERS[number] if number in _NUMBERS else int(number)
            yield DatedClaim(Basis.COMPUTED, published + timedelta(days=days), quote)
