"""Dockets and documents of regulations.gov by its API v4. It needs a key of one's own (free)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from regbot.errors import ConfigError, SourceError
from regbot.fetch.errors import BotWallError, OversizeError, ParseError, PermanentError, RobotsError
from regbot.fetch.response import Response
from regbot.parse.assemble import Piece
from regbot.sources.base import Context, Listed, Parsed, Source, stamp_of
from regbot.sources.federal_register.record import ZONE, text_of
from regbot.sources.regulations_gov.record import (
    SITE,
    attributes_of,
    data_of,
    files_of,
    modified_since,
    parse_record,
    pieces_of_file,
    refusal_words,
    rows_of,
    stamp_in_zone,
)
from regbot.sources.settings import SourceSettings

KEY = "REGULATIONS_GOV_API_KEY"
PAGE_SIZE = 250
LAST_PAGE = 20
SERVER_ERROR = 500
_MATTERING = """
    title documentType docketId agencyId commentStartDate commentEndDate postedDate lastModifiedDate withdrawn openForComment
    withinCommentPeriod allowLateComments frDocNum subtype objectId
"""
MATTERING = _MATTERING.split()

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{2,120}")


class RegulationsGovSettings(SourceSettings):
    """Which documents. Named dockets and documents are watched whether or not comments are open."""

    agencies: tuple[str, ...] = ()
    """Ids such as EPA, FAA."""
    dockets: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    document_types: tuple[str, ...] = ("Proposed Rule", "Rule", "Notice")
    term: str = ""
    open_only: bool = True
    """Only documents on which comments are taken at the time of asking."""


class RegulationsGov(Source[RegulationsGovSettings]):
    """Documents in dockets, with their comment periods."""

    type = "regulations_gov"
    publisher = "Regulations.gov (eRulemaking Program, General Services Administration)"
    home = "https://api.regulations.gov"
    settings_type = RegulationsGovSettings
    overlap_days = 7
    may_be_empty = True

    def __init__(self, settings: RegulationsGovSettings) -> None:
        super().__init__(settings)
        self._dockets: dict[str, Mapping[str, Any]] = {}

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """Watches the docket or document at `url`."""
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").lower()
        if host != "regulations.gov" and not host.endswith(".regulations.gov"):
            return None
        steps = [step for step in parts.path.split("/") if step and step != "v4"]
        if len(steps) < 2 or not _ID.fullmatch(steps[1]):
            return None
        if steps[0] in ("docket", "dockets"):
            return {"type": cls.type, "dockets": [steps[1]]}
        if steps[0] in ("document", "documents", "commenton", "comment-on"):
            return {"type": cls.type, "documents": [steps[1]]}
        return None

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """Documents modified since then, newest first. Raises ConfigError without a key."""
        self._key(context)
        rows: dict[str, Mapping[str, Any]] = {}
        for number in self.settings.documents:
            row = data_of(self._asked(context, f"documents/{quote(number, safe='')}", {}, named=number).json())
            rows[text_of(row, "id")] = row
        if self.settings.dockets or not self.settings.documents:
            start = since or context.now - timedelta(days=self.settings.lookback_days)
            for filters in self._filters():
                rows |= {text_of(row, "id"): row for row in self._walk(context, filters, start)}
        for row in sorted(rows.values(), key=_modified, reverse=True):
            if self._wanted(row):
                yield listed_of(row)

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """One document with the text of its files, as far as they can be had, and its docket's description."""
        path = f"documents/{quote(listed.key, safe='')}"
        answer = self._asked(context, path, {"include": "attachments"}).json()
        record = data_of(answer)
        included = answer.get("included") if isinstance(answer, Mapping) else None
        notes: list[str] = []
        source, pieces = self._text(context, files_of(record, included), notes)
        docket = self._docket(context, text_of(attributes_of(record), "docketId"), notes)
        today = context.today(self.settings.timezone or ZONE)
        return parse_record(record, docket, pieces, self.settings, today, source=source, notes=tuple(notes))

    def _text(
        self, context: Context, files: Sequence[tuple[str, str]], notes: list[str]
    ) -> tuple[str, Sequence[Piece]]:
        """The first file that can be reached and read. The key is not sent along: other machines keep the files."""
        for name, url in files:
            try:
                pieces = pieces_of_file(context.get(self.moved(url)).body, name)
            except (PermanentError, ParseError, RobotsError, BotWallError, OversizeError) as error:
                notes.append(f"{url} could not be used: {error}.")
                continue
            if pieces:
                return url, pieces
            notes.append(f"{url} holds no text; it may be a scan.")
        return "", ()

    def _docket(self, context: Context, number: str, notes: list[str]) -> Mapping[str, Any]:
        if number and number not in self._dockets:
            try:
                path = f"dockets/{quote(number, safe='')}"
                self._dockets[number] = data_of(self._asked(context, path, {}, named=number).json())
            except SourceError as error:
                notes.append(f"The docket {number} could not be read: {error}.")
                self._dockets[number] = {}
        return self._dockets.get(number, {})

    def _filters(self) -> Iterator[dict[str, Any]]:
        """The filters of each walk. Their names are case-sensitive."""
        settings = self.settings
        common = {
            "filter[documentType]": ",".join(settings.document_types) or None,
            "filter[searchTerm]": settings.term or None,
        }
        for docket in settings.dockets:
            yield {**common, "filter[docketId]": docket}
        if not settings.dockets:
            yield {
                **common,
                "filter[agencyId]": ",".join(settings.agencies) or None,
                "filter[withinCommentPeriod]": "true" if settings.open_only else None,
            }

    def _walk(self, context: Context, filters: Mapping[str, Any], start: datetime) -> Iterator[Mapping[str, Any]]:
        """All rows modified since `start`, oldest first. After 5,000 it goes on from the last row's modification time."""
        told: set[str] = set()
        while True:
            before = len(told)
            moment: datetime | None = None
            for number in range(1, LAST_PAGE + 1):
                rows, more = rows_of(self._asked(context, "documents", self._page(filters, start, number)).json())
                moment = next((found for row in reversed(rows) if (found := _stamp(row))), moment)
                for row in rows:
                    if text_of(row, "id") not in told:
                        told.add(text_of(row, "id"))
                        yield row
                if not more or not rows:
                    return
            if moment is None or moment <= start or len(told) == before:
                raise ParseError(
                    "regulations.gov has more than 5,000 documents modified at the same time and shows no more of them",
                    "narrow the source by agencies, dockets or term in corpus/sources.toml",
                )
            start = moment

    def _page(self, filters: Mapping[str, Any], start: datetime, number: int) -> dict[str, Any]:
        return {
            **filters,
            "filter[lastModifiedDate][ge]": modified_since(start),
            "sort": "lastModifiedDate,documentId",
            "page[size]": PAGE_SIZE,
            "page[number]": number,
        }

    def _wanted(self, row: Mapping[str, Any]) -> bool:
        sort = text_of(attributes_of(row), "documentType")
        named = text_of(row, "id") in self.settings.documents
        return named or not sort or not self.settings.document_types or sort in self.settings.document_types

    def _asked(self, context: Context, path: str, params: Mapping[str, Any], *, named: str = "") -> Response:
        """An answer of the API. `named` is an id that may be unknown there: the API answers such with 500 at times."""
        root = self.base_url if self.base_url.endswith("/v4") else f"{self.base_url}/v4"
        also = (SERVER_ERROR,) if named else ()
        try:
            answer = context.get(
                f"{root}/{path}", params=params, headers={"X-Api-Key": self._key(context)}, expect="json", also=also
            )
        except PermanentError as error:
            raise refusal(error, path) from error
        if answer.status == SERVER_ERROR:
            raise PermanentError(
                f"regulations.gov does not know {named}, or is out of order: it answers 500 to both",
                f"look for it at {SITE}",
                SERVER_ERROR,
                answer.body,
            )
        return answer

    def _key(self, context: Context) -> str:
        key = context.secret(KEY)
        if not key:
            raise ConfigError(
                "regulations.gov needs an API key",
                f"get one at https://open.gsa.gov/api/regulationsgov/ and set the environment variable {KEY}",
            )
        return key


def listed_of(row: Mapping[str, Any]) -> Listed:
    """The line of the listing for a record."""
    number, attributes = text_of(row, "id"), attributes_of(row)
    stamp = stamp_of({name: attributes.get(name) for name in MATTERING})
    return Listed(number, f"{SITE}/document/{number}", text_of(attributes, "title"), stamp)


def refusal(error: PermanentError, path: str) -> SourceError:
    """The API's own words for a refused question."""
    words = refusal_words(error.body)
    if not words:
        return error
    hint = "correct the filters of this source in corpus/sources.toml"
    if error.status in (401, 403):
        hint = f"check the key in the environment variable {KEY}"
    elif error.status == 404:
        hint = f"look for it at {SITE}"
    return PermanentError(f"regulations.gov refuses {path} ({error.status}): {words}", hint, error.status, error.body)


def _stamp(row: Mapping[str, Any]) -> datetime | None:
    attributes = attributes_of(row)
    return stamp_in_zone(attributes.get("lastModifiedDate") or attributes.get("modifyDate"))


def _modified(row: Mapping[str, Any]) -> float:
    moment = _stamp(row) or stamp_in_zone(attributes_of(row).get("postedDate"))
    return moment.timestamp() if moment else 0.0
