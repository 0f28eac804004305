"""A content item of GOV.UK, with the text of its attachments, to a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regbot.model import Consultation, Document, DocumentKind, LegalStatus
from regbot.parse.assemble import Piece, version_of
from regbot.parse.deadlines import DatedClaim, consultation_of, find_deadlines
from regbot.parse.errors import ParseError
from regbot.sources.base import Parsed, Skipped
from regbot.sources.gov_uk.attachments import HOME, Attachment, attachments_of, details_of, name_of, pieces_of
from regbot.sources.gov_uk.fields import (
    ZONE,
    closing_claim,
    day_of,
    html_of,
    latest,
    lines_of,
    mapping,
    mappings,
    moment_of,
    words,
)
from regbot.sources.gov_uk.responding import all_channels, form_of, lines_of_ways, linked_ways, ways_of
from regbot.sources.gov_uk.sections import with_sections
from regbot.sources.settings import SourceSettings

CONSULTATIONS = ("consultation", "call_for_evidence")
MOVED = frozenset({"redirect", "gone", "vanish", "unpublishing", "substitute"})
MOST_ISSUERS = 3
_EXTENDED = re.compile(
    r"\b(?:extend\w*|extension|re-?open\w*)\b|\b(?:closing date|deadline)\b.{0,40}\b(?:changed|moved|updated|now)\b"
    r"|\b(?:changed|moved|updated)\b.{0,40}\b(?:closing date|deadline)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """An attachment with its text."""

    attachment: Attachment
    text: str


def checked(item: object, path: str = "") -> Mapping[str, Any]:
    """`item` if it is a content item with something to read. Raises ParseError, Skipped."""
    record = mapping(item)
    where = words(record.get("base_path")) or path
    if MOVED & {words(record.get("schema_name")), words(record.get("document_type"))}:
        details = mapping(record.get("details"))
        targets = [words(entry.get("destination")) for entry in mappings(record.get("redirects"))]
        targets += [words(details.get("alternative_path")), words(details.get("alternative_url"))]
        target = next(filter(None, targets), "")
        raise Skipped(f"{where} is no longer there{': see ' + target if target else ''}")
    if not isinstance(record.get("details"), Mapping) or not words(record.get("title")):
        raise ParseError(f"GOV.UK's answer for {where or 'the page'} is no content item with title and details")
    return record


def parse_item(
    item: object,
    settings: SourceSettings,
    today: date,
    *,
    read: Sequence[Read] = (),
    notes: Sequence[str] = (),
    path: str = "",
) -> Parsed:
    """The document of a content item; `read` are the attachments whose text is at hand, `today` is in London.

    Raises ParseError when the item lacks title or text, Skipped when it only says where the page has gone.
    """
    record = checked(item, path)
    details = details_of(record)
    place = words(record.get("base_path")) or path
    name, url = name_of(place), HOME + place
    ways = ways_of(details)
    pieces = [*_own_pieces(record, details, ways), *_attached_pieces(read)]
    if not pieces:
        raise ParseError(f"{url} holds no text")
    lang = "cy" if words(record.get("locale")) == "cy" else "en"
    published = _published(record, details)
    consultation = _consultation(record, details, pieces) if _is_consultation(record) else None
    attached = attachments_of(details)
    form = form_of(details)
    links = [*((item.title, item.url) for item in attached), *([("Response form", form)] if form else [])]
    document = Document(
        id=name,
        kind=_kind(record),
        jurisdiction="uk",
        title={lang: words(record.get("title"))},
        legal_status=LegalStatus.REPEALED if withdrawn_at(record) else LegalStatus.DRAFT,
        issuer=_issuer(record, details),
        url=url,
        published=published,
        timezone=settings.timezone or ZONE,
        terms=settings.terms,
        topics=settings.topics,
        aliases=tuple(dict.fromkeys(item.reference for item in attached if item.reference)),
        consultation=consultation,
        links=tuple(dict.fromkeys(links)),
    )
    parts = with_sections(pieces, _quoted(consultation))
    version = version_of(parts, document=name, date=_day(record, details, today), lang=lang, source=url)
    remarks = dict.fromkeys([*_oddities(record, details), *notes])
    return Parsed(document, (version,), tuple(remarks), tuple(_same(record)))


def _quoted(consultation: Consultation | None) -> Iterator[str]:
    """The words of the notice that the consultation rests on."""
    if consultation and consultation.evidence == "notice":
        yield consultation.stated_as
        yield from (channel.quote for channel in consultation.channels)


def withdrawn_at(record: Mapping[str, Any]) -> str:
    """When the item was withdrawn, as it says it; empty if it was not."""
    notice = mapping(record.get("withdrawn_notice")) or mapping(details_of(record).get("withdrawn_notice"))
    if not notice and record.get("withdrawn") is not True:
        return ""
    return words(notice.get("withdrawn_at")) or "on a day not told"


def _is_consultation(record: Mapping[str, Any]) -> bool:
    return any(kind in f"{record.get('schema_name')} {record.get('document_type')}" for kind in CONSULTATIONS)


def _kind(record: Mapping[str, Any]) -> DocumentKind:
    told = f"{record.get('schema_name')} {record.get('document_type')}"
    return DocumentKind.DRAFT if "consultation" in told else DocumentKind.NOTICE


def _own_pieces(record: Mapping[str, Any], details: Mapping[str, Any], ways: list[Any]) -> Iterator[Piece]:
    body = lines_of(details.get("body"))
    summary = words(record.get("description"))
    notice = "\n\n".join(part for part in (summary, body, lines_of_ways(ways)) if part)
    if notice:
        yield Piece("notice", "", "", notice)
    withdrawn = mapping(record.get("withdrawn_notice")) or mapping(details.get("withdrawn_notice"))
    explained = lines_of(withdrawn.get("explanation"))
    if explained:
        yield Piece("withdrawal", "", "This page was withdrawn", explained)
    for field, eid, heading in (
        ("public_feedback_detail", "feedback", "Feedback received"),
        ("final_outcome_detail", "outcome", "Detail of outcome"),
    ):
        text = lines_of(details.get(field))
        if text:
            yield Piece(eid, "", heading, text)
    history = "\n".join(_history(details))
    if history:
        yield Piece("updates", "", "Updates to this page", history)


def _attached_pieces(read: Sequence[Read]) -> Iterator[Piece]:
    numbers: dict[str, int] = {}
    for entry in read:
        role = entry.attachment.role
        numbers[role] = numbers.get(role, 0) + 1
        prefix = f"{role if role == 'doc' else role + '_doc'}_{numbers[role]}"
        yield from pieces_of(entry.text, entry.attachment.title, prefix)


def _history(details: Mapping[str, Any]) -> Iterator[str]:
    changes = [
        (day, words(entry.get("note")))
        for entry in mappings(details.get("change_history"))
        if (day := day_of(entry.get("public_timestamp"))) and words(entry.get("note"))
    ]
    for day, note in sorted(changes, reverse=True):
        yield f"{day}: {note}"


def _consultation(record: Mapping[str, Any], details: Mapping[str, Any], pieces: Sequence[Piece]) -> Consultation:
    notice = next((piece.text for piece in pieces if piece.eid == "notice"), "")
    channels = all_channels(notice, ways_of(details), linked_ways(details, notice)) if notice else ()
    opens = day_of(details.get("opening_date"))
    published = opens or _published(record, details)
    stated = _current(find_deadlines(notice, "en", published=published), published)
    structured = closing_claim("closing_date", details.get("closing_date"))
    outdated: list[DatedClaim] = []
    if structured and _was_extended(details) and all(_day_in(claim) < _day_in(structured) for claim in stated):
        stated, outdated = [], stated
    beside = () if stated or structured else _stated_in_attachments(pieces, published)
    evidence = beside[0] if beside else "notice"
    found = consultation_of(
        [*stated, structured, *(beside[1] if beside else ())],
        timezone=ZONE,
        evidence=evidence,
        opens=opens,
        channels=[replace(channel, quote="") for channel in channels] if beside else channels,
    )
    found = replace(found or Consultation(), outcome=_outcome(record, details))
    if not found.evidence and any(channel.quote for channel in channels) and not beside:
        found = replace(found, evidence="notice")
    if structured and isinstance(structured.closes, datetime) and found.closes == _day_in(structured):
        found = replace(found, closes=structured.closes)
    conflicts = (*found.conflicts, *_left_behind(outdated), *_contradicted(pieces, found, published))
    return replace(found, conflicts=conflicts)


def _was_extended(details: Mapping[str, Any]) -> bool:
    return any(_EXTENDED.search(words(entry.get("note"))) for entry in mappings(details.get("change_history")))


def _left_behind(outdated: Sequence[DatedClaim]) -> Iterator[str]:
    for claim in outdated:
        quote = " ".join(claim.quote.split())[:160]
        yield f"The closing date was extended, but the page's text still gives {_day_in(claim)}: “{quote}”."


def _outcome(record: Mapping[str, Any], details: Mapping[str, Any]) -> date | None:
    """The day on which the page told the outcome, or last changed since; None while there is none."""
    told = day_of(details.get("final_outcome_publication_date"))
    if told or words(record.get("document_type")).endswith("_outcome"):
        return told or _changed(record, details) or _published(record, details)
    return None


def _current(claims: Sequence[DatedClaim], published: date | None) -> list[DatedClaim]:
    return [claim for claim in claims if not published or _day_in(claim) >= published]


def _stated_in_attachments(
    pieces: Sequence[Piece], published: date | None
) -> tuple[str, Sequence[DatedClaim]] | tuple[()]:
    for piece in pieces:
        if piece.eid.startswith("doc_"):
            claims = _current(find_deadlines(piece.text, "en", published=published), published)
            if any(not claim.about for claim in claims):
                return piece.eid, claims
    return ()


def _contradicted(pieces: Sequence[Piece], found: Consultation, published: date | None) -> Iterator[str]:
    """What attachments say that differs from the closing date."""
    if found.closes is None:
        return
    kept = _day_in(found.closes)
    told = {kept}
    for piece in pieces:
        if not piece.eid.startswith("doc_") or piece.eid == found.evidence:
            continue
        for claim in _current(find_deadlines(piece.text, "en"), published):
            if not claim.about and _day_in(claim) not in told:
                told.add(_day_in(claim))
                quote = " ".join(claim.quote.split())[:160]
                yield f"The closing date kept to is {kept}; the document “{piece.group}” gives {_day_in(claim)}: “{quote}”."


def _day_in(claim: DatedClaim | date) -> date:
    closes = claim.closes if isinstance(claim, DatedClaim) else claim
    moment = closes.astimezone(ZoneInfo(ZONE)) if getattr(closes, "tzinfo", None) else closes  # type: ignore[attr-defined]
    return date(moment.year, moment.month, moment.day)


def _published(record: Mapping[str, Any], details: Mapping[str, Any]) -> date | None:
    """The day the item first was public; of a consultation that was announced before, the day it opened."""
    stamps = (record.get("first_published_at"), details.get("first_public_at"), details.get("opening_date"))
    return next((day for stamp in stamps if (day := day_of(stamp))), None)


def _day(record: Mapping[str, Any], details: Mapping[str, Any], today: date) -> date:
    """The day of this text: of its last public change."""
    days = [_changed(record, details), day_of(withdrawn_at(record))]
    return min(latest(days) or _published(record, details) or today, today)


def _changed(record: Mapping[str, Any], details: Mapping[str, Any]) -> date | None:
    """The day of the last change that GOV.UK tells its readers of."""
    changes = [day_of(entry.get("public_timestamp")) for entry in mappings(details.get("change_history"))]
    return latest([day_of(record.get("public_updated_at")), *changes])


def _issuer(record: Mapping[str, Any], details: Mapping[str, Any]) -> str:
    links = mapping(record.get("links"))
    primary = mappings(links.get("primary_publishing_organisation"))
    every = [*mappings(links.get("organisations")), *mappings(links.get("worldwide_organisations"))]
    first = {words(item.get("content_id")) for item in primary} or set(
        map(words, details.get("emphasised_organisations") or ())
        if isinstance(details.get("emphasised_organisations"), list)
        else ()
    )
    ordered = sorted([*every, *primary], key=lambda item: words(item.get("content_id")) not in first)
    names = list(dict.fromkeys(name for item in ordered if (name := words(item.get("title")))))
    more = len(names) - MOST_ISSUERS
    return ", ".join(names[:MOST_ISSUERS]) + (f" and {more} more" if more > 0 else "")


def _oddities(record: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[str]:
    if withdrawn_at(record):
        yield f"GOV.UK has withdrawn this page ({withdrawn_at(record)}), whatever its document type says."
    for field in ("opening_date", "closing_date"):
        stamp = details.get(field)
        moment = moment_of(stamp)
        if words(stamp) and not closing_claim(field, stamp):
            yield f"{field} {words(stamp)!r} is a placeholder and was not taken as a date."
        elif moment and words(stamp).endswith("+01:00") and not moment.utcoffset():
            shown = f"{moment:%H:%M}"
            yield (
                f"{field} {words(stamp)!r} has summer time's offset in winter: GOV.UK's page shows {shown}, which was taken; "
                "an hour later may have been meant."
            )
    if not html_of(details.get("body")).strip():
        yield "The page itself has no text."


def _same(record: Mapping[str, Any]) -> Iterator[str]:
    identifier = words(record.get("content_id"))
    if identifier:
        yield identifier
