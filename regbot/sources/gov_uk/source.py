"""GOV.UK's listing of consultations by its search API, and each of them by its content API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from regbot.errors import SourceError
from regbot.fetch.errors import ParseError, PermanentError
from regbot.parse.docx import read_docx
from regbot.parse.pdf import read_pdf
from regbot.sources.base import Context, Listed, Parsed, Skipped, Source, stamp_of
from regbot.sources.gov_uk.attachments import Attachment, attachments_of, details_of, readable
from regbot.sources.gov_uk.fields import ZONE, lines_of, mapping, words
from regbot.sources.gov_uk.record import Read, checked, parse_item, withdrawn_at
from regbot.sources.settings import SourceSettings

PER_PAGE = 500
MOST_RESULTS = 20_000
FIELDS = "title,link,description,public_timestamp,organisations,content_store_document_type,start_date,end_date"
MATTERING = ("title", "description", "public_timestamp", "content_store_document_type", "start_date", "end_date")
"""Fields of a row whose change means that the item has to be read again."""

DocumentType = Literal[
    "open_consultation",
    "closed_consultation",
    "consultation_outcome",
    "open_call_for_evidence",
    "closed_call_for_evidence",
    "call_for_evidence_outcome",
]
OPEN = ("open_consultation", "open_call_for_evidence")
OVER = ("closed_consultation", "consultation_outcome", "closed_call_for_evidence", "call_for_evidence_outcome")
SECTIONS = ("consultations", "calls-for-evidence")


class GovUkSettings(SourceSettings):
    """Which consultations. Of a list one is enough; the lists must all fit. `pages` alone watches these pages only."""

    document_types: tuple[DocumentType, ...] = Field((*OPEN, *OVER), min_length=1)  # type: ignore[arg-type]
    keywords: tuple[str, ...] = Field((), description="words or phrases that the page has to hold; one search for each")
    organisations: tuple[str, ...] = Field((), description="slugs as in gov.uk/government/organisations/…")
    taxons: tuple[str, ...] = Field((), description="content ids of topics; what lies below them counts")
    pages: tuple[str, ...] = Field((), description="paths or addresses of single pages")
    attachments: bool = Field(True, description="whether the text of attached pages and PDFs is read")
    most_attachments: int = Field(10, ge=0, le=100)
    largest_pdf: int = Field(5_000_000, ge=0, description="bytes; larger PDFs and Word files are only linked")

    @field_validator("pages")
    @classmethod
    def _paths(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        paths = tuple(path_of(page) for page in value)
        if not all(paths):
            raise ValueError("pages are paths or addresses of www.gov.uk")
        return paths


class GovUk(Source[GovUkSettings]):
    """Consultations and calls for evidence of the British government."""

    type = "gov_uk"
    publisher = "GOV.UK"
    home = "https://www.gov.uk"
    settings_type = GovUkSettings
    overlap_days = 14
    parser = 3

    def __init__(self, settings: GovUkSettings) -> None:
        super().__init__(settings)
        self.may_be_empty = bool(settings.keywords or settings.organisations or settings.taxons)

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """Watches the consultation at `url` (or whose attachment is there), an organisation, or a search."""
        parts = urlsplit(url if "://" in url else f"https://{url}")
        if (parts.hostname or "").removeprefix("www.") != "gov.uk":
            return None
        steps = [step for step in parts.path.split("/") if step]
        if steps[:2] == ["api", "content"]:
            steps = steps[2:]
        if steps[:1] == ["government"] and len(steps) > 2:
            if steps[1] in SECTIONS:
                return {"pages": [f"/{'/'.join(steps[:3])}"]}
            if steps[1] == "organisations":
                return {"organisations": [steps[2].removesuffix(".atom")]}
        if steps[:2] == ["search", "policy-papers-and-consultations"] or steps[:2] == ["api", "search.json"]:
            return _searched(parse_qs(parts.query))
        return None

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """Single pages of the settings, then all that is open, then what else changed since then; each newest first."""
        told: set[str] = set()
        for path in self.settings.pages:
            told.add(path)
            yield Listed(key=path, url=f"{self.home}{path}")
        narrow = self.settings.keywords or self.settings.organisations or self.settings.taxons
        if self.settings.pages and not narrow:
            return
        start = (since or context.now - timedelta(days=self.settings.lookback_days)).astimezone(ZoneInfo(ZONE))
        wanted = self.settings.document_types
        for types, days in (
            ([name for name in wanted if name in OPEN], None),
            ([name for name in wanted if name in OVER], f"from:{start.date()}"),
        ):
            for keyword in (self.settings.keywords or ("",)) if types else ():
                for row in self._rows(context, types, keyword, days):
                    listed = listed_of(row)
                    if listed and listed.key not in told:
                        told.add(listed.key)
                        yield listed

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """One item with the text of its attachments; an attachment that cannot be read becomes a note."""
        record = checked(self._content(context, listed.key), listed.key)
        notes: list[str] = []
        read: list[Read] = []
        if self.settings.attachments:
            chosen, notes = readable(attachments_of(details_of(record)), self.settings.largest_pdf)
            for attachment in chosen[self.settings.most_attachments :]:
                notes.append(
                    f"{attachment.title!r} was not read: there are more than {self.settings.most_attachments}."
                )
            for attachment in chosen[: self.settings.most_attachments]:
                try:
                    text = self._text(context, attachment)
                except (SourceError, Skipped) as error:
                    notes.append(f"{attachment.title!r} could not be read ({attachment.url}): {error}.")
                    continue
                if text.strip():
                    read.append(Read(attachment, text))
                else:
                    notes.append(f"{attachment.title!r} holds no text; it may be a scan: {attachment.url}.")
        today = context.today(self.settings.timezone or ZONE)
        return parse_item(record, self.settings, today, read=read, notes=notes, path=listed.key)

    def _text(self, context: Context, attachment: Attachment) -> str:
        if attachment.kind == "pdf":
            return read_pdf(context.get(self.moved(attachment.url), expect="pdf").body)
        if attachment.kind == "docx":
            return read_docx(context.get(self.moved(attachment.url)).body)
        record = checked(self._content(context, attachment.path), attachment.path)
        if withdrawn_at(record):
            raise Skipped(f"it was withdrawn ({withdrawn_at(record)})")
        return lines_of(details_of(record).get("body"))

    def _content(self, context: Context, path: str) -> Any:
        place = quote(unquote(path), safe="/-._~")
        return context.get(f"{self.base_url}/api/content{place}", expect="json").json()

    def _rows(
        self, context: Context, types: Sequence[str], keyword: str, days: str | None
    ) -> Iterator[Mapping[str, Any]]:
        """The rows of one search, page by page until a page is empty or the total is reached."""
        start = 0
        while start < MOST_RESULTS:
            params = {
                "filter_content_store_document_type": list(types),
                "filter_organisations": list(self.settings.organisations) or None,
                "filter_part_of_taxonomy_tree": list(self.settings.taxons) or None,
                "filter_public_timestamp": days,
                "q": _phrase(keyword) or None,
                "order": "-public_timestamp",
                "fields": FIELDS,
                "count": PER_PAGE,
                "start": start,
            }
            rows, total = rows_of(self._search(context, params))
            yield from rows
            start += len(rows)
            if not rows or (total is not None and start >= total):
                return

    def _search(self, context: Context, params: Mapping[str, Any]) -> Any:
        try:
            return context.get(f"{self.base_url}/api/search.json", params=params, expect="json").json()
        except PermanentError as error:
            if error.status != 422:
                raise
            raise PermanentError(
                f"GOV.UK's search refuses the question: {refusal(error.body)}",
                "correct the organisations and taxons of this source in corpus/sources.toml",
                status=error.status,
                body=error.body,
            ) from error


def rows_of(answer: object) -> tuple[list[Mapping[str, Any]], int | None]:
    """The rows of a search and how many there are in all. Raises ParseError when there is no list of results."""
    found = mapping(answer)
    results = found.get("results")
    if not isinstance(results, list):
        raise ParseError("GOV.UK's search sent no list of results")
    total = found.get("total")
    return [row for row in results if isinstance(row, Mapping)], total if isinstance(total, int) else None


def listed_of(row: Mapping[str, Any]) -> Listed | None:
    """The line of the listing for a row of a search; None for what lies elsewhere than on GOV.UK."""
    path = path_of(words(row.get("link")))
    if not path:
        return None
    stamp = stamp_of({name: row.get(name) for name in MATTERING})
    return Listed(key=path, url=f"{GovUk.home}{path}", title=words(row.get("title")), stamp=stamp)


def path_of(page: str) -> str:
    """The path of a page given as path or address of GOV.UK; empty for anything else."""
    try:
        parts = urlsplit(page.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = parts.path.removeprefix("/api/content").rstrip("/")
    return path if path.startswith("/") and host in ("", "gov.uk") and not path.startswith("//") else ""


def refusal(body: bytes) -> str:
    """What the search API says is wrong."""
    try:
        told = json.loads(body.decode(errors="replace"))
    except (ValueError, RecursionError):
        return "it does not say why"
    found = mapping(told).get("error") or mapping(told).get("message")
    return words(found) or words(json.dumps(told, ensure_ascii=False))[:200]


def _phrase(keyword: str) -> str:
    """A phrase in quotation marks, so that its words have to stand together."""
    plain = keyword.strip().strip('"')
    return f'"{plain}"' if " " in plain else plain


def _searched(query: Mapping[str, list[str]]) -> dict[str, Any] | None:
    """Settings for the filters of a search page."""
    named = {name.removesuffix("[]"): values for name, values in query.items()}
    found: dict[str, Any] = {}
    for setting, names in (
        ("organisations", ("organisations", "filter_organisations")),
        ("keywords", ("keywords", "q")),
        ("taxons", ("level_two_taxon", "level_one_taxon", "topic", "filter_part_of_taxonomy_tree")),
    ):
        values = next((named[name] for name in names if named.get(name)), None)
        if values:
            found[setting] = values
    return found or None
