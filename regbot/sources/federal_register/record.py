"""A row of the Federal Register API and the pieces of its text to a document with its consultation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

from regbot.model import Channel, Consultation, Document, DocumentKind, LegalStatus, Relation
from regbot.parse.assemble import Piece, version_of
from regbot.parse.channels import find_channels
from regbot.parse.deadlines import Basis, DatedClaim, consultation_of, find_deadlines, structured_claim
from regbot.parse.errors import ParseError
from regbot.parse.invitation import invitation
from regbot.sources.base import Parsed, document_id
from regbot.sources.federal_register.force import Force, concerns_another, force_of
from regbot.sources.federal_register.words import raised
from regbot.sources.federal_register.xml import normal_number
from regbot.sources.settings import SourceSettings

ZONE = "America/New_York"
PORTAL_LIMIT = 5_000
"""Longest comment that regulations.gov takes, in characters and in bytes; more goes into an attachment."""

INVITES = re.compile(r"\bcomments?\b|request for information|\bfeedback\b|\bresponses must\b", re.IGNORECASE)
_REGULATION = ("sec_", "amdpar-", "app-", "part-", "signature", "subjects", "contact", "preface")
_ABOUT_COMMENTS = re.compile(r"comment|participat|submi|feedback|respon", re.IGNORECASE)
_NOT_FOR_COMMENTS = re.compile(
    r"confidential|proprietary|CBI|privacy|posting|viewing|availab|hearing|meeting", re.IGNORECASE
)
_MARKUP = re.compile(
    r"<(?P<raised>SUP|SU)\b[^<>]{0,80}>(?P<figure>[^<>]{0,80})</(?P=raised)>|</?[A-Za-z]{1,8}(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)
_DOCKET_PAGE = re.compile(r"(?:[?&;]D=|/dockets?/)(?P<docket>[A-Z0-9][A-Za-z0-9_.-]{3,60}\d)")
_MARK = re.compile(
    r"\b(?:include|identif\w+|reference|refer to|cite|mark\w*|insert|put|use)\s+(?:\w+\s+){0,4}?[“\"]?"
    r"(?P<mark>(?:Docket|RIN\b|FDMS|File)[^”\".\n]{3,140}?)[”\",]{0,2}\s+"
    r"(?:at the (?:beginning|top)|in (?:the|your|all)|on (?:the|your|all)|with (?:your|all))",
    re.IGNORECASE,
)
_DOCKET_LINE = re.compile(r"(?:docket|file|fdms|doc\.?|project|reg)\b[^\n]{0,20}\d", re.IGNORECASE)


def text_of(row: Mapping[str, Any], key: str) -> str:
    """A field as one line of text; empty when missing or no text."""
    value = row.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def prose_of(row: Mapping[str, Any], key: str) -> str:
    """A field as one line of plain text: `SO<INF>2</INF>` is `SO2`, `10<SUP>-6</SUP>` is `10⁻⁶`, `R&amp;D` is `R&D`."""
    plain = _MARKUP.sub(lambda match: raised(match["figure"]) if match["figure"] else "", text_of(row, key))
    return " ".join(_ENTITY.sub(lambda match: unescape(match[0]), plain).split())


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The mappings of a list; empty for anything else."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []


def strings(value: object) -> list[str]:
    """The texts of a list; empty for anything else."""
    return [item.strip() for item in value if isinstance(item, str) and item.strip()] if isinstance(value, list) else []


def day_of(row: Mapping[str, Any], key: str) -> date | None:
    """A field as a day; None when it holds none."""
    try:
        return date.fromisoformat(text_of(row, key)[:10])
    except ValueError:
        return None


def parse_document(
    row: Mapping[str, Any],
    pieces: Sequence[Piece],
    settings: SourceSettings,
    today: date,
    *,
    source: str = "",
    notes: tuple[str, ...] = (),
    incomplete: str = "",
) -> Parsed:
    """The document of `row` with `pieces` as its text. `source` is where the text came from. Raises ParseError."""
    number = normal_number(text_of(row, "document_number"))
    if not number:
        raise ParseError("the Federal Register's answer names no document number")
    if not pieces:
        raise ParseError(f"the Federal Register's document {number} holds no text")
    published = day_of(row, "publication_date")
    zone = settings.timezone or ZONE
    consultation = consultation_in(row, pieces, published, zone)
    force = _force(row, pieces, published)
    kind, status = _kind(row, pieces, force, today)
    name = document_id("fr", number)
    only_numbered = any(re.fullmatch(r"sec_\d+", piece.eid) for piece in pieces)
    document = Document(
        id=name,
        kind=kind,
        jurisdiction="us",
        title={"en": prose_of(row, "title") or f"Federal Register document {number}"},
        legal_status=status,
        issuer=_issuer(row),
        url=text_of(row, "html_url"),
        published=published,
        signed=day_of(row, "signing_date"),
        effective=force.begins,
        expires=force.ends,
        timezone=zone,
        terms=settings.terms,
        incomplete=incomplete or ("It holds the sections that it amends, not the whole part." if only_numbered else ""),
        topics=settings.topics,
        aliases=_aliases(row, number),
        consultation=consultation,
        relations=tuple(_relations(row, number)),
        links=tuple(_links(row)),
    )
    version = version_of(pieces, document=name, date=published or today, lang="en", source=source or document.url)
    same_as = tuple(
        dict.fromkeys(filter(None, (number, document.url, text_of(row, "pdf_url"), text_of(row, "citation"))))
    )
    return Parsed(document, (version,), notes, same_as)


def abstract_pieces(row: Mapping[str, Any]) -> list[Piece]:
    """What the API itself says of a document whose text is not to be had: its dates and its abstract."""
    dates, abstract = prose_of(row, "dates"), prose_of(row, "abstract")
    found = [Piece("summary", "Summary", "", abstract)] if abstract else []
    return [*found, Piece("notice", "Dates", "", dates)] if dates else found


def consultation_in(
    row: Mapping[str, Any], pieces: Sequence[Piece], published: date | None, zone: str
) -> Consultation | None:
    """The period for comments: dates of the text, of the API's field, and of its copy of regulations.gov, kept apart."""
    structured = [structured_claim("comments_close_on", row.get("comments_close_on"), zone), *_copies(row, zone)]
    notice = next((piece for piece in pieces if piece.eid == "notice"), None)
    claims = _timely(find_deadlines(notice.text, "en", published=published), published) if notice else []
    found: Consultation | None
    if notice and any(not claim.about for claim in claims):
        channels = find_channels(notice.text, "en")
        if not any(channel.kind in ("portal", "email") for channel in channels):
            channels = (*channels, *_channels_elsewhere(pieces))
        found = consultation_of([*claims, *structured], timezone=zone, evidence="notice", channels=channels)
    else:
        found = _without_notice(row, pieces, published, zone, structured)
    if found is None or not (found.closes or found.dates or found.channels):
        return None
    channels = tuple(completed_channels(found.channels, row, pieces))
    return replace(found, opens=found.opens or published, channels=channels)


