"""A response of legislation.gov.uk to a document: its metadata, its legal status, and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from regbot.model import Document, DocumentKind, LegalStatus
from regbot.parse.assemble import version_of
from regbot.parse.deadlines import structured_claim
from regbot.parse.errors import ParseError
from regbot.sources.base import Parsed, Skipped, document_id
from regbot.sources.settings import SourceSettings
from regbot.sources.uk_legislation.structure import Reading, read_structure, unit_of
from regbot.sources.uk_legislation.types import ISSUERS, Item, is_act, item_of, kind_of
from regbot.sources.uk_legislation.words import child, descendants, flat, name, root_of, words

HOME = "https://www.legislation.gov.uk"
ZONE = "Europe/London"
REPLACED = ("http://purl.org/dc/terms/hasVersion", "http://purl.org/dc/terms/isReplacedBy")
MOST_LABELS = 12
FIRST_YEAR = 1200
_IN_FORCE = re.compile(r"(?:\bin force|\bmewn grym)\s+(?:at|on|ar)\s+(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_AT_ASSENT = re.compile(r"(?<!not )(?<!ddim )\b(?:in force at Royal Assent|mewn grym ar y Cydsyniad Brenhinol)\b")
_GONE = ("(repealed", "(revoked", "(expired", "(lapsed", "(spent")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a response says about its text. `made` is the day of enactment, making or adoption; `valid` that of the text.

    `forces` are the days on which it, or parts of it, came into force; `ended` the day from which nothing of it is.
    """

    title: str
    lang: str
    minor: str
    status: str
    made: date | None
    laid: date | None
    valid: date | None
    forces: tuple[date, ...]
    ended: date | None
    replaced: bool
    unapplied: int
    pdf: str


def parse_legislation(data: bytes, path: str, settings: SourceSettings, today: date) -> Parsed:
    """The document of a response in CLML or Akoma Ntoso; `path` names the item asked for (`ukpga/2018/12/section/3`).

    `today` is in London. Raises ParseError when the XML is ill-formed or holds no text, Skipped when there is only a PDF.
    """
    root = root_of(data)
    item = item_of(path) or _item_in(root)
    if item is None:
        raise ParseError(f"{path or 'the response'} is no legislation of legislation.gov.uk")
    facts = facts_of(root, item)
    try:
        day = facts.valid or facts.made or facts.laid or today
        reading = read_structure(root, unit_of(item.type, facts.minor), day)
    except RecursionError as error:
        raise ParseError("the legislation's XML is nested too deeply") from error
    if not any(piece.text for piece in reading.pieces):
        if facts.pdf:
            raise Skipped(f"legislation.gov.uk has {item.path} as a PDF alone: `regbot import {facts.pdf}`")
        raise ParseError(f"legislation.gov.uk has no text of {item.path}")
    part = item.part or (_part_in(root) if name(root) not in ("Legislation", "akomaNtoso") else "")
    identifier = document_id("uk-leg", item.path)
    effective = min(facts.forces) if facts.forces else None
    document = Document(
        id=identifier,
        kind=kind_of(item.type),
        jurisdiction="uk",
        title={facts.lang: facts.title},
        legal_status=legal_status(item, facts, reading, today),
        issuer=ISSUERS[item.type],
        url=f"{HOME}/{item.path}",
        published=facts.made or facts.laid,
        adopted=facts.made if is_act(item.type) else None,
        signed=None if is_act(item.type) else facts.made,
        effective=effective,
        timezone=settings.timezone or ZONE,
        terms=settings.terms,
        incomplete=f"Only {part.replace('/', ' ')} of {item.citation} is held here." if part else "",
        topics=settings.topics,
        aliases=(item.citation,),
    )
    notice = " ".join(_notices(facts, reading, day))
    version = version_of(
        reading.pieces, document=identifier, date=min(day, today), lang=facts.lang, source=document.url, notice=notice
    )
    return Parsed(document, (version,), tuple(_notes(facts, reading)), (f"{HOME}/id/{item.path}",))


