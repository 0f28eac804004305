"""Pages of the Cyberspace Administration of China: listings, and notices, drafts and rules of every template it has had."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urljoin, urlsplit

from regbot.model import Document, DocumentKind, LegalStatus
from regbot.parse.assemble import Piece, version_of
from regbot.parse.errors import ParseError
from regbot.parse.web import read_web, soup_of
from regbot.sources.base import Parsed, Skipped, document_id
from regbot.sources.chinese_facts import (
    ZONE,
    adopted_on,
    consultation,
    day_in,
    english_issuer,
    issuer_of,
    joined_issuers,
    kind_of,
    signed_on,
    stated_dates,
)
from regbot.sources.chinese_text import divide, pieces_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

HOME = "https://www.cac.gov.cn"
OWNER = "国家互联网信息办公室"
AROUND = ("notice", "order", "preface", "explanation")
"""Provisions that are not the instrument's own."""

_BODIES = (
    "#BodyLabel",
    ".TRS_Editor",
    ".article_con",
    ".article-content",
    "#zoom",
    "#content",
    ".main-content",
    ".content",
)
"""Where the text stands, newest template first."""

_TITLES = "h1.title, .main-title h1, .title1, .article h1, .article_title, #title, .con_title, h1, h2.title"
_DAYS = "#pubtime, .pubtime, .times, .time, .info .date, #source_date, .article_time, .date"
_FILES = re.compile(r"downloadfile\.jsp|\.(?:docx?|pdf|wps|ofd|zip|rar)(?:$|\?)", re.IGNORECASE)
_PART = re.compile(r"征求意见稿|草案|说明$")
_FORM = re.compile(r"意见表|反馈表|回执|征求意见表|汇总表")
_INVITES = re.compile(r"征[求集][\s\S]{0,60}?(?:意见|建议)")
_REPORTS = re.compile(r"答记者问|解读|一图|图解|专家|评论|采纳情况|反馈情况|情况的?(?:反馈|公告|通报)$")
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》){2,120})》")
_DECISION = re.compile(
    r"关于(?:修改|修订|废止|停止执行)[^《》。]{0,12}《[^《》]{2,80}》[^，。《》]{0,30}?的决定(?:[（(][^（）()]{2,20}[）)])?"
)
_NAMED = re.compile(
    r"(?:规定|办法|条例|细则|规则|准则|规范|法|法典|解释|决定|规程|指引|目录|标准)(?:[（(][^（）()]*[）)])*$"
)
_PROMULGATED = re.compile(r"《((?:[^《》]|《[^《》]*》){2,120})》\s*(?:已|业)")
_ORDERED = re.compile(r"(?P<who>(?:[^\n。，；：]{2,60}\n+){0,12}?[^\n。，；：]{2,60}?)\s*令\s*(?:\n|第|[（(])")
_ADOPTED_BY = re.compile(r"(全国人民代表大会常务委员会|全国人民代表大会|国务院)[^。；]{0,30}会议通过")
_SITE = re.compile(
    r"[_\-—|]\s*(?:中央网络安全和信息化委员会办公室|中国网信网|国家互联网信息办公室|中共中央网络安全和信息化委员会办公室).*$"
)
_ADDRESS_DAY = re.compile(r"/(\d{4})-(\d{2})/(\d{2})/")
_NUMBER = re.compile(r"c_?(\d{6,})\.s?html?$")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a listing. `href` is as it stands in the page."""

    href: str
    title: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, or another page of the publisher, with a part of the text. `name` is what the page calls it."""

    href: str
    name: str

    @property
    def explains(self) -> bool:
        """Whether it is an explanation, not the draft itself."""
        return self.name.rstrip("）)").endswith("说明")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read. `text` is the text of its body, `attachments` the files that may hold more of it."""

    address: str
    title: str
    text: str
    day: date | None
    source: str
    attachments: tuple[Attachment, ...]

    @property
    def name(self) -> str:
        """The instrument's name: what the title, else its order, quotes in 《》; a decision to amend; else the title."""
        if decision := _DECISION.search(self.title):
            return decision[0]
        quoted = _QUOTED.search(self.title)
        if not quoted:
            made = None if _NAMED.search(self.title) else _PROMULGATED.search(self.text[:1500])
            return made[1].strip() if made else self.title
        staged = "征求意见稿" in self.title and "征求意见稿" not in quoted[1]
        return f"{quoted[1].strip()}（征求意见稿）" if staged else quoted[1].strip()

    @property
    def invites(self) -> bool:
        """Whether the title, or else the beginning of the text, asks for opinions."""
        if _REPORTS.search(self.title):
            return False
        return bool(_INVITES.search(self.title)) or bool(
            re.search(r"(?:现|特|拟)?(?:向社会)?公开(?:征求|征集)(?:社会各界|公众|社会)?意见", self.text[:1500])
            and re.search(r"反馈|截止|提出意见", self.text[:4000])
        )


