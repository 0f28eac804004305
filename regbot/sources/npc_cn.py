"""National People's Congress (全国人大): draft laws open for comment. The publisher serves them over plain http alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field

from regbot.fetch.errors import OversizeError, ParseError, PermanentError
from regbot.model import Document, DocumentKind, LegalStatus, TextKind
from regbot.parse.assemble import Piece, version_of
from regbot.parse.deadlines import structured_claim
from regbot.parse.docx import read_docx
from regbot.parse.pdf import read_pdf
from regbot.parse.web import read_web
from regbot.sources.base import Context, Listed, Parsed, Source, document_id, stamp_of
from regbot.sources.chinese_facts import ZONE, consultation, day_in, english_issuer
from regbot.sources.chinese_text import divide, pieces_of
from regbot.sources.settings import SourceSettings

HOME = "http://www.npc.gov.cn"
ISSUER = "全国人大常委会法制工作委员会"
PER_PAGE, MOST_PAGES, LONG = 100, 20, 200
OPEN, ENDED = "0", "1"

_ASKS = re.compile(r"(?:公开)?征求意见$")
_LID = re.compile(r"[A-Za-z0-9_-]{6,64}")


class NpcCnSettings(SourceSettings):
    """What of the consultations to watch."""

    ended: bool = Field(False, description="also those that have ended, back to lookback_days")
    attachments: bool = Field(True, description="whether to fetch the drafts' files, a few of which are large")
    ids: tuple[str, ...] = Field((), description="ids (lid) of single consultations, instead of the listing")


@dataclass(frozen=True, slots=True)
class Row:
    """One consultation as the listing has it. `opens` and `closes` are as they stand there."""

    lid: str
    title: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One consultation. `notice` and `draft` are plain text, empty when the publisher does not offer them."""

    row: Row
    notice: str = ""
    draft: str = ""
    explanation_title: str = ""


