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
from regbot.sources.base import document_id
from regbot.sources.federal_register.record import day_of, prose_of, strings, text_of
from regbot.sources.federal_register.xml import normal_number

_WHOLLY = re.compile(r"\bwithdraw", re.IGNORECASE)
_PARTLY = re.compile(r"\bpartial", re.IGNORECASE)
_ABOUT_ANOTHER = re.compile(
    r"\bwithdraw|\bdelay|\bpostpone|\bexten(?:sion|ding|d)\b|\bre-?open|\bcorrect(?:ion|ing)|\bstay\b", re.IGNORECASE
)
_PUBLISHED = re.compile(r"\bpublished\b[^.;]{0,60}?$|\bissue of\s+(?:\w+day,?\s+)?$", re.IGNORECASE)
_DOCKET = re.compile(r"[A-Z][A-Z0-9]*(?:[-–_][A-Z0-9]+){2,6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cited:
    """An earlier document as a later one names it: its day of publication, and what both have in common."""

    published: date
    by: str
    rins: frozenset[str]
    dockets: frozenset[str]

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
    for text in texts or [prose_of(row, "dates")]:
        plain = plain_digits(text)
        for day in find_days(plain, chinese=False):
            if (
                day.year_given
                and day.value < published
                and _PUBLISHED.search(plain[max(0, day.start - 120) : day.start])
            ):
                return Cited(day.value, normal_number(text_of(row, "document_number")), rins, dockets)
    return None


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
    withdraws = _WHOLLY.search(action) is not None and not _PARTLY.search(action)
    words = action.rstrip(". ")
    note = f"{words}: document {number}, published on {cited.published}."
    return Relation("withdraws" if withdraws else "amends", document_id("fr", number), note)


def _identifiers(row: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    dockets = (_DOCKET.search(line) for line in strings(row.get("docket_ids")))
    return (
        frozenset(strings(row.get("regulation_id_numbers"))),
        frozenset(normal_number(found[0]) for found in dockets if found),
    )