def _without_notice(
    row: Mapping[str, Any],
    pieces: Sequence[Piece],
    published: date | None,
    zone: str,
    structured: Sequence[DatedClaim | None],
) -> Consultation | None:
    """The invitation where DATES names no closing date: somewhere else in the text, or only in a field."""
    asked = any(claim and not claim.copied for claim in structured)
    if not asked and not INVITES.search(f"{text_of(row, 'action')} {text_of(row, 'dates')} {text_of(row, 'title')}"):
        asked = text_of(row, "type").lower() not in ("rule", "notice", "presidential document") and any(structured)
        if not asked and not _is_headless(pieces):
            return None
    around = [piece for piece in pieces if not piece.eid.startswith(_REGULATION)]
    likely = [
        piece for piece in around if piece.eid in ("notice", "summary", "body") or _ABOUT_COMMENTS.search(piece.heading)
    ]
    found = invitation(likely or around, lang="en", timezone=zone, published=published, structured=structured)
    if found and not found.closes and not found.dates:
        return None
    return found


def _is_headless(pieces: Sequence[Piece]) -> bool:
    """Whether the document has no DATES of its own, as notices of some agencies."""
    return not any(piece.eid == "notice" for piece in pieces)


def _timely(claims: Sequence[DatedClaim], published: date | None) -> list[DatedClaim]:
    def day(claim: DatedClaim) -> date:
        return date(claim.closes.year, claim.closes.month, claim.closes.day)

    return [claim for claim in claims if not published or claim.basis is Basis.COMPUTED or day(claim) >= published]


