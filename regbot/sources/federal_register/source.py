"""The Federal Register of the United States: proposed rules, rules with request for comments, and notices, by its API v1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qs, quote, urlsplit
from zoneinfo import ZoneInfo

from regbot.errors import SourceError
from regbot.fetch.errors import ParseError, PermanentError, RobotsError
from regbot.model import Relation
from regbot.parse.assemble import Piece
from regbot.sources.base import Context, Listed, Parsed, Source, stamp_of
from regbot.sources.federal_register.cited import cited_by, relation_to
from regbot.sources.federal_register.pieces import pieces_of
from regbot.sources.federal_register.record import (
    INVITES,
    ZONE,
    abstract_pieces,
    day_of,
    mappings,
    parse_document,
    text_of,
)
from regbot.sources.federal_register.text import read_html, read_plain
from regbot.sources.federal_register.xml import normal_number, read_xml
from regbot.sources.settings import SourceSettings

WINDOW = 10_000
PER_PAGE = 1_000
SETTLED = timedelta(days=3)
"""A document without text is asked for again while it is younger than this."""

_FIELDS = """
    abstract action agencies agency_names body_html_url citation comment_url comments_close_on correction_of corrections dates
    docket_ids dockets document_number effective_on full_text_xml_url html_url pdf_url publication_date raw_text_url
    regulation_id_numbers regulations_dot_gov_info signing_date title type
"""
FIELDS = _FIELDS.split()
MATTERING = [name for name in FIELDS if name not in ("dockets", "regulations_dot_gov_info")]
"""Fields whose change means that the document has to be read again; the others hold counters."""

_NUMBER = re.compile(r"[A-Z]{0,2}\d{0,2}-?(?:[A-Z]?\d{1,4}-)\d{1,6}")


class FederalRegisterSettings(SourceSettings):
    """Which documents. Several filters must all fit; of a list one is enough."""

    types: tuple[Literal["PRORULE", "RULE", "NOTICE"], ...] = ("PRORULE", "RULE", "NOTICE")
    agencies: tuple[str, ...] = ()
    """Slugs as in the addresses of federalregister.gov/agencies/…"""
    term: str = ""
    subjects: tuple[str, ...] = ()
    """Slugs of the Federal Register's own topics."""
    sections: tuple[str, ...] = ()
    docket: str = ""
    rin: str = ""
    cfr: str = ""
    """A title and part of the Code of Federal Regulations: `14/39`."""
    documents: tuple[str, ...] = ()
    """Document numbers: watch exactly these."""
    open_only: bool = False
    """Only documents whose comment period was open at the time of asking."""
    without_comments: bool = False
    """Also rules and notices that ask for no comments."""


