"""Answers to "what happened in …": the dated entries of a timeline that fall into the time asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from regbot.ask.abstain import Refusal
from regbot.ask.candidates import Candidate
from regbot.ask.citations import telling, whole
from regbot.ask.composer import Composer
from regbot.ask.support import single_tokens
from regbot.ask.understand import Question
from regbot.model import DocumentKind, Provision
from regbot.parse.dates import find_days

MOST_EVENTS = 8
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
WHEN = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\s+)?(?:\b(?P<month>{MONTH})\.?,?\s+)?(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)"
    r"(?:[-年](?P<number>\d{1,2})月?(?:[-]?(?P<date>\d{1,2})日?)?)?",
    re.IGNORECASE,
)
"""A year, a month of one, or a day: "2021", "March 2021", "7 October 2019", 2021年3月, 2019-10-07."""
SET_IN = re.compile(rf"(?:\b(?:in|on|of)\s+(?:the\s+)?|(?=\d{{4}}年))(?:{WHEN.pattern})", re.IGNORECASE)
"""A time in which something lies, unless `LIMIT` follows."""
LIMIT = re.compile(r"之?[前后]|以[前后来]|起")
FROM_THEN_ON = re.compile(r"\b(?:since|from)\b|以来|[日月年]起", re.IGNORECASE)
AFTERWARDS = re.compile(r"\bafter\b|之后|以后", re.IGNORECASE)
UNTIL_THEN = re.compile(r"\b(?:before|until|up to)\b|之前|以前", re.IGNORECASE)
HAPPENING = re.compile(r"\b(?:happen\w*|occur\w*|took place|went on|is due|events?)\b|发生[了过]?", re.IGNORECASE)
LAST = "9999"


def events(composer: Composer, question: str) -> bool:
    """Quote what happened in the time that `question` names, oldest first. False when it names none, or nothing did.

    Times are compared as far as both are known: an entry for a month falls into the year and on none of its days.
    """
    stated = [_iso(match) for match in WHEN.finditer(question)]
    if not stated:
        return False
    first, last = stated[0], stated[-1]
    if len(stated) == 1 and FROM_THEN_ON.search(question):
        last = LAST
    elif len(stated) == 1 and AFTERWARDS.search(question):
        first, last = f"{first}~", LAST
    elif len(stated) == 1 and UNTIL_THEN.search(question):
        first, last = "", _before(first)
    for document in composer.catalogue.documents(composer.as_of):
        if document.kind is DocumentKind.TIMELINE:
            held = composer.catalogue.provisions(document.id, composer.lang, as_of=composer.as_of)
            fitting = [item for item in held if item.date and first <= item.date and _begins(item.date, last)]
            _quote(composer, fitting)
    return bool(composer.citations)


def month_asked(question: str) -> str:
    """The day or month in which what `question` asks about lies, `2021-03`; empty where it names none, or a limit or a year."""
    match = SET_IN.search(question)
    if not match or LIMIT.match(question, match.end()):
        return ""
    stated = _iso(match)
    return stated if "-" in stated else ""


def set_for(composer: Composer, question: str, candidates: Sequence[Candidate]) -> bool:
    """Quote the sentences of `candidates` that name a day which `question` names. False when it names none, or none does."""
    days = set(find_days(question))
    for candidate in candidates:
        for item in telling(
            candidate.document, [candidate.provision], lambda quote: not days.isdisjoint(find_days(quote))
        ):
            composer.quote(item)
    return bool(composer.citations)


def nothing_told(question: Question) -> Refusal | None:
    """The refusal of a question for what happened, of which the corpus tells nothing at that time; None if it asks for more."""
    if single_tokens(HAPPENING.sub(" ", WHEN.sub(" ", question.text))):
        return None
    if question.lang == "zh":
        return Refusal("语料库没有讲到那时发生的事。")
    return Refusal("The corpus tells of nothing at that time.")


def _quote(composer: Composer, provisions: list[Provision]) -> None:
    ordered = sorted(provisions, key=lambda item: item.date)
    for item in ordered[:MOST_EVENTS]:
        composer.quote(whole(composer.catalogue.document(item.document), item))
    composer.relate(*(item.ref for item in ordered[MOST_EVENTS:]))


def _begins(day: str, last: str) -> bool:
    """Whether `day` is `last`, lies in it, or comes before it."""
    return day[: len(last)] <= last


def _before(day: str) -> str:
    """The last moment before `day`, to compare with."""
    return f"{day[:-1]}{chr(ord(day[-1]) - 1)}~"


def _iso(match: re.Match[str]) -> str:
    month = match["number"] or (str(MONTHS.index(match["month"][:3].lower()) + 1) if match["month"] else "")
    day = (match["date"] or match["day"] or "") if month else ""
    return "-".join([match["year"], *(part.zfill(2) for part in (month, day) if part)])