def _copies(row: Mapping[str, Any], zone: str) -> Iterator[DatedClaim | None]:
    """The regulations.gov dates that the API copied, for this very document; each date once."""
    info = row.get("regulations_dot_gov_info")
    own = text_of(info, "document_id") if isinstance(info, Mapping) else ""
    documents = [item for docket in mappings(row.get("dockets")) for item in mappings(docket.get("documents"))]
    chosen = [item for item in documents if own and text_of(item, "id") == own] or documents
    for value in dict.fromkeys(text_of(item, "comment_end_date") for item in chosen):
        yield structured_claim("regulations.gov comment_end_date", value, zone, copied=True) if value else None


def _channels_elsewhere(pieces: Sequence[Piece]) -> tuple[Channel, ...]:
    """Channels named under headings on comments or none; their quotes are of other pieces than the deadline's, so they go."""
    found: dict[tuple[str, str], Channel] = {}
    for piece in pieces:
        fits = piece.eid == "si" or (
            _ABOUT_COMMENTS.search(piece.heading) and not _NOT_FOR_COMMENTS.search(piece.heading)
        )
        if fits and not piece.eid.startswith(_REGULATION):
            for channel in find_channels(piece.text, "en"):
                found.setdefault((channel.kind, channel.address.lower().rstrip("/")), replace(channel, quote=""))
    return tuple(found.values())


def completed_channels(
    channels: Sequence[Channel], row: Mapping[str, Any], pieces: Sequence[Piece]
) -> Iterator[Channel]:
    """`channels` with the docket as marking, the portal's limit, and the address of the very document's form."""
    mark = _marking(row, pieces)
    form = re.sub(r"^http:", "https:", text_of(row, "comment_url"))
    offered = False
    for channel in channels:
        if channel.kind == "portal" and is_portal(channel.address):
            if not offered:
                address = form if is_portal(form) else _portal_page(channel.address)
                yield replace(
                    channel,
                    address=address,
                    required_marking=channel.required_marking or mark,
                    max_characters=channel.max_characters or PORTAL_LIMIT,
                    max_bytes=channel.max_bytes or PORTAL_LIMIT,
                )
            offered = True
            continue
        yield replace(channel, required_marking=channel.required_marking or mark)
    if form and not offered and is_portal(form):
        yield Channel("portal", form, required_marking=mark, max_characters=PORTAL_LIMIT, max_bytes=PORTAL_LIMIT)


def _portal_page(address: str) -> str:
    """The docket's page if `address` names a docket, in today's form or that of before 2021, else the portal."""
    named = _DOCKET_PAGE.search(address)
    return f"https://www.regulations.gov/docket/{named['docket']}" if named else "https://www.regulations.gov"


def is_portal(address: str) -> bool:
    """Whether `address` is at regulations.gov."""
    return re.match(r"(?:https?://)?(?:www\.)?regulations\.gov(?:[/:?#]|$)", address, re.IGNORECASE) is not None


