"""What regbot has seen of closing dates: one JSON object a line, added to when a date is new or moved.

A corpus keeps a document's metadata as it is now; this file keeps what they were. It is a user's own, in
`tracking/history.jsonl` of the workspace, written by `refresh` and by the options of `deadlines` that write.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from regbot.errors import CorpusError
from regbot.model import Document

Moment = date | datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """The dates of a document's consultation as seen at `at` (aware)."""

    at: datetime
    document: str
    opens: date | None
    closes: Moment
    timezone: str

    @property
    def dates(self) -> tuple[date | None, Moment, str]:
        """What makes two sightings different."""
        return self.opens, self.closes, self.timezone


def seen(document: Document, now: datetime) -> Seen | None:
    """The document's dates now; None when it never was open for comment."""
    consultation = document.consultation
    if consultation is None:
        return None
    return Seen(now, document.id, consultation.opens, consultation.closes, document.timezone)


def unrecorded(documents: Iterable[Document], history: Sequence[Seen], now: datetime) -> tuple[Seen, ...]:
    """What has to be added to `history`: documents never seen, and dates that moved."""
    latest = {item.document: item for item in history}
    found = [item for item in (seen(document, now) for document in documents) if item]
    return tuple(item for item in found if item.document not in latest or latest[item.document].dates != item.dates)


def moves(history: Iterable[Seen], document: str) -> tuple[tuple[Seen, Seen], ...]:
    """Each time the dates of `document` moved, oldest first: the sightings before and after."""
    return tuple(pairwise(item for item in history if item.document == document))


def read_history(text: str, where: str) -> tuple[Seen, ...]:
    """The sightings in a file's text, in its order; `where` names it in errors. Raises CorpusError."""
    try:
        return tuple(_from(json.loads(line)) for line in text.split("\n") if line.strip())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{where}: {error}", "move the file away; regbot starts a new one") from error


def write_history(history: Iterable[Seen]) -> str:
    """The text that `read_history` turns back into `history`."""
    return "".join(json.dumps(dict(_values(item)), ensure_ascii=False) + "\n" for item in history)


def _values(item: Seen) -> Iterator[tuple[str, str | None]]:
    yield "at", item.at.isoformat()
    yield "document", item.document
    yield "opens", item.opens.isoformat() if item.opens else None
    yield "closes", item.closes.isoformat() if item.closes else None
    yield "timezone", item.timezone


def _from(data: dict[str, str | None]) -> Seen:
    at = datetime.fromisoformat(str(data["at"]))
    if at.tzinfo is None:
        raise ValueError(f"{data['at']!r} has no time zone")
    opens = data["opens"]
    return Seen(
        at=at,
        document=str(data["document"]),
        opens=date.fromisoformat(opens) if opens else None,
        closes=_moment(data["closes"]),
        timezone=str(data["timezone"]),
    )


def _moment(value: str | None) -> Moment:
    if not value:
        return None
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
