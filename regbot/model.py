"""The words regbot thinks in: documents, provisions, consultations, answers. No I/O here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo


class LegalStatus(StrEnum):
    """What force a document has."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    NEWS = "news"


class DocumentKind(StrEnum):
    """What sort of instrument a document is."""

    DRAFT = "draft"
    RULE = "rule"
    LAW = "law"
    INTERPRETATION = "interpretation"
    NOTICE = "notice"
    NEWS = "news"
    TIMELINE = "timeline"
    PASSAGES = "passages"


class TextKind(StrEnum):
    """Whose words a text is in."""

    OFFICIAL = "official"
    COPY = "copy"
    """As somebody imported it: the publisher's words or a person's own notes, nobody checked."""
    TRANSLATION = "translation"
    RESTATEMENT = "restatement"
    SUMMARY = "summary"


class Confidence(StrEnum):
    """How well a provision's content and number are known."""

    VERIFIED = "verified"
    NUMBER_UNVERIFIED = "number-unverified"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment a question is asked for.

    `now` is timezone-aware. `day`, when set, is the calendar day asked about, the same day in every zone.
    """

    now: datetime
    day: date | None = None

    def date_in(self, timezone: str) -> date:
        """The calendar day in `timezone` (an IANA name)."""
        return self.day or self.now.astimezone(ZoneInfo(timezone)).date()

    @property
    def date(self) -> date:
        """The calendar day where `now` was taken."""
        return self.day or self.now.date()


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to send a comment. `quote` is the notice's own words for it."""

    kind: str
    address: str
    instructions: str = ""
    quote: str = ""
    required_marking: str = ""
    max_characters: int | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class ClosingDate:
    """One claim about when comments close. `basis` is stated, structured or computed; `quote` is what says so.

    A stated date has the notice's sentence, a structured one `field: value`, a computed one the sentence it follows from.
    """

    basis: str
    closes: date | datetime
    quote: str


@dataclass(frozen=True, slots=True)
class Consultation:
    """A period for comments. `closes` as a date means the end of that day in the issuer's zone.

    `closes` is the date to keep to; `dates` are all claims about it, `conflicts` sentences about those that disagree.
    `outcome` is the day on which the page of the consultation itself told what came of it.
    """

    opens: date | None = None
    closes: date | datetime | None = None
    stated_as: str = ""
    evidence: str = ""
    channels: tuple[Channel, ...] = ()
    conflicts: tuple[str, ...] = ()
    dates: tuple[ClosingDate, ...] = ()
    outcome: date | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """`type`: finalises, finalised_by, based_on, interprets, reports_on, amends, supersedes, delays, delayed_by, extends,
    extended_by, withdraws, withdrawn_by.

    Of a delay `day` is the new day of effect, None where it names none; of an extension the new last day in force; of a
    withdrawal the day from which it counts, None for the day of its publication. `quote` are the words of the document that
    delays, extends or withdraws.
    """

    type: str
    target: str
    note: str = ""
    day: date | None = None
    quote: str = ""


class Act(StrEnum):
    """What a document can do to the force of an earlier one: a relation's `type`."""

    DELAYS = "delays"
    EXTENDS = "extends"
    WITHDRAWS = "withdraws"


@dataclass(frozen=True, slots=True)
class ForceChange:
    """What the document `by`, published on `published`, does to the force of an earlier one; `day` and `quote` as in Relation."""

    act: Act
    by: str
    published: date | None = None
    day: date | None = None
    quote: str = ""

    @property
    def counts_from(self) -> date | None:
        """The day from which a withdrawal counts."""
        return self.day or self.published


IMPORTED = "user"
"""The jurisdiction of documents that somebody imported."""