class FederalRegister(Source[FederalRegisterSettings]):
    """Documents of the Federal Register; the text from their XML, else their HTML or plain text."""

    type = "federal_register"
    publisher = "Office of the Federal Register"
    home = "https://www.federalregister.gov"
    settings_type = FederalRegisterSettings
    overlap_days = 30
    parser = 2

    def __init__(self, settings: FederalRegisterSettings) -> None:
        super().__init__(settings)
        narrow = (settings.agencies, settings.subjects, settings.sections, settings.docket, settings.rin, settings.cfr)
        self.may_be_empty = settings.open_only or any(narrow)

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """Watches the document, agency, docket-wide or topic page at `url`; a search by its conditions."""
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.")
        if host not in ("federalregister.gov", "federalregister.com"):
            return None
        steps = [step for step in parts.path.split("/") if step]
        number = next((normal_number(step.removesuffix(".json")) for step in steps if _is_number(step)), "")
        if number:
            return {"type": cls.type, "documents": [number]}
        if steps[:1] in (["agencies"], ["topics"]) and len(steps) > 1:
            return {"type": cls.type, "agencies" if steps[0] == "agencies" else "subjects": [steps[1]]}
        return {"type": cls.type, **found} if (found := _conditions(parse_qs(parts.query))) else None

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """Documents published since then, newest first; those named one by one, if the settings name some."""
        if self.settings.documents:
            rows: Iterator[Mapping[str, Any]] = self._named(context)
        else:
            rows = self._searched(context, since)
        told: set[str] = set()
        for row in rows:
            number = normal_number(text_of(row, "document_number"))
            if number and number not in told and self._wanted(row, context):
                told.add(number)
                yield listed_of(row)

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """One document with its full text. Raises ParseError when there is neither text nor abstract."""
        row = listed.data.get("row")
        if not isinstance(row, Mapping):
            row = self._one(context, listed.key)
        today = context.today(self.settings.timezone or ZONE)
        source, pieces, notes = self._text(context, row)
        incomplete = ""
        if not pieces:
            published = day_of(row, "publication_date")
            if published and published > today - SETTLED:
                raise ParseError(
                    f"the Federal Register has no text of {listed.key} yet: {' '.join(notes)}",
                    "it mostly follows within a day: run the same command again later",
                )
            pieces = abstract_pieces(row)
            incomplete = (
                "Its full text could not be read; only the dates and abstract of the Federal Register's index are here."
            )
        parsed = parse_document(
            row, pieces, self.settings, today, source=source, notes=tuple(notes), incomplete=incomplete
        )
        relation = None if parsed.document.relations else self._relation(context, row, pieces)
        if relation is None:
            return parsed
        return replace(parsed, document=replace(parsed.document, relations=(relation,)))

    def _relation(self, context: Context, row: Mapping[str, Any], pieces: Sequence[Piece]) -> Relation | None:
        """The relation to the document that this one withdraws, delays, extends or corrects; the API is asked for it."""
        cited = cited_by(row, pieces)
        if cited is None:
            return None
        wanted = ["document_number", "publication_date", "regulation_id_numbers", "docket_ids"]
        url = f"{self.base_url}/api/v1/documents.json"
        try:
            found = read_page_of_rows(self._asked(context, url, {**cited.conditions, "fields[]": wanted}))
        except (PermanentError, ParseError, RobotsError):
            return None
        return relation_to(cited, found.rows, text_of(row, "action"))

    def _text(self, context: Context, row: Mapping[str, Any]) -> tuple[str, Sequence[Piece], list[str]]:
        """Where the text was read, its pieces, and why better forms could not be used."""
        number = text_of(row, "document_number")
        notes: list[str] = []
        for field, name in (("full_text_xml_url", "XML"), ("body_html_url", "HTML"), ("raw_text_url", "plain text")):
            url = text_of(row, field)
            if not url:
                notes.append(f"There is no {name}.")
                continue
            try:
                response = context.get(self.moved(url), expect="xml" if name == "XML" else "")
                if name == "XML":
                    blocks = read_xml(response.body, number)
                else:
                    blocks = read_html(response.text) if name == "HTML" else read_plain(response.body)
                pieces = pieces_of(blocks)
            except (PermanentError, ParseError, RobotsError) as error:
                notes.append(f"The {name} could not be used: {error}.")
                continue
            if pieces:
                return url, pieces, notes
        return "", (), notes

    def _wanted(self, row: Mapping[str, Any], context: Context) -> bool:
        settings = self.settings
        if settings.documents:
            return True
        closes = day_of(row, "comments_close_on")
        if settings.open_only and closes and closes < context.today(settings.timezone or ZONE):
            return False
        return settings.without_comments or _asks(row)

    def _named(self, context: Context) -> Iterator[Mapping[str, Any]]:
        for number in self.settings.documents:
            yield self._one(context, normal_number(number))

    def _one(self, context: Context, number: str) -> Mapping[str, Any]:
        url = f"{self.base_url}/api/v1/documents/{quote(number, safe='-')}.json"
        answer = self._asked(context, url, {"fields[]": FIELDS})
        rows = mappings(answer.get("results")) or [answer]
        row = next((row for row in rows if normal_number(text_of(row, "document_number")) == number), None)
        if row is None:
            raise ParseError(f"the Federal Register's answer for {number} holds another document or none")
        return row

    def _searched(self, context: Context, since: datetime | None) -> Iterator[Mapping[str, Any]]:
        """The rows of every month from `since` on, newest first. Whole months have the same address in every refresh, so
        that the API is asked conditionally."""
        zone = ZoneInfo(ZONE)
        last = context.now.astimezone(zone).date()
        first = since.astimezone(zone).date() if since else last - timedelta(days=self.settings.lookback_days)
        pending = list(months(min(first, last), last))
        while pending:
            start, end = pending.pop()
            page = self._page(context, start, end, 1)
            if page.count > WINDOW and start < end:
                middle = start + (end - start) // 2
                pending += [(start, middle), (middle + timedelta(days=1), end)]
                continue
            yield from self._pages(context, start, end, page)

    def _pages(self, context: Context, start: date, end: date, page: _Page) -> Iterator[Mapping[str, Any]]:
        """The rows of all pages; ends when a page brings nothing new, whatever the count says."""
        if page.count > WINDOW:
            raise ParseError(
                f"the Federal Register has {page.count:,} documents of {start}, more than the {WINDOW:,} it shows",
                "narrow the source by agencies, term or types in corpus/sources.toml",
            )
        told: set[str] = set()
        number = 1
        while True:
            new = [row for row in page.rows if text_of(row, "document_number") not in told]
            told.update(text_of(row, "document_number") for row in new)
            yield from new
            if not new or number >= page.total_pages:
                return
            number += 1
            page = self._page(context, start, end, number)

    def _page(self, context: Context, start: date, end: date, number: int) -> _Page:
        params = {
            **self._filters(),
            "conditions[publication_date][gte]": start.isoformat(),
            "conditions[publication_date][lte]": end.isoformat(),
            "fields[]": FIELDS,
            "order": "newest",
            "per_page": PER_PAGE,
            "page": number,
        }
        return read_page_of_rows(self._asked(context, f"{self.base_url}/api/v1/documents.json", params))

    def _filters(self) -> dict[str, Any]:
        settings = self.settings
        title, _, part = settings.cfr.partition("/")
        return {
            "conditions[type][]": list(settings.types),
            "conditions[agencies][]": list(settings.agencies),
            "conditions[topics][]": list(settings.subjects),
            "conditions[sections][]": list(settings.sections),
            "conditions[term]": settings.term or None,
            "conditions[docket_id]": settings.docket or None,
            "conditions[regulation_id_number]": settings.rin or None,
            "conditions[cfr][title]": title or None,
            "conditions[cfr][part]": part or None,
        }

    def _asked(self, context: Context, url: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            answer = context.get(url, params=params, expect="json").json()
        except PermanentError as error:
            raise refusal(error) from error
        if not isinstance(answer, Mapping):
            raise ParseError("the Federal Register's answer is no JSON object")
        return answer


@dataclass(frozen=True, slots=True)
class _Page:
    rows: list[Mapping[str, Any]]
    count: int
    total_pages: int


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of each month from that of `first` to that of `last`."""
    start = first.replace(day=1)
    while start <= last:
        following = (start + timedelta(days=31)).replace(day=1)
        yield start, following - timedelta(days=1)
        start = following


def read_page_of_rows(answer: Mapping[str, Any]) -> _Page:
    """One page of a search. An answer without `results` is right only when it counts nothing. Raises ParseError."""
    count, pages = answer.get("count"), answer.get("total_pages")
    rows = answer.get("results")
    number = count if isinstance(count, int) and not isinstance(count, bool) else None
    if not isinstance(rows, list):
        if number == 0:
            return _Page([], 0, 0)
        raise ParseError("the Federal Register's answer has no results")
    total = pages if isinstance(pages, int) and not isinstance(pages, bool) else 1
    return _Page(mappings(rows), len(rows) if number is None else number, total)


def listed_of(row: Mapping[str, Any]) -> Listed:
    """The line of the listing for a row; its stamp leaves out counters of views and comments."""
    number = normal_number(text_of(row, "document_number"))
    ends = [
        text_of(item, "comment_end_date")
        for docket in mappings(row.get("dockets"))
        for item in mappings(docket.get("documents"))
    ]
    stamp = stamp_of([{name: row.get(name) for name in MATTERING}, ends])
    return Listed(number, text_of(row, "html_url"), text_of(row, "title"), stamp, {"row": row})


def refusal(error: PermanentError) -> SourceError:
    """The API's own words for a refused question: the body of a 400 names what is wrong."""
    try:
        body = json.loads(error.body)
    except (ValueError, RecursionError):
        return error
    told = "; ".join(_told(body.get("errors") or body.get("message"))) if isinstance(body, Mapping) else ""
    if not told:
        return error
    return PermanentError(
        f"the Federal Register refuses the question ({error.status}): {told[:600]}",
        "correct the filters of this source in corpus/sources.toml",
        error.status,
        error.body,
    )


def _told(value: object, name: str = "", depth: int = 0) -> Iterator[str]:
    if depth > 8:
        return
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _told(below, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, list):
        for below in value:
            yield from _told(below, name, depth + 1)
    elif value not in (None, ""):
        yield f"{name}: {value}" if name else str(value)


def _asks(row: Mapping[str, Any]) -> bool:
    """Whether a document invites comments: every proposed rule, and what names a date or speaks of comments."""
    if text_of(row, "type").lower().replace(" ", "") in ("proposedrule", "prorule") or row.get("comments_close_on"):
        return True
    return INVITES.search(f"{text_of(row, 'action')} {text_of(row, 'dates')}") is not None


def _is_number(step: str) -> bool:
    return _NUMBER.fullmatch(normal_number(step.removesuffix(".json"))) is not None


def _conditions(query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The settings for the conditions of a search's address."""
    single = {"term": "term", "docket_id": "docket", "regulation_id_number": "rin"}
    several = {"agencies": "agencies", "topics": "subjects", "sections": "sections", "type": "types"}
    found: dict[str, Any] = {}
    for key, values in query.items():
        match = re.fullmatch(r"conditions\[(\w+)\](?:\[\])?", key)
        name = match[1] if match else ""
        if name in single and values[0]:
            found[single[name]] = values[0]
        elif name in several:
            kept = [value for value in values if name != "type" or value in ("PRORULE", "RULE", "NOTICE")]
            found |= {several[name]: kept} if kept else {}
    return found
