"""Records of the regulations.gov API v4 to documents: types, stamps in Eastern time, comment periods, both error shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from regbot.model import Channel, Consultation, Document, DocumentKind, LegalStatus, TextKind
from regbot.parse.assemble import Piece, provisions_of, version_of
from regbot.parse.deadlines import DatedClaim, consultation_of, structured_claim
from regbot.parse.docx import read_docx
from regbot.parse.errors import ParseError
from regbot.parse.invitation import invitation
from regbot.parse.pdf import read_pdf
from regbot.parse.text import decode
from regbot.parse.web import read_web
from regbot.sources.base import Parsed, document_id
from regbot.sources.federal_register.force import concerns_another
from regbot.sources.federal_register.pieces import pieces_of
from regbot.sources.federal_register.record import PORTAL_LIMIT, ZONE, completed_channels, mappings, strings, text_of
from regbot.sources.federal_register.text import read_plain
from regbot.sources.settings import SourceSettings

SITE = "https://www.regulations.gov"
ONE_HOUR = timedelta(hours=1)
READABLE = ("htm", "html", "txt", "docx", "pdf")
"""Formats of files that can be read, best first."""


def data_of(answer: object) -> Mapping[str, Any]:
    """The one record of an answer. Raises ParseError."""
    data = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(data, Mapping) or not text_of(data, "id"):
        raise ParseError("the answer of regulations.gov holds no record")
    return data


def rows_of(answer: object) -> tuple[list[Mapping[str, Any]], bool]:
    """The records of a page of a listing, and whether there is another page. Raises ParseError."""
    data = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(answer, Mapping) or not isinstance(data, list):
        raise ParseError("the answer of regulations.gov holds no list of records")
    meta = answer.get("meta")
    return mappings(data), isinstance(meta, Mapping) and meta.get("hasNextPage") is True


def attributes_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The attributes of a record; empty if it has none."""
    attributes = record.get("attributes")
    return attributes if isinstance(attributes, Mapping) else {}


def refusal_words(body: bytes) -> str:
    """What an error body says, in either of its shapes: `errors: [{title, detail}]` or `error: {code, message}`."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(answer, Mapping):
        return ""
    single = answer.get("error")
    shapes = [single] if isinstance(single, Mapping) else []
    words = []
    for item in [*shapes, *mappings(answer.get("errors"))]:
        parts = (text_of(item, key) for key in ("code", "title", "detail", "message"))
        words.append(": ".join(dict.fromkeys(part for part in parts if part)))
    if isinstance(single, str):
        words.append(single)
    return "; ".join(word for word in words if word)[:600]


def stamp_in_zone(value: object) -> datetime | None:
    """A stamp such as `2024-02-02T04:59:59Z` in Eastern time; None for what is no stamp."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.astimezone(ZoneInfo(ZONE)) if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(ZONE))
    except (ValueError, OverflowError):
        return None


def day_in_zone(value: object) -> date | None:
    """The Eastern calendar day of a stamp."""
    moment = stamp_in_zone(value)
    return moment.date() if moment else None


def modified_since(moment: datetime) -> str:
    """`moment` (aware) for the filter lastModifiedDate, which is in Eastern time without zone.

    In the hour that comes twice in November the hour before it is asked from, so that nothing is passed over.
    """
    local = moment.astimezone(ZoneInfo(ZONE))
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        local = local.replace(tzinfo=None) - ONE_HOUR
    return f"{local:%Y-%m-%d %H:%M:%S}"


def files_of(record: Mapping[str, Any], included: object = None) -> list[tuple[str, str]]:
    """Readable files as (format, address): the document's own, best format first, then those of its attachments."""
    found: list[tuple[str, str]] = []
    for holder in [record, *mappings(included)]:
        attributes = attributes_of(holder)
        files = [
            (text_of(item, "format").lower().lstrip("."), text_of(item, "fileUrl"))
            for item in mappings(attributes.get("fileFormats"))
        ]
        own = [item for item in files if item[0] in READABLE and item[1]]
        found += (
            sorted(own, key=lambda item: READABLE.index(item[0]))[:1]
            if holder is not record
            else sorted(own, key=lambda item: READABLE.index(item[0]))
        )
    return list(dict.fromkeys(found))


def pieces_of_file(data: bytes, name: str) -> Sequence[Piece]:
    """The pieces of a file in the format `name`: a Federal Register text by its headings, any other by its sections.

    Raises ParseError when it holds no text.
    """
    if data[:1024].lstrip().startswith(b"%PDF"):
        return provisions_of(read_pdf(data), "en")
    if data.startswith(b"PK\x03\x04"):
        return provisions_of(read_docx(data), "en")
    if name == "pdf":
        raise ParseError("the file is no PDF")
    text = decode(data)
    if re.search(r"\[Federal Register|Federal Register Online|^SUMMARY:", text[:20_000], re.MULTILINE):
        return pieces_of(read_plain(data))
    if "<" in text[:500]:
        text = read_web(text).text
    return provisions_of(text, "en")


def metadata_pieces(record: Mapping[str, Any], docket: Mapping[str, Any]) -> list[Piece]:
    """What regulations.gov itself says of a document: its abstract and its docket's, and what it concerns."""
    attributes, about = attributes_of(record), attributes_of(docket)
    lines = [
        f"{name}: {value}"
        for name, value in (
            ("Title", text_of(attributes, "title")),
            ("Document type", text_of(attributes, "documentType")),
            ("Docket", " – ".join(filter(None, (text_of(attributes, "docketId"), text_of(about, "title"))))),
            ("Regulation", text_of(attributes, "cfrPart")),
            ("Subjects", ", ".join(strings(attributes.get("topics"))) or text_of(attributes, "subject")),
        )
        if value
    ]
    abstract = text_of(attributes, "docAbstract")
    whole = text_of(about, "dkAbstract")
    found = [Piece("record", "Record at regulations.gov", "", "\n\n".join(lines))] if lines else []
    found += [Piece("summary", "Abstract", "", abstract)] if abstract else []
    return [*found, Piece("docket", "Abstract of the docket", "", whole)] if whole else found