class NpcCn(Source[NpcCnSettings]):
    """A JSON listing, one JSON object for each consultation, and a file with the draft."""

    type = "npc_cn"
    publisher = "National People's Congress of China"
    home = HOME
    settings_type = NpcCnSettings
    may_be_empty = True

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """A consultation's page (`userIndex.html?lid=…`) is watched alone, the column's page (`/flcaw/`) as the listing."""
        parts = urlsplit(url)
        if (parts.hostname or "").removeprefix("www.") != "npc.gov.cn" or "/flcaw" not in parts.path:
            return None
        lid = parse_qs(parts.query).get("lid", [""])[0] or _segment(parts.path)
        if lid:
            return {"ids": [lid]} if _LID.fullmatch(lid) else None
        return {}

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """Open consultations, then ended ones back to `since` if the settings want them."""
        if self.settings.ids:
            for lid in self.settings.ids:
                yield Listed(lid, self._address(lid, "info/"))
            return
        yield from map(self._listed, self._rows(context, OPEN, None))
        if self.settings.ended:
            oldest = since or context.now - timedelta(days=self.settings.lookback_days)
            yield from map(self._listed, self._rows(context, ENDED, oldest.astimezone(ZoneInfo(ZONE)).date()))

    def probe(self, context: Context) -> Iterator[Listed]:
        """The first page of the listing, else the first single consultation."""
        for listed in self.discover(context, context.now):
            if self.settings.ids:
                context.get(listed.url, expect="json")
            yield listed

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """A consultation with its notice and, where there is a readable file, the draft."""
        known = Row(listed.key, listed.title, listed.data.get("opens", ""), listed.data.get("closes", ""))
        notes: list[str] = []
        try:
            answer = context.get(listed.url, headers={"Accept": "application/json"}, expect="json")
        except PermanentError as error:
            if error.status not in (404, 410) or not known.title:
                raise
            detail = Detail(known)
            notes.append("the publisher lists it without details")
        else:
            detail = parse_detail(answer.json(), known)
        if not detail.draft and self.settings.attachments:
            text, problem = self._attached(context, listed.key)
            detail = replace(detail, draft=text)
            notes += [problem] if problem else []
        parsed = document_of(detail, context.today(ZONE))
        document = replace(parsed.document, terms=self.settings.terms, topics=self.settings.topics)
        return replace(parsed, document=document, notes=tuple(notes))

    def _rows(self, context: Context, flag: str, oldest: date | None) -> Iterator[Row]:
        seen: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            question = {"flag": flag, "type": "0", "page": str(page), "per_page": str(PER_PAGE)}
            answer = context.get(f"{self.base_url}/flcaw/flca-list", params=question, expect="json").json()
            rows, total = parse_list(answer)
            new = [row for row in rows if row.lid not in seen]
            seen.update(row.lid for row in new)
            recent = [row for row in new if oldest is None or (day_in(row.closes) or oldest) >= oldest]
            yield from recent
            if not recent or len(seen) >= total:
                return

    def _listed(self, row: Row) -> Listed:
        """A row of the listing; how many people took part is no change."""
        stamp = stamp_of([row.lid, row.title, row.opens, row.closes])
        data = {"opens": row.opens, "closes": row.closes}
        return Listed(row.lid, self._address(row.lid, "info/"), row.title, stamp, data)

    def _address(self, lid: str, name: str) -> str:
        return f"{self.base_url}/flcaw/flca/{quote(lid, safe='')}/{name}"

    def _attached(self, context: Context, lid: str) -> tuple[str, str]:
        """The text of the draft's file, or why there is none."""
        try:
            listed = context.get(self._address(lid, "fjxx/"), expect="json", also=(404,))
            name, size = parse_attachment(listed.json()) if listed.status == HTTPStatus.OK else ("", 0)
            if not name:
                return "", ""
            if size > self.settings.max_bytes:
                return "", f"“{name}” has {size:,} bytes, more than max_bytes"
            ending = name.rpartition(".")[2].lower()
            body = context.get(self._address(lid, f"attachment.{ending}")).body
            text = read_docx(body) if body.startswith(b"PK\x03\x04") else read_pdf(body)
        except (PermanentError, ParseError, OversizeError) as error:
            return "", f"the draft's file could not be read: {error.message}"
        return text, "" if text.strip() else f"“{name}” has no text; it may be scanned"


def parse_list(answer: Any) -> tuple[tuple[Row, ...], int]:
    """The rows of a listing and how many there are in all. Raises ParseError when there are no `rows`."""
    held = answer.get("rows") if isinstance(answer, Mapping) else None
    if held is None and isinstance(answer, Mapping) and isinstance(answer.get("data"), Mapping):
        return parse_list(answer["data"])
    if not isinstance(held, list):
        raise ParseError("the listing has no `rows`", "open the listing in a browser; if it looks as ever, report this")
    rows = tuple(row for item in held if isinstance(item, Mapping) and (row := _row(item)))
    total = answer.get("total")
    counted = str(total).isascii() and str(total).isdigit() and len(str(total)) < 9
    return rows, int(str(total)) if counted else len(rows)


def parse_detail(answer: Any, known: Row) -> Detail:
    """One consultation; what the answer leaves out is taken from the listing's row. Raises ParseError without a title."""
    data = answer
    while isinstance(data, Mapping) and "flxxmc" not in data and isinstance(data.get("data"), Mapping | list):
        data = data["data"]
    if isinstance(data, list) and data:
        data = data[0]
    if not isinstance(data, Mapping):
        raise ParseError(f"the details of {known.lid} are no object")
    row = Row(
        known.lid,
        _words(data.get("flxxmc")) or known.title,
        _words(data.get("ksrq")) or known.opens,
        _words(data.get("jsrq")) or known.closes,
    )
    if not row.title:
        raise ParseError(f"the details of {known.lid} have no title (flxxmc)")
    notice = _plain(data.get("tsy"))
    others = [_plain(value) for name, value in data.items() if name != "tsy" and len(str(value)) >= LONG]
    draft = next((text for text in others if divide(text).articles), "")
    if not draft and divide(notice).articles:
        parts = divide(notice, _name(row.title))
        notice, draft = parts.opening, notice.removeprefix(parts.opening).strip() if parts.opening else notice
    return Detail(row, notice, draft, _words(data.get("casmmc")))