@dataclass(frozen=True, slots=True)
class Document:
    """One instrument (FRBR work): its metadata, without any text.

    `force_changes` are what later documents do to its force, oldest first: worked out from their relations where documents
    are read together, never stored with this one. `expires` is the last day in force of a document made for a time.
    """

    id: str
    kind: DocumentKind
    jurisdiction: str
    title: Mapping[str, str]
    legal_status: LegalStatus
    issuer: str = ""
    issuer_zh: str = ""
    short_title: str = ""
    url: str = ""
    published: date | None = None
    adopted: date | None = None
    signed: date | None = None
    effective: date | None = None
    expires: date | None = None
    timezone: str = "UTC"
    terms: str = ""
    incomplete: str = ""
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    consultation: Consultation | None = None
    relations: tuple[Relation, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    force_changes: tuple[ForceChange, ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        """How a sentence refers to the document."""
        return self.short_title or self.title_in("en")

    def title_in(self, lang: str) -> str:
        """The title in `lang`, else in English, else in whatever language there is, else the id."""
        return self.title.get(lang) or self.title.get("en") or next(iter(self.title.values()), self.id)

    def related(self, relation: str) -> tuple[str, ...]:
        """Ids of the documents this one stands in `relation` to."""
        return tuple(item.target for item in self.relations if item.type == relation)

    def delay_on(self, day: date) -> ForceChange | None:
        """What delays the day of effect, as far as it was published by `day`."""
        return self._changed(Act.DELAYS, day)

    def withdrawal_on(self, day: date) -> ForceChange | None:
        """What withdraws the document, as far as it was published by `day`; from which day on, it says itself."""
        return self._changed(Act.WITHDRAWS, day)

    def extension_on(self, day: date) -> ForceChange | None:
        """What moves the last day in force, as far as it was published by `day`."""
        return self._changed(Act.EXTENDS, day)

    def expires_on(self, day: date) -> date | None:
        """The last day in force as it was known on `day`; None where there is none."""
        extension = self.extension_on(day)
        return extension.day if extension else self.expires

    def is_withdrawn_on(self, day: date) -> bool:
        """Whether the document was withdrawn by `day`."""
        gone = self.withdrawal_on(day)
        return gone is not None and (gone.counts_from is None or gone.counts_from <= day)

    def effective_on(self, day: date) -> date | None:
        """The day of effect as it was known on `day`.

        None also where it was delayed and no day was named, and where the document was withdrawn before it.
        """
        begins, gone = self._begins(day), self.withdrawal_on(day)
        return None if begins and gone and gone.counts_from and gone.counts_from <= begins else begins

    def status_on(self, day: date) -> LegalStatus:
        """The legal status on `day`: what is not yet effective is not in force, what expired or was withdrawn no longer."""
        ended = self.legal_status is LegalStatus.REPEALED and self.expires is not None
        if not ended and self.legal_status not in (LegalStatus.IN_FORCE, LegalStatus.NOT_YET_IN_FORCE):
            return self.legal_status
        expires = self.expires_on(day)
        if self.is_withdrawn_on(day) or (expires and expires < day):
            return LegalStatus.REPEALED
        begins = self._begins(day)
        if begins:
            return LegalStatus.IN_FORCE if begins <= day else LegalStatus.NOT_YET_IN_FORCE
        if self.delay_on(day):
            return LegalStatus.NOT_YET_IN_FORCE
        return LegalStatus.IN_FORCE if ended else self.legal_status

    def known_on(self, day: date) -> bool:
        """Whether the document had been published by `day`."""
        return self.published is None or self.published <= day

    def _begins(self, day: date) -> date | None:
        delay = self.delay_on(day)
        return delay.day if delay else self.effective

    def _changed(self, act: Act, day: date) -> ForceChange | None:
        known = [
            item for item in self.force_changes if item.act is act and not (item.published and item.published > day)
        ]
        return known[-1] if known else None


@dataclass(frozen=True)
class Provision:
    """A numbered unit of one version of a document; `text` is what quotes are measured against (code points)."""

    document: str
    version: date
    lang: str
    kind: TextKind
    eid: str
    label: str
    heading: str
    text: str
    breadcrumb: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    confidence: Confidence = Confidence.VERIFIED
    summaries: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gap: str = ""
    date: str = ""
    source: str = ""
    url: str = ""

    @property
    def ref(self) -> str:
        """`document-id#eid`."""
        return f"{self.document}#{self.eid}"

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of `text` in UTF-8, hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Version:
    """The text of a document on a date in a language (FRBR expression), provisions in reading order."""

    document: str
    date: date
    lang: str
    kind: TextKind
    provisions: tuple[Provision, ...]
    by: str = ""
    notice: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which provisions a search may return. Empty fields do not restrict.

    `documents` holds ids or shell globs; `langs` ISO 639-1 codes; `as_of` hides what was not yet published then.
    """

    as_of: AsOf
    documents: tuple[str, ...] = ()
    statuses: tuple[LegalStatus, ...] = ()
    langs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision found. `score` is 0..1; ranks count from 1 and are None where that ranker did not find it."""

    provision: Provision
    score: float
    lexical_rank: int | None = None
    vector_rank: int | None = None
    lexical_score: float = 0.0
    vector_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    """Quote number `n`: `text[start:end] == quote` in code points of the provision's text in `lang`."""

    n: int
    ref: str
    document: str
    eid: str
    label: str
    title: str
    legal_status: LegalStatus
    lang: str
    quote: str
    start: int
    end: int
    url: str
    version: str
    sha256: str
    kind: TextKind
    confidence: Confidence


class Outcome(StrEnum):
    """Whether a question got an answer."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Answer:
    """What regbot says to a question. `answer` carries `[n]` markers; `timings_ms` has load, retrieve, compose."""

    question: str
    as_of: date
    outcome: Outcome
    answer: str
    reason: str | None = None
    confidence: float = 0.0
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
