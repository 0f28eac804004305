"""What the app shows, as values: made in workers, handed over by messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from regbot.model import Answer, LegalStatus, Provision, TextKind

if TYPE_CHECKING:
    from regbot.track.changes import Change
    from regbot.workflows.documents import Listed
    from regbot.workflows.tracking import Tracked


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote to highlight: `text[start:end]` (code points) of the provision's text in `lang` and `kind`."""

    quote: str
    start: int
    end: int
    lang: str
    kind: TextKind


@dataclass(frozen=True, slots=True)
class Library:
    """The documents known on the day looked at, and example questions made from them."""

    listed: tuple[Listed, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A provision in every text held, with its neighbours. `number` counts from 1 among `count` provisions.

    `notice` is what the version that `texts[0]` comes from says about itself.
    """

    listed: Listed
    texts: tuple[Provision, ...]
    number: int
    count: int
    previous: Provision | None
    next: Provision | None
    notice: str

    @property
    def provision(self) -> Provision:
        """The text to read first."""
        return self.texts[0]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ref is, in words."""

    document: str
    label: str
    heading: str
    status: LegalStatus


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, with the words for every ref it names; `words_only` says why meaning was left aside, if it was."""

    answer: Answer
    places: Mapping[str, Place]
    words_only: str = ""
    next: tuple[str, ...] = field(default=())
    """Questions that may come next."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A comment that the person is writing."""

    path: Path
    title: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a document."""

    listed: Listed
    change: Change


@dataclass(frozen=True, slots=True)
class HomeView:
    """What home tells. `since` is the day from which `happened` counts, `last` whether a person was here on that day.

    `open` takes comments or will, soonest closing first; `closed` is the consultation that closed last.
    """

    open: tuple[Tracked, ...]
    closed: Tracked | None
    happened: tuple[Happened, ...]
    since: date
    last: bool
    drafts: tuple[DraftFile, ...]
    recent: tuple[str, ...]
