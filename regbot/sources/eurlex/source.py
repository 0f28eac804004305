"""Law of the European Union by CELEX number, from Cellar, the store behind EUR-Lex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, field_validator

from regbot.fetch.errors import ParseError, PermanentError
from regbot.fetch.response import Response
from regbot.model import Document, DocumentKind, LegalStatus
from regbot.parse.assemble import Piece, version_of
from regbot.parse.moments import find_days
from regbot.sources.base import Context, Listed, Parsed, Source, document_id
from regbot.sources.eurlex.formex import parse_formex
from regbot.sources.eurlex.formex_package import is_formex
from regbot.sources.eurlex.lines import read_lines
from regbot.sources.eurlex.notice import Notice, read_notice
from regbot.sources.eurlex.parts import Act
from regbot.sources.eurlex.xhtml import acts_of
from regbot.sources.settings import SourceSettings

ZONE = "Europe/Brussels"
MOST_PARTS = 60
CELEX = re.compile(r"[0-9CE]\d{4}[A-Z]{1,2}[\w/]{1,20}(?:\(\d{2}\))*(?:-\d{8})?")
FORMS = {"xhtml": "application/xhtml+xml", "html": "text/html", "formex": "application/zip;mtype=fmx4"}
ELI_TYPES = {"reg": "R", "dir": "L", "dec": "D", "reco": "H", "dec_framw": "F"}
"""The first word of an ELI and the letter of its CELEX number; `_impl` and `_del` change nothing."""

_PART = re.compile(r"href\s*=\s*[\"']([^\"']{1,500}/DOC_(\d{1,4}))[\"']", re.IGNORECASE)
_STATED = re.compile(
    r"(?:^|(?<=[.;] )|\n)(?:\d+\. )?(?:It|This (?:Regulation|Directive|Decision)) shall (?P<what>enter into force|apply)"
    r"(?: in [^.;,]{3,60})? (?:on|from|as from|as of) (?P<day>\d{1,2} [A-Z][a-z]{2,8} \d{4})\b"
)
_NUMBER = re.compile(
    r"((?:(?:Council|Commission) )?(?:(?:Delegated|Implementing) )?(?:Regulation|Directive|Decision) \((?:EU|EC|EEC|Euratom|EU, Euratom)\)"
    r" (?:No )?(\d{1,4}/\d{1,4})|(?:(?:Council|Commission) )?(?:Directive|Decision) (\d{2,4}/\d{1,4}/(?:EU|EC|EEC|Euratom)))",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{7,}\b")
_SHORT = re.compile(r"\(([A-Z][\w’' \-]{5,60} (?:Act|Regulation|Directive|Law|Code|Decision))\)\s*$")


class EurlexSettings(SourceSettings):
    """Which acts, by CELEX number; a consolidated text is `02016R0679-20160504`."""

    celex: tuple[str, ...] = Field(min_length=1, description="CELEX numbers of the acts")
    languages: tuple[str, ...] = Field(("en",), min_length=1, description="ISO 639-1 codes")
    prefer: Literal["xhtml", "formex"] = Field("xhtml", description="the form that is asked for first")

    @field_validator("celex")
    @classmethod
    def _celex_numbers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        numbers = tuple(item.strip().upper() for item in value)
        for number in numbers:
            if not CELEX.fullmatch(number):
                raise ValueError(f"{number!r} is no CELEX number; one looks like 32016R0679")
        return numbers

    @field_validator("languages")
    @classmethod
    def _codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if not re.fullmatch(r"[a-z]{2}", code):
                raise ValueError(f"{code!r} is no ISO 639-1 code such as en or fr")
        return value


class Eurlex(Source[EurlexSettings]):
    """Acts named one by one. Whether they changed, Cellar says when asked."""

    type = "eurlex"
    publisher = "Publications Office of the European Union"
    home = "https://publications.europa.eu"
    settings_type = EurlexSettings
    parser = 2

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """The act that an address of EUR-Lex, Cellar or an ELI names."""
        parts = urlsplit(url)
        if not (parts.hostname or "").endswith("europa.eu"):
            return None
        plain = unquote(url)
        match = re.search(rf"celex(?:_?id)?[:=/]\s*(?:celex:)?({CELEX.pattern})", plain, re.IGNORECASE)
        celex = match[1].upper() if match else _celex_of_eli(urlsplit(plain).path)
        if not celex:
            return None
        lang = re.search(r"/legal-content/([A-Za-z]{2})/", parts.path)
        code = lang[1].lower() if lang else "en"
        return {"celex": [celex], **({"languages": [code]} if code != "en" else {})}

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """The acts from the settings."""
        del context, since
        for celex in dict.fromkeys(self.settings.celex):
            yield Listed(key=celex, url=f"{self.base_url}/resource/celex/{celex}")

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """Read the notice of an act and its text in every language of the settings that Cellar has."""
        answer = context.get(listed.url, headers={"Accept": "application/xml;notice=object"}, also=(404, 406))
        texts = {lang: self._text(context, listed.url, lang) for lang in dict.fromkeys(self.settings.languages)}
        found = {lang: parts for lang, parts in texts.items() if parts}
        if not found:
            raise PermanentError(
                f"Cellar has no text of {listed.key} in {', '.join(self.settings.languages)}",
                "older acts exist only as PDF: save it from EUR-Lex and use `regbot import`",
                404,
            )
        acts = {lang: (parse_text(parts), parts[0].url) for lang, parts in found.items()}
        notice = _notice(answer)
        missing = [lang for lang in texts if lang not in found]
        notes = [f"Cellar has no text in {lang}" for lang in missing]
        return parsed_of(listed.key, acts, notice, self.settings, context.today(ZONE), notes)

    def _text(self, context: Context, url: str, lang: str) -> list[Response]:
        """The response with the text, or the several of its parts; empty if there is none in this language."""
        first = self.settings.prefer
        for form in sorted(FORMS, key=lambda name: name != first):
            headers = {"Accept": FORMS[form], "Accept-Language": lang}
            response = context.get(url, headers=headers, also=(300, 404, 406))
            if response.status == 300:
                parts = [context.get(self.moved(address), headers=headers) for address in part_addresses(response.text)]
                kept = [part for part in parts if not part.body[:1024].lstrip().startswith(b"%PDF")]
                if kept:
                    return kept
            elif response.status == 200 and not response.body[:1024].lstrip().startswith(b"%PDF"):
                return [response]
        return []

    def _safe(self, address: str) -> str:
        """The address of a part; Cellar writes http where it serves https as well."""
        moved = self.moved(address)
        plain = f"http://{urlsplit(self.home).hostname}/"
        return f"{self.home}/{moved[len(plain) :]}" if moved.startswith(plain) else moved


def _notice(answer: Response) -> Notice | None:
    """The notice, or None where there is none that can be read: the text counts without it."""
    try:
        return read_notice(answer.body) if answer.status == 200 else None
    except ParseError:
        return None


def part_addresses(page: str) -> list[str]:
    """The parts that a 300 of Cellar lists, in their order. Raises ParseError when it lists none, or too many."""
    found = {int(match[2]): match[1] for match in _PART.finditer(page)}
    if not found:
        raise ParseError("Cellar offers several parts, but its list names none")
    if len(found) > MOST_PARTS:
        raise ParseError(f"Cellar lists {len(found)} parts, more than any act has")
    return [found[order] for order in sorted(found)]


def parse_text(parts: Sequence[Response]) -> Act:
    """The act in one or several responses, XHTML, HTML or Formex. Raises ParseError."""
    if is_formex(parts[0].body):
        return parse_formex([part.body for part in parts])
    return acts_of([read_lines(part.text) for part in parts])


def parsed_of(
    celex: str,
    acts: Mapping[str, tuple[Act, str]],
    notice: Notice | None,
    settings: SourceSettings,
    today: date,
    notes: Sequence[str] = (),
) -> Parsed:
    """A document of the acts by language. `today` decides about force and dates a text that names no date."""
    first = next(iter(acts.values()))[0]
    told = notice or Notice()
    stated = stated_dates(first.pieces)
    effective = told.entry_into_force or stated.entry_into_force
    applies = told.application or stated.application
    name = document_id("celex", celex)
    day = _consolidated(celex) or told.document or first.dated or first.published or today
    title = {lang: act.title or told.titles.get(lang, "") or celex for lang, (act, _) in acts.items()}
    english = title.get("en", "")
    number, short = _NUMBER.search(english), _SHORT.search(english)
    called = _CAPITALS.sub(lambda match: match[0].capitalize(), number[1]) if number else ""
    remarks = list(notes)
    status = _status(celex, told, effective, today)
    if notice is None and celex[0] in "0123":
        remarks.append("Cellar's notice could not be read: whether the act is still in force was not checked")
    document = Document(
        id=name,
        kind=_kind(celex, english),
        jurisdiction="eu",
        title=title,
        legal_status=status,
        issuer=_issuer(celex, english),
        short_title=short[1] if short else called,
        url=f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{celex}",
        published=told.published or first.published or told.document or first.dated,
        adopted=told.document or first.dated,
        effective=effective,
        timezone=settings.timezone or ZONE,
        terms=settings.terms,
        topics=settings.topics,
        aliases=tuple(filter(None, (called, number and (number[2] or number[3]), celex))),
    )
    says = _validity(effective, applies, told.end_of_validity)
    versions = tuple(
        version_of(act.pieces, document=name, date=day, lang=lang, source=url, notice=says)
        for lang, (act, url) in acts.items()
    )
    return Parsed(document, versions, tuple(remarks), same_as=(celex, *_elis(celex)))


def _validity(effective: date | None, applies: date | None, ends: date | None) -> str:
    """A sentence about days that differ from the entry into force; empty without any."""
    parts = []
    if applies and applies != effective:
        parts.append(f"applies from {applies}" + (f", in force from {effective}" if effective else ""))
    if ends:
        parts.append(f"valid until {ends}")
    return f"The act {'; '.join(parts)}." if parts else ""


@dataclass(frozen=True, slots=True)
class Stated:
    """Dates that final articles name as a date, not by counting from publication."""

    entry_into_force: date | None = None
    application: date | None = None


def stated_dates(pieces: Sequence[Piece]) -> Stated:
    """What the last articles say exactly about entry into force and application; English only."""
    found: dict[str, date] = {}
    for piece in [piece for piece in pieces if piece.eid.startswith("art_")][-3:]:
        for match in _STATED.finditer(piece.text):
            days = find_days(match["day"], chinese=False)
            if days:
                found.setdefault(match["what"], days[0].value)
    return Stated(found.get("enter into force"), found.get("apply"))


def _status(celex: str, notice: Notice, effective: date | None, today: date) -> LegalStatus:
    if celex[0] == "5":
        return LegalStatus.DRAFT
    if notice.end_of_validity and notice.end_of_validity <= today:
        return LegalStatus.REPEALED
    if effective and effective > today:
        return LegalStatus.NOT_YET_IN_FORCE
    return LegalStatus.REPEALED if notice.in_force is False else LegalStatus.IN_FORCE


def _kind(celex: str, title: str) -> DocumentKind:
    letters = re.sub(r"[^A-Z]", "", celex[5:7])
    if celex[0] == "5":
        return DocumentKind.DRAFT if letters in ("PC", "AP", "AG", "AB") else DocumentKind.NOTICE
    if celex[0] == "6":
        return DocumentKind.INTERPRETATION
    if letters in ("H", "O", "X", "Y", "C") or re.search(r"R\(\d\d\)$", celex):
        return DocumentKind.NOTICE
    return (
        DocumentKind.RULE
        if re.search(r"\b(?:delegated|implementing)\b", title[:80], re.IGNORECASE)
        else DocumentKind.LAW
    )


def _issuer(celex: str, title: str) -> str:
    head = title[:160].lower()
    if "european parliament and of the council" in head and celex[0] != "5":
        return "European Parliament and Council of the European Union"
    if head.startswith("commission") or (celex[0] == "5" and celex[5:7] in ("PC", "DC", "SC")):
        return "European Commission"
    return "Council of the European Union" if head.startswith("council") else "European Union"


def _consolidated(celex: str) -> date | None:
    match = re.search(r"-(\d{4})(\d{2})(\d{2})$", celex)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _celex_of_eli(path: str) -> str:
    """The CELEX number of an ELI's path; empty if it is of another kind."""
    match = re.search(r"/eli/([a-z_]+)/(\d{4})/(\d{1,4})(?:/(\d{4})-(\d{2})-(\d{2}))?(?=/|$)", path)
    letter = ELI_TYPES.get(re.sub(r"_(?:impl|del)$", "", match[1])) if match else None
    if not match or not letter:
        return ""
    number = f"{match[2]}{letter}{int(match[3]):04d}"
    return f"0{number}-{match[4]}{match[5]}{match[6]}" if match[4] else f"3{number}"


def _elis(celex: str) -> tuple[str, ...]:
    match = re.fullmatch(r"3(\d{4})([RLD])(\d{4})", celex)
    words = {letter: word for word, letter in ELI_TYPES.items()}
    return (f"http://data.europa.eu/eli/{words[match[2]]}/{match[1]}/{int(match[3])}/oj",) if match else ()
