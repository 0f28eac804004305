"""Cyberspace Administration of China (国家互联网信息办公室): drafts open for comment, and its rules once they are made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field

from regbot.errors import SourceError
from regbot.fetch.errors import EmptyListingError, ParseError, PermanentError
from regbot.parse.docx import read_docx
from regbot.parse.pdf import read_pdf
from regbot.sources.base import Context, Listed, Parsed, Source, stamp_of
from regbot.sources.cac_cn.pages import (
    AROUND,
    HOME,
    Attachment,
    Page,
    Row,
    document_of,
    needs_attachments,
    parse_json_list,
    parse_list,
    parse_page,
)
from regbot.sources.chinese_facts import ZONE
from regbot.sources.settings import SourceSettings

MOST_PAGES, MOST_ATTACHMENTS, ROWS = 60, 6, 20
_LIST = re.compile(r"(?P<folder>.*/)(?P<channel>A\d{4,})index_(?P<page>\d+)\.html?$")
_ITEM = re.compile(r"/\d{4}-\d{2}/\d{2}/c_?\d+\.s?html?$")


class CacCnSettings(SourceSettings):
    """Which listings and single pages to watch."""

    lists: tuple[str, ...] = Field(
        ("/hdfw/wxan/A093802index_1.htm", "/wxzw/zcfg/bmgz/A09370303index_1.htm"),
        description="addresses of listings, first page",
    )
    urls: tuple[str, ...] = Field((), description="addresses of single pages, looked at every time")


class CacCn(Source[CacCnSettings]):
    """Listings in HTML, with the JSON listing behind them for what their first page does not show."""

    type = "cac_cn"
    publisher = "Cyberspace Administration of China"
    home = HOME
    settings_type = CacCnSettings

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """A listing is watched as a listing, a notice or rule as a single page."""
        parts = urlsplit(url)
        if not _is_own(parts.hostname):
            return None
        if _LIST.match(parts.path):
            return {"lists": [parts.path], "urls": []}
        return {"lists": [], "urls": [url]} if _ITEM.search(parts.path) else None

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """The single pages of the settings, then each listing back to `since`. One broken listing does not stop the next."""
        for url in self.settings.urls:
            path = urlsplit(url).path
            yield Listed(path, f"{self.base_url}{path}")
        oldest = (since or context.now - timedelta(days=self.settings.lookback_days)).astimezone(ZoneInfo(ZONE)).date()
        problems: list[SourceError] = []
        for name in self.settings.lists:
            try:
                yield from self._listing(context, urlsplit(name).path, oldest)
            except SourceError as error:
                problems.append(error)
        if problems:
            raise problems[0]

    def probe(self, context: Context) -> Iterator[Listed]:
        """The first page of the first listing, else the first single page."""
        if self.settings.lists:
            yield from self._listed(self._page(context, urlsplit(self.settings.lists[0]).path, 1))
            return
        for listed in self.discover(context, context.now):
            context.get(listed.url, expect="html")
            yield listed

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """One page, and its attachments when the text is in them. An attachment that fails is asked for again next time."""
        page = parse_page(context.get(listed.url, expect="html", sole=True).text, listed.key)
        read: list[tuple[Attachment, str]] = []
        notes: list[str] = []
        wanted = needs_attachments(page)
        for attachment in wanted[:MOST_ATTACHMENTS]:
            try:
                text = self._attached(context, listed, attachment)
            except (ParseError, PermanentError) as error:
                context.seen(hashlib.sha256(getattr(error, "body", b"")).hexdigest())
                notes.append(f"the attachment “{attachment.name}” could not be read: {error.message}")
            else:
                read.append((attachment, text))
        if len(wanted) > MOST_ATTACHMENTS:
            notes.append(f"only {MOST_ATTACHMENTS} of {len(wanted)} attachments were read")
        return self._completed(document_of(page, context.today(ZONE), read), page, wanted, read, notes)

    def _completed(
        self,
        parsed: Parsed,
        page: Page,
        wanted: tuple[Attachment, ...],
        read: list[tuple[Attachment, str]],
        notes: list[str],
    ) -> Parsed:
        incomplete = ""
        if page.invites and len(read) < len(wanted):
            missing = "”, “".join(item.name for item in wanted if item not in [one for one, _ in read])
            incomplete = f"The page has the notice; what is attached to it is missing: “{missing}”."
        elif page.invites and not wanted and all(item.eid in AROUND for item in parsed.versions[0].provisions):
            incomplete = "The page has the notice alone; it does not link to the draft's text."
        document = replace(
            parsed.document, terms=self.settings.terms, topics=self.settings.topics, incomplete=incomplete
        )
        return replace(parsed, document=document, notes=tuple(notes))

    def _listing(self, context: Context, path: str, oldest: date) -> Iterator[Listed]:
        rows = self._page(context, path, 1)
        if not rows:
            raise EmptyListingError(f"{self.base_url}{path} lists nothing")
        seen: set[str] = set()
        size = max(len(rows), 1)
        for number in range(2, MOST_PAGES + 2):
            new = [item for item in self._listed(rows) if item.key not in seen]
            seen.update(item.key for item in new)
            recent = [item for item in new if not item.data["day"] or item.data["day"] >= oldest.isoformat()]
            yield from recent
            if not recent:
                return
            rows = self._next(context, path, number, size)

    def _next(self, context: Context, path: str, number: int, size: int) -> tuple[Row, ...]:
        """A further page; none when the publisher has no more."""
        try:
            return self._page(context, path, number, size)
        except (PermanentError, ParseError):
            return ()

    def _page(self, context: Context, path: str, number: int, size: int = ROWS) -> tuple[Row, ...]:
        """One page of a listing: its HTML, or the JSON that fills it where there is no such page or its frame is empty."""
        name = _LIST.match(path)
        address = f"{name['folder']}{name['channel']}index_{number}.htm" if name and number > 1 else path
        gone: PermanentError | None = None
        rows: tuple[Row, ...] = ()
        try:
            rows = parse_list(context.get(f"{self.base_url}{address}", expect="html").text)
        except PermanentError as error:
            if error.status not in (404, 410) or not name:
                raise
            gone = error
        if rows or not name:
            return rows
        try:
            return self._json_page(context, name["channel"], number, size)
        except (PermanentError, ParseError) as error:
            raise gone or error from None

    def _json_page(self, context: Context, channel: str, number: int, size: int) -> tuple[Row, ...]:
        question = {
            "channelCode": channel,
            "perPage": str(size),
            "pageno": str(number),
            "condition": "0",
            "fuhao": "=",
            "value": "",
        }
        return parse_json_list(context.post(f"{self.base_url}/cms/JsonList", data=question, expect="json").json())

    def _listed(self, rows: tuple[Row, ...]) -> Iterator[Listed]:
        """Rows that lead to pages of this publisher. A consultation is asked for every time, as its deadline may move."""
        for row in rows:
            absolute = urljoin(f"{HOME}/", row.href)
            parts = urlsplit(absolute)
            if not (_is_own(parts.hostname) or absolute.startswith(self.base_url)) or not parts.path.strip("/"):
                continue
            day = row.day.isoformat() if row.day else ""
            stamp = "" if "意见" in row.title else stamp_of([row.title, day])
            yield Listed(parts.path, f"{self.base_url}{parts.path}", row.title, stamp, {"day": day})

    def _attached(self, context: Context, listed: Listed, attachment: Attachment) -> str:
        """The text of a file. Raises ParseError for a kind that cannot be read, and for one without text."""
        address = _file_address(listed.key, attachment.href)
        response = context.get(self.moved(address))
        body = response.body
        if body[:1024].lstrip().startswith(b"%PDF"):
            text = read_pdf(body)
        elif body.startswith(b"PK\x03\x04"):
            text = read_docx(body)
        elif _ITEM.search(urlsplit(address).path):
            text = parse_page(response.text, urlsplit(address).path).text
        else:
            raise ParseError("it is neither a PDF nor a Word file (DOCX)", "open it from the page")
        if not text.strip():
            raise ParseError("it has no text; it may be scanned", "open it from the page")
        return text


def _file_address(page: str, href: str) -> str:
    """Where a file is: the download script stands at the root, whatever the page's link is relative to."""
    absolute = urljoin(f"{HOME}{page}", href)
    before, script, after = absolute.partition("/cms/pub/")
    return f"{HOME}{script}{after}" if script and _is_own(urlsplit(before).hostname) else absolute


def _is_own(host: str | None) -> bool:
    return host is not None and (host == "cac.gov.cn" or host.endswith(".cac.gov.cn"))
