"""Which earlier document a withdrawal, delay, extension, reopening or correction is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from regbot.model import Relation
from regbot.parse.assemble import Piece
from regbot.parse.moments import find_days, plain_digits
from regbot.parse.notice_sentences import sentence_spans
from regbot.sources.base import document_id
from regbot.sources.federal_register.force import delays_in, extensions_in
from regbot.sources.federal_register.record import day_of, is_proposal, prose_of, strings, text_of
from regbot.sources.federal_register.xml import normal_number

_DELAYS = re.compile(
    r"\bdelay|\bpostpone|\bdefer|\bstay(?:ed|ing)?\b|\bexten(?:sion|ding|ded)\s+(?:of\s+)?(?:the\s+)?effective\s+date",
    re.IGNORECASE,
)
_EXTENDS = re.compile(r"\bexten(?:sion|ding|ded|ds?)\b|\b(?:effective|expiration)\s+(?:period|dates?)\b", re.IGNORECASE)
_PARTLY = re.compile(r"\bpartial", re.IGNORECASE)
_ABOUT_ANOTHER = re.compile(
    r"\bwithdraw|\bdelay|\bpostpone|\bdefer|\bexten(?:sion|ding|ded|ds?)\b|\bre-?open|\bcorrect(?:ion|ing)|\bstay(?:ed|ing)?\b"
    r"|\b(?:effective|expiration)\s+(?:period|date)",
    re.IGNORECASE,
)
_TEXTS = (
    r"(?:rules?|rulemakings?|proposals?|notices?|documents?|A?NPRMs?|SNPRMs?|DFRs?|amendments?|directives?|guidance|interpretations?"
    r"|statements?|determinations?)"
)
_WITHDRAWN = re.compile(
    rf"\b{_TEXTS}\b[^;]{{0,300}}?\b(?:is|are|was|were|been|being)\s+(?:\w+\s+)?withdrawn\b"
    rf"|\bwithdr(?:aw|aws|awing|ew|awal\s+of)\s+(?:the|its|our|this|that|an?|these|both)\s[^;]{{0,150}}?\b{_TEXTS}\b",
    re.IGNORECASE,
)
_WITHDRAWAL = re.compile(
    rf"\b{_TEXTS}[;,:]?\s+withdrawal\b\W*$|^\W*withdrawal\W*$|\bwithdrawal\s+of\s+(?:\w+\s+){{0,6}}{_TEXTS}\b",
    re.IGNORECASE,
)
"""An action that withdraws a document, not an approval or a person's application."""
_WITHDRAWN_FROM = re.compile(
    r"\bwithdrawn[\s,]+(?:(?:effective|as\s+of|on|from|beginning)[\s,]+){1,3}$|^\W*(?:effective|as\s+of)(?:\s+on)?\s+$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\bpublished\b[^.;]{0,60}?$|\bissue of\s+(?:\w+day,?\s+)?$|\b(?:FR|Fed\.\s?Reg\.)\s+\d[\d,]*\s*[(,]\s*$",
    re.IGNORECASE,
)
_DOCKET = re.compile(r"[A-Z][A-Z0-9]*(?:[-–_][A-Z0-9]+){2,6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cited:
    """An earlier document as a later one names it: its day of publication, what both have in common, and what the later
    one does to it: a relation's type, with the day and the words that a delay or a withdrawal has."""

    published: date
    by: str
    rins: frozenset[str]
    dockets: frozenset[str]
    does: str = "amends"
    day: date | None = None
    quote: str = ""

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions of the API's search that finds it."""
        common = (
            {"conditions[regulation_id_number]": min(self.rins)}
            if self.rins
            else {"conditions[docket_id]": min(self.dockets)}
        )
        return {"conditions[publication_date][is]": self.published.isoformat(), **common}


def cited_by(row: Mapping[str, Any], pieces: Sequence[Piece]) -> Cited | None:
    """The document that `row` withdraws, delays, extends or corrects. None where it names no earlier day of publication, or
    has neither a RIN nor a docket to find it by."""
    published = day_of(row, "publication_date")
    rins, dockets = _identifiers(row)
    if not published or not (rins or dockets) or not _ABOUT_ANOTHER.search(text_of(row, "action")):
        return None
    texts = [piece.text for wanted in ("notice", "summary") for piece in pieces if piece.eid == wanted]
    texts = texts or [prose_of(row, "dates")]
    for text in texts:
        plain = plain_digits(text)
        for day in find_days(plain, chinese=False):
            if (
                day.year_given
                and day.value < published
                and _PUBLISHED.search(plain[max(0, day.start - 120) : day.start])
            ):
                number = normal_number(text_of(row, "document_number"))
                return Cited(day.value, number, rins, dockets, *_done_to_it(row, texts))
    return None


def _done_to_it(row: Mapping[str, Any], texts: Sequence[str]) -> tuple[str, date | None, str]:
    """What `row` does to the document that it cites, from which day on, and its words for that."""
    action = text_of(row, "action")
    if not _PARTLY.search(action):
        for text in texts if "withdraw" in action.lower() else ():
            for start, end in sentence_spans(text):
                if _WITHDRAWN.search(text[start:end]):
                    return "withdraws", _withdrawn_from(text[start:end]), text[start:end]
        if _WITHDRAWAL.search(action):
            return "withdraws", None, ""
    if not is_proposal(row):
        for does, moves, moved_in in (("delays", _DELAYS, delays_in), ("extends", _EXTENDS, extensions_in)):
            for moved in (item for text in texts for item in moved_in(text) if moves.search(action)):
                if not moved.partly:
                    return does, moved.day, moved.quote
    return "amends", None, ""


def _withdrawn_from(sentence: str) -> date | None:
    plain = plain_digits(sentence)
    days = [day for day in find_days(plain, chinese=False) if day.year_given]
    return next((day.value for day in days if _WITHDRAWN_FROM.search(plain[: day.start])), None)


def relation_to(cited: Cited, rows: Iterable[Mapping[str, Any]], action: str) -> Relation | None:
    """The relation to the one document of `rows` that `cited` can mean; None if there is none, or more than one."""
    numbers = set()
    for row in rows:
        rins, dockets = _identifiers(row)
        number = normal_number(text_of(row, "document_number"))
        common = rins & cited.rins or dockets & cited.dockets
        if number and number != cited.by and common and day_of(row, "publication_date") == cited.published:
            numbers.add(number)
    if len(numbers) != 1:
        return None
    number = numbers.pop()
    note = f"{action.rstrip('. ')}: document {number}, published on {cited.published}."
    return Relation(cited.does, document_id("fr", number), note, cited.day, cited.quote)


def _identifiers(row: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    dockets = (_DOCKET.search(line) for line in strings(row.get("docket_ids")))
    return (
        frozenset(strings(row.get("regulation_id_numbers"))),
        frozenset(normal_number(found[0]) for found in dockets if found),
    )
