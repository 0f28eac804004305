"""The fields that the interface behind Have your say sends: rows of its listing, periods, dates, texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regbot.parse.claims import structured_claim
from regbot.parse.errors import ParseError
from regbot.parse.html import text_of
from regbot.parse.text import clean
from regbot.parse.web import soup_of
from regbot.sources.base import stamp_of

ZONE = "Europe/Brussels"
OPEN = "OPEN"

ACTS = {
    "PROP_REG": "Proposal for a regulation",
    "PROP_DIR": "Proposal for a directive",
    "PROP_DEC": "Proposal for a decision",
    "REG_DEL": "Delegated regulation",
    "DIR_DEL": "Delegated directive",
    "DEC_DEL": "Delegated decision",
    "REG_IMPL": "Implementing regulation",
    "DIR_IMPL": "Implementing directive",
    "DEC_IMPL": "Implementing decision",
    "REG": "Regulation",
    "DIR": "Directive",
    "DEC": "Decision",
    "COMMU": "Communication",
    "RECO": "Recommendation",
    "SWD": "Staff working document",
}
STAGES = {
    "PLANNING_WORKFLOW": "Call for evidence",
    "OPC_LAUNCHED": "Public consultation",
    "ISC_WORKFLOW": "Draft act",
    "ADOPTION_WORKFLOW": "Commission adoption",
    "INIT_PLANNED": "In preparation",
}
_ROW_FIELDS = (
    "reference",
    "shortTitle",
    "foreseenActType",
    "initiativeStatus",
    "stage",
    "receivingFeedbackStatus",
    "endDate",
    "dg",
)
_STATUS_FIELDS = ("frontEndStage", "receivingFeedbackStatus", "feedbackStartDate", "feedbackEndDate", "isCurrent")


@dataclass(frozen=True, slots=True)
class Period:
    """A period for feedback. `start` and `end` are as sent (`2026/12/14 23:59:59`, Brussels); `about` says of what."""

    status: str
    start: str
    end: str
    about: str

    def is_open(self, now: datetime) -> bool:
        """Whether it is open at `now`: the status says so and its end has not passed."""
        claim = structured_claim("", self.end, ZONE)
        if claim is None:
            return self.status == OPEN
        here = now.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
        ended = here > claim.closes if isinstance(claim.closes, datetime) else here.date() > claim.closes
        return self.status == OPEN and not ended


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative of a listing. `data` is what `fetch` needs of it."""

    number: str
    title: str
    stamp: str
    data: Mapping[str, Any]

    def is_open(self, now: datetime) -> bool:
        """Whether the row says that feedback is taken at `now`."""
        return any(period.is_open(now) for period in row_periods(self.data))


def rows_of(answer: object) -> list[Row]:
    """The rows of a page of the listing, in either envelope. Raises ParseError when it is neither."""
    rows = _content(answer)
    found = (_row(item) for item in rows)
    return [row for row in found if row]


def _content(answer: object) -> list[object]:
    if isinstance(answer, list):
        return answer
    page = mapping(answer).get("initiativeResultDtoPage", answer)
    embedded = mapping(page).get("_embedded", mapping(answer).get("_embedded"))
    for holder in (mapping(page), mapping(embedded)):
        for name in ("content", "initiativeResultDtoes", "initiativeResultDtoList"):
            if isinstance(holder.get(name), list):
                return list(holder[name])
    if mapping(page).keys() & {"totalElements", "totalPages", "page", "numberOfElements"}:
        return []
    raise ParseError("Have your say's listing has a form that regbot does not know")


def _row(item: object) -> Row | None:
    fields = mapping(item)
    number = whole(fields.get("id", fields.get("initiativeId")))
    if not number:
        return None
    statuses = [
        {name: status.get(name) for name in _STATUS_FIELDS} for status in mappings(fields.get("currentStatuses"))
    ]
    kept = {name: fields.get(name) for name in _ROW_FIELDS}
    topics = sorted(words(topic.get("code") or topic.get("label")) for topic in mappings(fields.get("topics")))
    data = {**kept, "currentStatuses": statuses}
    return Row(number, words(fields.get("shortTitle")), stamp_of([data, topics]), data)


def whole(value: object) -> str:
    """A number that may come as `14488.0`, `"14488"` or 14488; empty for anything else."""
    if isinstance(value, bool):
        return ""
    match = re.fullmatch(r"(\d{1,12})(?:\.0*)?", str(value).strip()) if isinstance(value, int | float | str) else None
    return str(int(match[1])) if match and match[1].isascii() else ""


def row_periods(row: Mapping[str, Any]) -> list[Period]:
    """The periods for feedback in a row of the listing."""
    found = [
        Period(
            words(status.get("receivingFeedbackStatus")).upper(),
            words(status.get("feedbackStartDate")),
            words(status.get("feedbackEndDate")),
            stage_of(status.get("frontEndStage")),
        )
        for status in mappings(row.get("currentStatuses"))
    ]
    if not found and row.get("receivingFeedbackStatus"):
        found = [
            Period(
                words(row.get("receivingFeedbackStatus")).upper(),
                "",
                words(row.get("endDate")),
                stage_of(row.get("stage")),
            )
        ]
    return found


def prose(value: object) -> str:
    """The readable text of a field that may hold HTML, or a list."""
    if isinstance(value, list):
        return "\n".join(filter(None, (prose(item) for item in value[:200])))
    if isinstance(value, Mapping):
        return words(value.get("label") or value.get("description") or value.get("value"))
    text = words(value, flat=False)
    if "<" in text or "&" in text:
        text = clean(text_of(soup_of(f"<div>{text}</div>"))).text
    return text.strip()


def stage_of(value: object) -> str:
    """A stage in words; an unknown code as it is."""
    text = words(value)
    return STAGES.get(text, text)


def act_of(value: object) -> str:
    """A type of act in words; an unknown code as it is."""
    text = words(value)
    return ACTS.get(text, text)


def day_of(value: object) -> date | None:
    """The day of a date or stamp in Brussels; None for what is no date."""
    claim = structured_claim("", value[:19], ZONE) if isinstance(value, str) else structured_claim("", value, ZONE)
    if claim is None:
        return None
    moment = claim.closes
    return moment.date() if isinstance(moment, datetime) else moment


def words(value: object, *, flat: bool = True) -> str:
    """A field as text: strings and numbers, the label of an object; empty for anything else."""
    if isinstance(value, Mapping):
        value = value.get("label") or value.get("code") or value.get("value")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = clean(str(value)).text
    return " ".join(text.split()) if flat else text


def mapping(value: object) -> Mapping[str, Any]:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The objects in `value` if it is a list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