def facts_of(root: Any, item: Item) -> Facts:
    """The metadata of a response; what it does not say is None or empty."""
    meta = next((part for part in descendants(root, "Metadata", "meta", outside=("Body", "body"))), None)
    told = list(descendants(meta, *_TOLD)) if meta is not None else []

    def value(tag: str, attribute: str = "Value") -> str:
        return next((str(part.get(attribute)) for part in told if name(part) == tag and part.get(attribute)), "")

    def text(tag: str) -> str:
        return next((found for part in told if name(part) == tag and (found := words(part))), "")

    made = next(
        (day for tag in ("EnactmentDate", "Made", "Adopted", "MadeDate") if (day := day_of(value(tag, "Date")))), None
    )
    named = {str(part.get("name")).lower(): str(part.get("date")) for part in told if name(part) == "FRBRdate"}
    made = made or next(
        (day for tag in ("enacted", "made", "adopted", "created") if (day := day_of(named.get(tag)))), None
    )
    forces = (
        day_of(part.get("Date"))
        for above in told
        if name(above) == "ComingIntoForce"
        for part in descendants(above, "DateTime")
    )
    links = [part for part in told if name(part) == "link"]
    newer = [str(part.get("title") or "") for part in links if part.get("rel") in REPLACED]
    body = next(iter(descendants(root, "Body", "EUBody", "body", outside=("Body", "body"))), root)
    lang = text("language")[:2].lower() or ("cy" if item.welsh else "en")
    return Facts(
        title=flat(text("title")) or _title_in(root) or item.citation,
        lang=lang if lang in ("en", "cy") else "en",
        minor=value("DocumentMinorType"),
        status=f"{root.get('Status') or ''} {body.get('Status') or ''} {body.get('class') or ''}".lower(),
        made=made,
        laid=day_of(value("Laid", "Date")),
        valid=_valid(root, item, text("valid"), named),
        forces=tuple(day for day in forces if day) or _commencements(root, made),
        ended=None if item.point else day_of(root.get("RestrictEndDate")),
        replaced=bool(item.point) and any(_is_later(title, item.point) for title in newer),
        unapplied=sum(name(part) == "UnappliedEffect" and part.get("RequiresApplied") != "false" for part in told),
        pdf=value("Alternative", "URI"),
    )


_TOLD = (
    *("title", "language", "valid", "link", "FRBRdate", "EnactmentDate", "Made", "MadeDate", "Adopted", "Laid"),
    *("ComingIntoForce", "DocumentMinorType", "UnappliedEffect", "Alternative"),
)


def legal_status(item: Item, facts: Facts, reading: Reading, today: date) -> LegalStatus:
    """What force the text has on `today`, as far as it says; a text that does not say is taken to be in force."""
    repealed, ahead = (len(reading.statuses.get(status, ())) for status in ("repealed", "prospective"))
    if kind_of(item.type) is DocumentKind.DRAFT:
        return LegalStatus.DRAFT
    if any(word in facts.title.lower() for word in _GONE) or "repealed" in facts.status:
        return LegalStatus.REPEALED
    if facts.ended and facts.ended <= today:
        return LegalStatus.REPEALED
    if reading.units and repealed == reading.units:
        return LegalStatus.REPEALED
    if facts.replaced:
        return LegalStatus.SUPERSEDED
    if "prospective" in facts.status or item.point == "prospective" or (reading.units and ahead == reading.units):
        return LegalStatus.NOT_YET_IN_FORCE
    if facts.forces and min(facts.forces) > today:
        return LegalStatus.NOT_YET_IN_FORCE
    return LegalStatus.IN_FORCE


def day_of(value: object) -> date | None:
    """A day as the metadata write it; None for what is none. Acts may be centuries old."""
    if not isinstance(value, str):
        return None
    try:
        day = date.fromisoformat(value.strip()[:10])
    except ValueError:
        claim = structured_claim("", value, ZONE)
        return date(claim.closes.year, claim.closes.month, claim.closes.day) if claim else None
    return day if day.year >= FIRST_YEAR and day.year < 2200 else None