def parse_list(page: str) -> tuple[Row, ...]:
    """The rows of a listing in their order; empty if a script fills its frame.

    Raises ParseError when the page has no such frame.
    """
    soup = soup_of(page)
    frame = soup.select_one("#loadingInfoPage") or soup.select_one(".xpage-container, ul.news-list, .list_con ul")
    if frame is None:
        raise ParseError(
            "the listing has no #loadingInfoPage", "open it in a browser; if it looks as ever, report this"
        )
    return tuple(row for item in frame.select("li") if (row := _row(item)))


def parse_json_list(answer: Any) -> tuple[Row, ...]:
    """The rows of the JSON listing (`/cms/JsonList`). Raises ParseError when there is no `list` in it."""
    rows = answer.get("list") if isinstance(answer, Mapping) else None
    if not isinstance(rows, list):
        raise ParseError("the JSON listing has no `list`")
    return tuple(row for item in rows if isinstance(item, Mapping) and (row := _json_row(item)))


def parse_page(page: str, address: str) -> Page:
    """A page of any template. Raises ParseError when it holds no text, as when a script fills it in."""
    soup = soup_of(page)
    selector = next((name for name in _BODIES if _holds_text(soup, name)), "")
    web = read_web(page, selector=selector, title_selector=_TITLES)
    if not selector and (len(web.text) < 80 or soup.select_one("#BodyLabel, .TRS_Editor, .article_con")):
        raise ParseError(f"{address} shows a frame without text", "open it in a browser; a script may fill it in")
    body = soup.select_one(selector) if selector else soup.body
    return Page(
        address=address,
        title=" ".join(_SITE.sub("", web.title).split()),
        text=web.text,
        day=_published(soup, address) or web.published,
        source=_text(soup, "#source, .source").partition("：")[2].strip(),
        attachments=tuple(_attachments(body)) if body else (),
    )


def document_of(page: Page, today: date, read: Sequence[tuple[Attachment, str]] = ()) -> Parsed:
    """What a page publishes: a draft open for comment, or a rule. `read` are the texts of its attachments.

    `terms` and `topics` are left to the caller. Raises Skipped for anything else, ParseError when nothing is left of it.
    """
    pieces = list(_pieces(page, read))
    has_articles = any(piece.eid not in AROUND for piece in pieces)
    if not page.invites and not (has_articles and (_NAMED.search(page.name) or pieces[0].eid == "order")):
        raise Skipped(f"neither a consultation nor a rule: {page.title}")
    name = document_id("cac", _key(page.address))
    document = _draft(page, name, pieces) if page.invites else _rule(page, name, pieces, today)
    if page.invites and not (document.consultation or has_articles or page.attachments):
        raise Skipped(f"no consultation: it names neither a deadline nor an address: {page.title}")
    version = version_of(
        pieces, document=name, date=page.day or today, lang="zh", source=document.url, notice=document.incomplete
    )
    return Parsed(document, (version,), same_as=tuple(_other_names(document)))


def needs_attachments(page: Page) -> tuple[Attachment, ...]:
    """The files without which the text of a consultation is not complete: none when its page has the articles."""
    if not page.invites or divide(page.text, page.name).articles:
        return ()
    return tuple(item for item in page.attachments if not _FORM.search(item.name))


def _other_names(document: Document) -> Iterator[str]:
    """Names under which `[known]` may list a document whose address it cannot: its title with a day."""
    if document.published:
        yield f"{document.title['zh']}（{document.published}）"
    if document.consultation and document.consultation.closes:
        yield f"{document.title['zh']}（意见截止{document.consultation.closes:%Y-%m-%d}）"


def _pieces(page: Page, read: Sequence[tuple[Attachment, str]]) -> Iterator[Piece]:
    parts = divide(page.text, page.name)
    opening = "notice" if page.invites else "order"
    title = page.title if page.invites and page.title != page.name else ""
    own = pieces_of(parts, page.name, opening, title)
    if not own:
        raise ParseError(f"{page.address} holds no text")
    yield from own
    for number, (attachment, text) in enumerate(read, 1):
        inner = divide(text, attachment.name)
        if attachment.explains and not parts.explanation:
            yield Piece(
                "explanation", "", attachment.name, "\n\n".join(filter(None, (inner.opening, inner.explanation)))
            )
            continue
        for piece in pieces_of(inner, attachment.name, "body", attachment.name):
            yield piece if number == 1 else replace(piece, eid=f"annex_{number}__{piece.eid}")