def parse_attachment(answer: Any) -> tuple[str, int]:
    """Name and size in bytes of a consultation's file; an empty name when there is none."""
    data = answer
    while isinstance(data, list | Mapping) and not (isinstance(data, Mapping) and data.get("fileName")):
        inner = data if isinstance(data, list) else [data.get("data"), data.get("rows")]
        found = [item for item in inner if isinstance(item, list | Mapping) and item]
        if not found:
            return "", 0
        data = found[0]
    if not isinstance(data, Mapping):
        return "", 0
    size = str(data.get("size") or "")
    return _words(data["fileName"]), int(size) if size.isascii() and size.isdigit() and len(size) < 13 else 0


def document_of(detail: Detail, today: date) -> Parsed:
    """A consultation as a document. Without any text of the publisher it holds the listing's fields, and says so."""
    row = detail.row
    name = document_id("npc", row.lid)
    title = _name(row.title)
    opens, closes = day_in(row.opens), structured_claim("jsrq", row.closes or None, ZONE)
    kind, by, missing = TextKind.OFFICIAL, "", ""
    pieces: Sequence[Piece] = _pieces(detail, title)
    if not detail.draft:
        missing = "The publisher's notice alone is held: the text of the draft could not be read from what it offers."
    if not pieces:
        kind, by = TextKind.SUMMARY, "regbot, from the fields of the publisher's listing"
        missing = (
            "Only title and dates are held: the publisher offers neither notice nor draft in a form that can be read."
        )
        days = f"\n\n征求意见时间：{row.opens} 至 {row.closes}" if row.opens or row.closes else ""
        pieces = [Piece("notice", "", "", f"{row.title}{days}")]
    url = f"{HOME}/flcaw/userIndex.html?lid={quote(row.lid, safe='')}"
    notice = next((piece.text for piece in pieces if piece.eid == "notice"), "") if kind is TextKind.OFFICIAL else ""
    document = Document(
        id=name,
        kind=DocumentKind.DRAFT,
        jurisdiction="cn",
        title={"zh": title},
        legal_status=LegalStatus.DRAFT,
        issuer=english_issuer(ISSUER),
        issuer_zh=ISSUER,
        url=url,
        published=opens,
        timezone=ZONE,
        incomplete=missing,
        consultation=consultation(notice, published=opens, structured=[closes], opens=opens),
    )
    version = version_of(
        pieces, document=name, date=opens or today, lang="zh", kind=kind, source=url, by=by, notice=missing
    )
    return Parsed(document, (version,), same_as=(f"{title}（{opens}）",) if opens else ())


def _pieces(detail: Detail, title: str) -> list[Piece]:
    pieces = [Piece("notice", "", detail.row.title, detail.notice)] if detail.notice else []
    if detail.draft:
        parts = divide(detail.draft, title)
        pieces += pieces_of(parts, title, "preface" if parts.articles else "body", "")
    return pieces


def _name(title: str) -> str:
    return _ASKS.sub("", title).strip() or title


def _row(item: Mapping[str, Any]) -> Row | None:
    lid, title = _words(item.get("flxxId")), _words(item.get("flxxmc"))
    if not _LID.fullmatch(lid) or not title:
        return None
    return Row(lid, title, _words(item.get("ksrq")), _words(item.get("jsrq")))


def _words(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _plain(value: Any) -> str:
    """The text of an HTML fragment; empty for anything that holds none."""
    if not isinstance(value, str) or not value.strip():
        return ""
    try:
        return read_web(f"<html><body><div>{value}</div></body></html>", selector="body").text
    except ParseError:
        return ""


def _segment(path: str) -> str:
    """The id in `/flcaw/flca/<id>/…`."""
    match = re.search(r"/flca/([A-Za-z0-9_-]{6,64})(?:/|$)", path)
    return match[1] if match else ""