def _valid(root: Any, item: Item, told: str, named: dict[str, str]) -> date | None:
    """The day from which the text is as it is; None for a text as enacted, and where it is not told."""
    asked = item_of(str(root.get("DocumentURI") or ""))
    found = day_of(told) or day_of(named.get("validfrom")) or day_of(item.point) or day_of(asked and asked.point)
    if found or item.point:
        return found
    return day_of(root.get("RestrictStartDate"))


def _commencements(root: Any, made: date | None) -> tuple[date, ...]:
    """The days on which parts came into force, as the editors' notes on commencement say in English or Welsh."""
    found: set[date] = set()
    for note in descendants(root, "Commentary", "note", outside=("Body", "body")):
        if note.get("Type") != "I" and "I" not in (note.get("class") or "").split():
            continue
        said = words(note)
        for day, month, year in _IN_FORCE.findall(said):
            with suppress(ValueError):
                found.add(date(int(year), int(month), int(day)))
        if made and _AT_ASSENT.search(said):
            found.add(made)
    return tuple(sorted(found))


def _is_later(title: str, point: str) -> bool:
    if title == "current":
        return True
    day = day_of(title)
    asked = day_of(point)
    return day is not None and (asked is None or day > asked) and point != "prospective"


def _item_in(root: Any) -> Item | None:
    """The item that a response or a part of one says it is."""
    addresses = [root.get("DocumentURI"), root.get("IdURI")]
    identifiers = (words(part) for part in descendants(root, "identifier", outside=("Body", "body")))
    uris = (part.get("value") for part in descendants(root, "FRBRthis", "FRBRuri", outside=("Body", "body")))
    below = (part.get("DocumentURI") or part.get("IdURI") for part in descendants(root, "P1", "P2", "P3", "Part"))
    for source in (addresses, identifiers, uris, below):
        for address in source:
            found = item_of(str(address)) if address else None
            if found:
                return found
    return None


def _part_in(root: Any) -> str:
    found = item_of(str(root.get("DocumentURI") or ""))
    return found.part if found else "a part"


def _title_in(root: Any) -> str:
    front = next(iter(descendants(root, "PrimaryPrelims", "SecondaryPrelims", "EUPrelims", "preface")), None)
    if front is None:
        return ""
    return words(child(front, "Title")) or words(next(iter(descendants(front, "shortTitle", "docTitle")), None))


def _notices(facts: Facts, reading: Reading, day: date) -> Iterator[str]:
    """Sentences that belong to the text: what of it is not law, and what it still lacks."""
    for status, said in (("prospective", "Not in force"), ("repealed", "Repealed")):
        labels = reading.statuses.get(status, [])
        if labels and len(labels) == reading.units:
            yield f"{said} on {day}: all of it."
        elif labels:
            more = f" and {len(labels) - MOST_LABELS} more" if len(labels) > MOST_LABELS else ""
            yield f"{said} on {day}: {', '.join(labels[:MOST_LABELS])}{more}."
    if labels := reading.statuses.get("partly repealed", []):
        more = f" and {len(labels) - MOST_LABELS} more" if len(labels) > MOST_LABELS else ""
        yield (
            "Words that are repealed for some places or purposes stand in square brackets: "
            f"{', '.join(labels[:MOST_LABELS])}{more}."
        )
    if facts.unapplied:
        changes = "one change" if facts.unapplied == 1 else f"{facts.unapplied} changes"
        yield f"legislation.gov.uk knows of {changes} that it has not yet made in this text."


def _notes(facts: Facts, reading: Reading) -> Iterator[str]:
    if len(set(facts.forces)) > 1:
        yield f"It comes into force on several days: {', '.join(str(day) for day in sorted(set(facts.forces)))}."
    if not reading.units:
        yield "No section, article or regulation was found in it."