def _draft(page: Page, name: str, pieces: Sequence[Piece]) -> Document:
    notice = next((piece.text for piece in pieces if piece.eid == "notice"), "")
    issuer = _issuer(page, notice)
    return Document(
        id=name,
        kind=DocumentKind.DRAFT,
        jurisdiction="cn",
        title={"zh": page.name},
        legal_status=LegalStatus.DRAFT,
        issuer=english_issuer(issuer),
        issuer_zh=issuer,
        url=f"{HOME}{page.address}",
        published=page.day,
        timezone=ZONE,
        consultation=consultation(notice, published=page.day),
    )


def _rule(page: Page, name: str, pieces: Sequence[Piece], today: date) -> Document:
    order = next((piece.text for piece in pieces if piece.eid in ("order", "preface")), "")
    last = [piece.text for piece in pieces if piece.eid.startswith("art_")][-3:]
    effective = stated_dates([order, *reversed(last)], page.day)
    issuer = _issuer(page, order)
    later = effective is not None and effective > today
    return Document(
        id=name,
        kind=kind_of(page.name),
        jurisdiction="cn",
        title={"zh": page.name},
        legal_status=LegalStatus.NOT_YET_IN_FORCE if later else LegalStatus.IN_FORCE,
        issuer=english_issuer(issuer),
        issuer_zh=issuer,
        url=f"{HOME}{page.address}",
        published=page.day,
        adopted=adopted_on(order),
        signed=signed_on(order),
        effective=effective,
        timezone=ZONE,
    )


def _issuer(page: Page, order: str) -> str:
    """Who issues it: the title's beginning, the lines above 令, the signature above the last day, else the publisher."""
    if titled := issuer_of(page.title, ""):
        return titled
    ordered, adopted = _ORDERED.match(order), _ADOPTED_BY.search(order[:400])
    if ordered and not ordered["who"].endswith("主席"):
        return joined_issuers(ordered["who"])
    return adopted[1] if adopted else issuer_of("", order) or OWNER


def _key(address: str) -> str:
    path = urlsplit(address).path
    number = _NUMBER.search(path)
    return number[1] if number else re.sub(r"\.s?html?$", "", path).strip("/")


def _row(item: Tag) -> Row | None:
    link = item.select_one("h5 a[href], a[href]")
    if link is None:
        return None
    title = " ".join((str(link.get("title") or "") or link.get_text(" ")).split())
    stated = item.select_one(".times, .time, .date, span")
    day = day_in(stated.get_text(" ")) if stated else None
    href = str(link.get("href") or "").strip()
    return Row(href, title, day or day_in(item.get_text(" ")) or _address_day(href)) if href and title else None


def _json_row(item: Mapping[str, Any]) -> Row | None:
    href, topic = str(item.get("infourl") or "").strip(), str(item.get("topic") or "")
    title = " ".join(html.unescape(re.sub(r"<[^>]{0,200}>", "", topic)).split())
    stamp = str(item.get("pubtime") or item.get("filltime") or "")
    return Row(href, title, day_in(stamp) or _address_day(href)) if href and title else None


def _holds_text(soup: BeautifulSoup, selector: str) -> bool:
    return any(len(part.get_text(strip=True)) >= 20 for part in soup.select(selector))


def _text(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    return " ".join(found.get_text(" ").split()) if found else ""


def _published(soup: BeautifulSoup, address: str) -> date | None:
    told = (day_in(tag.get_text(" ")) for tag in soup.select(_DAYS))
    named = (
        day_in(str(tag.get("content") or ""))
        for tag in soup.find_all("meta")
        if str(tag.get("name") or "").lower() in ("pubdate", "publishdate", "date")
    )
    return next((day for day in (*told, *named) if day), None) or _address_day(address)


def _address_day(address: str) -> date | None:
    match = _ADDRESS_DAY.search(address)
    return day_in("-".join(match.groups())) if match else None


def _attachments(body: Tag) -> Iterator[Attachment]:
    seen = set()
    for link in body.select("a[href]"):
        href = str(link["href"]).strip()
        named = " ".join(link.get_text(" ").split())
        is_part = bool(_NUMBER.search(urlsplit(href).path)) and bool(_PART.search(named))
        if not (_FILES.search(href) or is_part) or href in seen:
            continue
        seen.add(href)
        called = parse_qs(urlsplit(urljoin(HOME, href)).query).get("fText", [""])[0]
        yield Attachment(href, " ".join((called or named or href).split()))