def parse_record(
    record: Mapping[str, Any],
    docket: Mapping[str, Any],
    pieces: Sequence[Piece],
    settings: SourceSettings,
    today: date,
    *,
    source: str = "",
    notes: tuple[str, ...] = (),
) -> Parsed:
    """A document with `pieces` as its text; without any, its metadata stand for it as a summary. Raises ParseError."""
    attributes = attributes_of(record)
    number = text_of(record, "id")
    if not number:
        raise ParseError("the record of regulations.gov has no id")
    text = pieces or metadata_pieces(record, docket)
    if not text:
        raise ParseError(f"regulations.gov holds neither text nor description of {number}")
    posted = day_in_zone(attributes.get("postedDate"))
    kind, status = _kind(attributes, pieces, today)
    name = document_id("regs", number)
    url = f"{SITE}/document/{number}"
    document = Document(
        id=name,
        kind=kind,
        jurisdiction="us",
        title={"en": text_of(attributes, "title") or number},
        legal_status=status,
        issuer=text_of(attributes, "agencyId"),
        url=url,
        published=posted,
        effective=day_in_zone(attributes.get("effectiveDate")),
        timezone=settings.timezone or ZONE,
        terms=settings.terms,
        incomplete="" if pieces else "Only what regulations.gov says about it is here; its text could not be read.",
        topics=settings.topics,
        aliases=tuple(_aliases(number, attributes, docket)),
        consultation=consultation_in(number, attributes, pieces),
        links=tuple(_links(attributes, docket)),
    )
    version = version_of(
        text,
        document=name,
        date=posted or today,
        lang="en",
        kind=TextKind.OFFICIAL if pieces else TextKind.SUMMARY,
        source=source or url,
        by="" if pieces else "regulations.gov",
    )
    register = text_of(attributes, "frDocNum")
    same_as = (number, url, *((register, f"https://www.federalregister.gov/d/{register}") if register else ()))
    return Parsed(document, (version,), notes, same_as)


def consultation_in(number: str, attributes: Mapping[str, Any], pieces: Sequence[Piece]) -> Consultation | None:
    """The comment period: the record's stamps in Eastern time beside what the text states. None when there is none."""
    if attributes.get("withdrawn") is True:
        return None
    ends = structured_claim("commentEndDate", attributes.get("commentEndDate"), ZONE)
    starts = day_in_zone(attributes.get("commentStartDate"))
    is_open = attributes.get("openForComment") is True or attributes.get("withinCommentPeriod") is True
    if not ends and not is_open:
        return None
    posted = day_in_zone(attributes.get("postedDate"))
    said = _said(pieces, posted, [ends])
    late = "Late comments may be accepted." if attributes.get("allowLateComments") is True else ""
    form = Channel("portal", f"{SITE}/commenton/{number}", instructions=late)
    row = {"comment_url": form.address, "docket_ids": [text_of(attributes, "docketId")]}
    channels = list(completed_channels(said.channels if said else (), row, pieces))
    if not any(channel.kind == "portal" for channel in channels):
        mark = text_of(attributes, "docketId")
        channels.insert(0, Channel("portal", form.address, late, "", mark, PORTAL_LIMIT, PORTAL_LIMIT))
    if said:
        return replace(said, opens=starts or said.opens or posted, channels=tuple(channels))
    return consultation_of([ends], timezone=ZONE, opens=starts or posted, channels=channels)


def _said(pieces: Sequence[Piece], posted: date | None, claims: Sequence[DatedClaim | None]) -> Consultation | None:
    """What the text invites to: its DATES and ADDRESSES if it has them, else whatever piece does."""
    notice = [piece for piece in pieces if piece.eid == "notice"]
    return (
        invitation(notice or pieces, lang="en", timezone=ZONE, published=posted, structured=claims) if pieces else None
    )


def _kind(attributes: Mapping[str, Any], pieces: Sequence[Piece], today: date) -> tuple[DocumentKind, LegalStatus]:
    """A proposed rule whose subtype says that it only extends or withdraws another is a notice unless it amends."""
    amends = any(piece.eid.startswith(("sec_", "amdpar-")) for piece in pieces)
    sort = text_of(attributes, "documentType").lower()
    if sort == "rule":
        effective = day_in_zone(attributes.get("effectiveDate"))
        later = effective is not None and effective > today
        return DocumentKind.RULE, LegalStatus.NOT_YET_IN_FORCE if later else LegalStatus.IN_FORCE
    drafts = sort == "proposed rule" and (amends or not concerns_another(text_of(attributes, "subtype")))
    return (DocumentKind.DRAFT if drafts else DocumentKind.NOTICE), LegalStatus.DRAFT


def _aliases(number: str, attributes: Mapping[str, Any], docket: Mapping[str, Any]) -> Iterator[str]:
    names = (
        number,
        text_of(attributes, "docketId"),
        text_of(attributes, "frDocNum"),
        text_of(attributes_of(docket), "rin"),
    )
    yield from dict.fromkeys(name for name in names if name and name.lower() != "not assigned")


def _links(attributes: Mapping[str, Any], docket: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if number := text_of(attributes, "docketId"):
        title = text_of(attributes_of(docket), "title")
        yield f"Docket {number}{': ' if title else ''}{title}", f"{SITE}/docket/{number}"
    if number := text_of(attributes, "frDocNum"):
        yield f"Federal Register document {number}", f"https://www.federalregister.gov/d/{number}"