def _marking(row: Mapping[str, Any], pieces: Sequence[Piece]) -> str:
    """The words that name the docket: as the text asks for them, else the docket line, else the API's docket number."""
    for piece in pieces:
        asked = None if piece.eid.startswith(_REGULATION) else _MARK.search(piece.text)
        if asked and any(char.isdigit() for char in asked["mark"]):
            return asked["mark"].strip(" ,;")
    preface = next((piece.text for piece in pieces if piece.eid == "preface"), "")
    for line in preface.split("\n"):
        bare = line.strip("[] ")
        if line.startswith("[") and _DOCKET_LINE.match(bare) and len(bare) <= 160:
            return bare
    dockets = strings(row.get("docket_ids"))
    return dockets[0] if dockets else ""


def _force(row: Mapping[str, Any], pieces: Sequence[Piece], published: date | None) -> Force:
    """Of a proposed rule the API's field is not believed: proposals have no day of effect, it is read from other days."""
    if is_proposal(row):
        return Force()
    notice = next((piece.text for piece in pieces if piece.eid == "notice"), "")
    return force_of(notice or prose_of(row, "dates"), day_of(row, "effective_on"), published)


def _kind(
    row: Mapping[str, Any], pieces: Sequence[Piece], force: Force, today: date
) -> tuple[DocumentKind, LegalStatus]:
    """A proposed rule that only extends, cancels or withdraws something holds no draft: it is a notice."""
    kind = _type(row)
    if kind in ("rule", "presidentialdocument", "presdocu"):
        if force.ends and force.ends < today:
            return DocumentKind.RULE, LegalStatus.REPEALED
        later = force.put_off or (force.begins is not None and force.begins > today)
        return DocumentKind.RULE, LegalStatus.NOT_YET_IN_FORCE if later else LegalStatus.IN_FORCE
    amends = any(piece.eid.startswith(("sec_", "amdpar-")) for piece in pieces)
    if is_proposal(row) and (amends or not concerns_another(text_of(row, "action"))):
        return DocumentKind.DRAFT, LegalStatus.DRAFT
    return DocumentKind.NOTICE, LegalStatus.DRAFT


def is_proposal(row: Mapping[str, Any]) -> bool:
    """Whether the Federal Register has the document among its proposed rules."""
    return _type(row) in ("proposedrule", "prorule")


def _type(row: Mapping[str, Any]) -> str:
    return text_of(row, "type").lower().replace(" ", "")


def _issuer(row: Mapping[str, Any]) -> str:
    agencies = [text_of(item, "name") or text_of(item, "raw_name").title() for item in mappings(row.get("agencies"))]
    return ", ".join(dict.fromkeys(name for name in agencies or strings(row.get("agency_names")) if name))


def _aliases(row: Mapping[str, Any], number: str) -> tuple[str, ...]:
    names = [
        number,
        text_of(row, "citation"),
        *strings(row.get("docket_ids")),
        *strings(row.get("regulation_id_numbers")),
    ]
    return tuple(dict.fromkeys(name for name in names if name))


def _relations(row: Mapping[str, Any], number: str) -> Iterator[Relation]:
    """A correction amends, a republication supersedes the document of which its number is made."""
    written = re.match(r"(?P<sort>[CR])\d{1,2}-(?P<of>.+)", number)
    corrected = text_of(row, "correction_of").split("?")[0].rstrip("/").rpartition("/")[2]
    target = normal_number(corrected) or (written["of"] if written else "")
    if not target or target == number:
        return
    if written and written["sort"] == "R":
        yield Relation("supersedes", document_id("fr", target), f"Republication of document {target}.")
    else:
        yield Relation("amends", document_id("fr", target), f"Correction of document {target}.")


def _links(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if url := text_of(row, "pdf_url"):
        yield "PDF", url
    for docket in mappings(row.get("dockets")):
        if name := text_of(docket, "id"):
            yield f"Docket {name}", f"https://www.regulations.gov/docket/{name}"
        for item in mappings(docket.get("documents")):
            if name := text_of(item, "id"):
                yield f"regulations.gov document {name}", f"https://www.regulations.gov/document/{name}"
    for url in strings(row.get("corrections")):
        number = normal_number(url.split("?")[0].rpartition("/")[2])
        yield f"Correction {number}", f"https://www.federalregister.gov/d/{number}"
