"""What the interface behind Have your say sends, read with care: every field may be missing, renamed or new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from regbot.model import Channel, Document, DocumentKind, LegalStatus, TextKind
from regbot.parse.assemble import Piece, version_of
from regbot.parse.claims import DatedClaim, consultation_of, structured_claim
from regbot.parse.errors import ParseError
from regbot.sources.base import Listed, Parsed, document_id
from regbot.sources.eu_have_your_say.fields import (
    OPEN,
    ZONE,
    Period,
    act_of,
    day_of,
    mapping,
    mappings,
    prose,
    row_periods,
    stage_of,
    whole,
    words,
)

if TYPE_CHECKING:
    from regbot.sources.eu_have_your_say.settings import EuHaveYourSaySettings

PORTAL = "https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives"
_URL = re.compile(r"https?://[^\s\"'<>]{8,400}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document of a publication, by the number under which it is downloaded."""

    number: str
    name: str
    lang: str


def page_address(number: str, language: str = "en") -> str:
    """The portal's page of an initiative."""
    return f"{PORTAL}/{number}_{language.lower()}"


def attachments_of(answer: object, language: str) -> tuple[list[Attachment], int]:
    """Documents in `language`, those of the newest publication first, each once; and how many are in other languages."""
    chosen: dict[str, Attachment] = {}
    other: set[str] = set()
    for publication in _newest_first(mappings(mapping(answer).get("publications"))):
        for item in _files(publication):
            number = _identifier(item.get("documentId"))
            lang = words(item.get("language")).upper()
            if not number:
                continue
            if lang and lang != language.upper():
                other.add(number)
            else:
                name = words(item.get("title")) or words(item.get("ersFileName") or item.get("fileName")) or number
                chosen.setdefault(number, Attachment(number, name, (lang or language).lower()))
    return list(chosen.values()), len(other - chosen.keys())


