"""What a check finds, and the facts that checks look at beside the comment itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from regbot.compare.redline import Span
from regbot.draft.channels import Route
from regbot.draft.comment import Anchor
from regbot.draft.export.sendable import Sendable
from regbot.model import AsOf, Document, Provision
from regbot.track.deadlines import Deadline


class Level(StrEnum):
    """How much a finding matters: `block` keeps a comment from being ready, `warn` may, `note` is for information."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `id` is C01 to C24, `where` a field's path (`point-1.reason`), or what of the whole it is about.

    `fix` says what to do. `start:end` is the place in the field at `where`, both 0 where there is none; a finding is
    `removable` where that place can simply be taken out. `redline` shows two texts that differ.
    """

    id: str
    level: Level
    message: str
    where: str
    fix: str
    start: int = 0
    end: int = 0
    removable: bool = False
    redline: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyQuestion:
    """A numbered question that the notice asks, in its own words."""

    number: str
    text: str
    ref: str


@dataclass(frozen=True)
class Facts:
    """What is known at a moment of the consultation, its channel, the texts quoted and the person's other drafts.

    `present` has the texts of each ref that points and evidence name, as they are now, `quoted` those anchored as they were.
    `eids` are those of the consultation's present texts. `public` is all that the notice itself says. `route_problem` is why
    there is no `route`. `ready` is what would be sent. `other_drafts` are ids and texts; `files` the sizes in bytes of the
    attachments, None for one that is not there. `languages` are those that comments are taken in, empty when not known.
    `sequel` says what took the consultation's place, `remedies` what a person can still do.
    """

    document: Document
    as_of: AsOf
    deadline: Deadline | None
    ready: Sendable
    route: Route | None = None
    route_problem: str = ""
    present: Mapping[str, tuple[Provision, ...]] = field(default_factory=dict)
    quoted: Mapping[Anchor, Provision] = field(default_factory=dict)
    eids: frozenset[str] = frozenset()
    public: str = ""
    questions: tuple[AgencyQuestion, ...] = ()
    other_drafts: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, int | None] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    sequel: str = ""
    remedies: str = ""
