"""What a comment is made of: points on provisions, and who says them. No I/O here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Position(StrEnum):
    """What a point wants done with a provision."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    AMEND = "amend"
    ASK = "ask"


class Sender(StrEnum):
    """As what a person comments."""

    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The text that a point quotes: a provision of one version in one language.

    `sha256` is that of the provision's text when it was quoted (hex), so that a later change can be told.
    """

    ref: str
    version: date
    lang: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Point:
    """One thing said about one provision. Empty fields are not filled in yet.

    `id` is unique in its comment and stays (`point-1`). `quote` is an exact part of the anchored text. `evidence` holds one
    item a line of thought: a fact of one's own, a source's URL, the ref of another provision. `wording` is the whole text of
    the provision as the person would have it.
    """

    id: str
    anchor: Anchor | None = None
    quote: str = ""
    position: Position | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person says of having sent the comment. `sha256` is that of the text sent (UTF-8, hex)."""

    at: datetime
    channel: str
    sha256: str
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on one consultation, as the person has it now.

    `channel` is the kind of the channel chosen (`email`, `portal`, `post` …). `standing` says in the person's own words who
    they are in this, `worry` what made them write; `opening` and `closing` stand around the points. `attachments` are paths
    of files on the person's computer. `template` is a text that was handed round, kept to compare with. `own_views` is the
    person's confirmation that these are their views and facts; `disclosure` says what software helped, if they want it said.
    `practice` marks a draft on a consultation that was closed when it was begun. `notes` are for the person alone and never
    sent; what a hand-edited file has in a place of its own is kept there.
    """

    id: str
    consultation: str
    lang: str
    title: str = ""
    sender: Sender | None = None
    name: str = ""
    contact: str = ""
    standing: str = ""
    worry: str = ""
    opening: str = ""
    points: tuple[Point, ...] = ()
    closing: str = ""
    channel: str = ""
    attachments: tuple[str, ...] = ()
    template: str = ""
    own_views: bool = False
    disclosure: str = ""
    practice: bool = False
    created: datetime | None = None
    sent: tuple[Sent, ...] = ()
    notes: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether the person has written nothing yet."""
        return self == Comment(self.id, self.consultation, self.lang, practice=self.practice, created=self.created)

    @property
    def first_words(self) -> str:
        """What tells this comment from others on the same consultation: the first line the person wrote; empty if none."""
        points = (text for point in self.points for text in (point.reason, point.wording))
        texts = (self.title, self.worry, self.opening, *points, self.standing, self.name)
        return next((text.strip().splitlines()[0] for text in texts if text.strip()), "")