def _files(publication: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("attachments", "documents"):
        yield from mappings(publication.get(name))


def _identifier(value: object) -> str:
    text = whole(value) or (value.strip() if isinstance(value, str) else "")
    return text if re.fullmatch(r"[A-Za-z0-9._:-]{1,120}", text) and text.strip(".") else ""


def parse_initiative(
    answer: object,
    listed: Listed,
    settings: EuHaveYourSaySettings,
    now: datetime,
    pieces: Sequence[Piece] = (),
    notes: Sequence[str] = (),
) -> Parsed:
    """An initiative as a document: the notice, one piece for each publication, then `pieces` of its documents.

    Raises ParseError when the answer is no initiative.
    """
    fields = mapping(answer)
    number = whole(fields.get("id", fields.get("initiativeId"))) or whole(listed.key)
    lang = settings.language.lower()
    title = _translated(fields, lang) or words(fields.get("shortTitle") or fields.get("title")) or listed.title
    if (
        not number
        or not (fields.keys() & {"id", "shortTitle", "publications", "dossierSummary", "reference"})
        or not title
    ):
        raise ParseError(f"{listed.url} is not the description of an initiative")
    publications = _newest_first(mappings(fields.get("publications")))
    name = document_id("eu", number)
    url = page_address(number, lang)
    zone = settings.timezone or ZONE
    periods = _periods(fields, publications, listed.data)
    published = min((day for item in publications if (day := day_of(item.get("publishedDate")))), default=None)
    text_date = max((day for item in publications if (day := day_of(item.get("publishedDate")))), default=None)
    own = [_notice(fields, title), *(_publication(item) for item in publications)]
    kept = [piece for piece in [*own, *pieces] if piece.text]
    is_draft = any(re.search(r"(?:^|__)(?:art|sec|chp)_", piece.eid) for piece in pieces)
    document = Document(
        id=name,
        kind=DocumentKind.DRAFT if is_draft else DocumentKind.NOTICE,
        jurisdiction="eu",
        title={lang: title},
        legal_status=LegalStatus.DRAFT,
        issuer=_issuer(fields),
        url=url,
        published=day_of(fields.get("publishedDate")) or published,
        timezone=zone,
        terms=settings.terms,
        topics=settings.topics,
        aliases=tuple(filter(None, (words(fields.get("reference")),))),
        consultation=consultation_of(
            _claims(periods, zone, now),
            timezone=zone,
            opens=_opens(periods, now),
            channels=_channels(publications, url)
            if any(period.end or period.status == OPEN for period in periods)
            else (),
        ),
    )
    day = text_date or document.published or now.astimezone(ZoneInfo(zone)).date()
    version = version_of(kept, document=name, date=day, lang=lang, kind=TextKind.OFFICIAL, source=url)
    return Parsed(document, (version,), tuple(notes), same_as=(page_address(number),))


def _periods(
    fields: Mapping[str, Any], publications: Sequence[Mapping[str, Any]], row: Mapping[str, Any]
) -> list[Period]:
    """All periods: those of the publications, else of the initiative itself; of the listing what they leave open."""
    found = [
        Period(
            words(item.get("receivingFeedbackStatus")).upper(),
            words(item.get("feedbackStartDate") or item.get("startDate") or item.get("publishedDate")),
            words(item.get("feedbackEndDate") or item.get("endDate")),
            _about(item),
        )
        for item in publications
    ]
    known = {period.end for period in found}
    found += [period for period in [*row_periods(fields), *row_periods(row)] if period.end and period.end not in known]
    return [period for period in found if period.end or period.status == OPEN]


def _chosen(periods: Sequence[Period], now: datetime) -> list[Period]:
    """The open periods; without any the coming ones, else the one that ended last."""
    for group in (
        [period for period in periods if period.is_open(now)],
        [period for period in periods if period.status == "UPCOMING"],
    ):
        if group:
            return group
    ended = [period for period in periods if day_of(period.end) and period.status != "DISABLED"]
    return sorted(ended, key=lambda period: day_of(period.end) or date.min)[-1:]


def _claims(periods: Sequence[Period], zone: str, now: datetime) -> list[DatedClaim | None]:
    told: dict[str, DatedClaim | None] = {}
    for period in _chosen(periods, now):
        field = f"end of feedback ({period.about})" if period.about else "end of feedback"
        told.setdefault(period.end, structured_claim(field, period.end, zone))
    return list(told.values())


def _opens(periods: Sequence[Period], now: datetime) -> date | None:
    return min((day for period in _chosen(periods, now) if (day := day_of(period.start))), default=None)


def _channels(publications: Sequence[Mapping[str, Any]], url: str) -> list[Channel]:
    channels = [Channel("portal", url, instructions="Give feedback on the initiative's page.")]
    surveys: dict[str, None] = {}
    for item in publications:
        if words(item.get("receivingFeedbackStatus")).upper() in ("", OPEN):
            surveys |= dict.fromkeys(address for address in _addresses(item) if "/eusurvey/runner/" in address.lower())
    return [*channels, *(Channel("portal", address, instructions="Answer the questionnaire.") for address in surveys)]


def _addresses(item: Mapping[str, Any]) -> Iterator[str]:
    values: list[object] = [item]
    for value in values:
        if len(values) > 2_000:
            return
        if isinstance(value, Mapping):
            values += value.values()
        elif isinstance(value, list):
            values += value
        elif isinstance(value, str):
            yield from (match[0].rstrip(".,;)") for match in _URL.finditer(value[:20_000]))


def _notice(fields: Mapping[str, Any], title: str) -> Piece:
    named = (
        ("Reference", words(fields.get("reference"))),
        ("Type of act", act_of(fields.get("foreseenActType"))),
        ("Stage", stage_of(fields.get("stage"))),
        ("Department", words(fields.get("dg"))),
        ("Legal basis", words(fields.get("legalBasis"))),
        ("Topics", ", ".join(_labels(fields.get("topics")) or _labels(fields.get("policyAreas")))),
    )
    lines = "\n".join(f"{label}: {value}" for label, value in named if value)
    summary = prose(fields.get("dossierSummary"))
    return Piece("notice", "Initiative", title, "\n\n".join(filter(None, (summary, lines))) or title)


def _publication(item: Mapping[str, Any]) -> Piece:
    """A publication: what it is, its period for feedback and its documents. Counts of feedback are left out."""
    named = (
        ("Reference", words(item.get("reference"))),
        ("Published", words(item.get("publishedDate"))),
        ("Adopted", words(item.get("adoptionDate"))),
        ("Planned", words(item.get("plannedPeriod"))),
        ("Feedback until", words(item.get("feedbackEndDate") or item.get("endDate"))),
        ("Legal basis", words(item.get("legalBasis"))),
    )
    lines = [f"{label}: {value}" for label, value in named if value]
    names = dict.fromkeys(
        words(file.get("title") or file.get("ersFileName") or file.get("fileName")) for file in _files(item)
    )
    lines += [f"Document: {name}" for name in names if name]
    parts = (
        ("consultationObjective", "Objective"),
        ("targetGroups", "Target groups"),
        ("summary", ""),
        ("description", ""),
    )
    texts = [f"{label}: {text}" if label else text for key, label in parts if (text := prose(item.get(key)))]
    eid = f"publication_{whole(item.get('id')) or 'x'}"
    heading = words(item.get("title"))
    return Piece(eid, _about(item) or "Publication", heading, "\n\n".join(filter(None, (*texts, "\n".join(lines)))))


def _translated(fields: Mapping[str, Any], lang: str) -> str:
    for item in mappings(fields.get("initiativeTranslations")):
        if words(item.get("field")).upper() == "SHORT_TITLE" and words(item.get("language")).lower() == lang:
            return words(item.get("value") or item.get("translation"))
    return ""


def _issuer(fields: Mapping[str, Any]) -> str:
    department = words(fields.get("dg"))
    return f"European Commission ({department})" if department else "European Commission"


def _about(item: Mapping[str, Any]) -> str:
    return stage_of(item.get("frontEndStage")) or act_of(item.get("type")) or stage_of(item.get("stage"))


def _labels(value: object) -> list[str]:
    return [text for item in mappings(value) if (text := words(item.get("label") or item.get("code")))]


def _newest_first(publications: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(publications, key=lambda item: day_of(item.get("publishedDate")) or date.min, reverse=True)
