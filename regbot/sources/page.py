"""Any web page or PDF by its address, with CSS selectors or the main text found by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlsplit

from pydantic import Field

from regbot.fetch.response import Response
from regbot.model import Document, DocumentKind, LegalStatus
from regbot.parse.assemble import Piece, provisions_of, version_of
from regbot.parse.docx import read_docx
from regbot.parse.errors import ParseError
from regbot.parse.invitation import invitation
from regbot.parse.pdf import read_pdf
from regbot.parse.text import binary_kind, is_json, language
from regbot.parse.web import Web, read_web
from regbot.sources.base import Context, Listed, Parsed, Source, document_id
from regbot.sources.chinese_facts import english_issuer, issuer_of, signed_on
from regbot.sources.chinese_text import divide, pieces_of
from regbot.sources.settings import SourceSettings

DRAFT = re.compile(r"征求意见|草案|draft|proposed|consultation|call for evidence|request for comment", re.IGNORECASE)
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》){2,120})》")
NOT_A_PAGE = "give the address of the page that a person reads, of a PDF or Word file, or of a feed"
_AMENDS = "修改为"
ZONES = {"cn": "Asia/Shanghai", "us": "America/New_York", "uk": "Europe/London", "eu": "Europe/Brussels"}


class PageSettings(SourceSettings):
    """One or more pages. What is left empty is taken from the page or its address."""

    urls: tuple[str, ...] = Field(min_length=1, description="addresses of the pages or PDFs")
    selector: str = Field("", description="CSS selector of the parts that hold the text")
    title_selector: str = ""
    drop: str = Field("", description="CSS selector of what to leave out of them")
    document: str = Field("", description="document id, for a source of a single page")
    jurisdiction: str = Field("", pattern=r"^([a-z][a-z0-9-]{0,20})?$")
    issuer: str = ""
    kind: DocumentKind | None = None
    legal_status: LegalStatus | None = None
    lang: str = Field("", pattern=r"^([a-z]{2})?$")
    published: date | None = None


class Page(Source[PageSettings]):
    """Pages named one by one."""

    type = "page"
    publisher = "any web page"
    home = ""
    settings_type = PageSettings

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """The addresses from the settings; whether they changed, the publisher says when asked conditionally."""
        del context, since
        for url in self.settings.urls:
            yield Listed(key=url, url=self.moved(url) if self.settings.base_url else url)

    def probe(self, context: Context) -> Iterator[Listed]:
        """The first page, read."""
        for listed in self.discover(context, None):
            self.fetch(context, listed)
            yield listed

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """Read one page."""
        response = context.get(listed.url, sole=True)
        zone = self.settings.timezone or zone_of(self.settings.jurisdiction or jurisdiction_of(listed.key))
        return parse_page(web_of(response, self.settings), listed.key, self.settings, context.today(zone))


def parse_page(web: Web, url: str, settings: PageSettings, today: date) -> Parsed:
    """A page as a document: its articles, and the invitation to comment if it holds one. `today` dates a page without date.

    Raises ParseError when there is no text.
    """
    lang = settings.lang or web.lang
    pieces = _pieces(web, lang)
    if not pieces:
        raise ParseError(f"{url} holds no text")
    jurisdiction = settings.jurisdiction or jurisdiction_of(url)
    zone = settings.timezone or zone_of(jurisdiction)
    published = settings.published or web.published or (_signed(pieces) if lang == "zh" else None)
    consultation = invitation(pieces, lang=lang, timezone=zone, published=published)
    status = settings.legal_status or LegalStatus.DRAFT
    is_draft = consultation is not None or DRAFT.search(web.title) is not None
    kind = settings.kind or (DocumentKind.DRAFT if is_draft else DocumentKind.NOTICE)
    opening = next((piece.text for piece in pieces if piece.eid in ("notice", "body")), "")
    issuer = settings.issuer or (issuer_of(web.title, opening) if lang == "zh" else "")
    name = settings.document or document_id("page", re.sub(r"^www\.|\.html?$", "", _place(url)))
    document = Document(
        id=name,
        kind=kind,
        jurisdiction=jurisdiction,
        title={lang: web.title or url},
        legal_status=status,
        issuer=english_issuer(issuer) if issuer else urlsplit(url).hostname or "",
        issuer_zh=issuer if lang == "zh" else "",
        url=url,
        published=published,
        timezone=zone,
        terms=settings.terms,
        topics=settings.topics,
        consultation=replace(consultation, opens=consultation.opens or published) if consultation else None,
    )
    version = version_of(pieces, document=name, date=published or today, lang=lang, source=url)
    return Parsed(document, (version,))


def web_of(response: Response, settings: PageSettings) -> Web:
    """What a response says, whether page, PDF, Word file or plain text. Raises ParseError."""
    body = response.body
    if body[:1024].lstrip().startswith(b"%PDF"):
        return plain_web(read_pdf(body))
    if body.startswith(b"PK\x03\x04"):
        return plain_web(read_docx(body))
    binary = binary_kind(body)
    if binary or is_json(response.text):
        what = f"{binary} file" if binary else "JSON, data for programs"
        raise ParseError(f"what is there is {what}, not a page that can be read", NOT_A_PAGE)
    if response.content_type == "text/plain":
        return plain_web(response.text)
    return read_web(
        response.text, selector=settings.selector, title_selector=settings.title_selector, drop=settings.drop
    )


def plain_web(text: str) -> Web:
    """A text without marks as a page: its first line is the title. Raises ParseError when it is blank."""
    title = next((line.strip("# *") for line in text.split("\n") if line.strip("# *")), "")
    if not title:
        raise ParseError("there is no text in it; a scanned page has to go through text recognition first")
    return Web(title[:300], text, language(text))


def jurisdiction_of(url: str) -> str:
    """The folder of the corpus for a page, by its host: cn, us, uk, eu, else `other`."""
    host = urlsplit(url).hostname or ""
    if host.endswith(".cn"):
        return "cn"
    if host.endswith((".gov", ".mil")):
        return "us"
    if host.endswith(".uk"):
        return "uk"
    return "eu" if host.endswith("europa.eu") else "other"


def zone_of(jurisdiction: str) -> str:
    """The zone of a jurisdiction's authorities, by the corpus's folder names; UTC for any other."""
    return ZONES.get(jurisdiction, "UTC")


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}{'-' + parts.query if parts.query else ''}"


def _pieces(web: Web, lang: str) -> tuple[Piece, ...]:
    """The articles, what stands before them as `notice`, and an explanation; all as `body` when there are no articles."""
    if lang == "zh":
        quoted = _QUOTED.search(web.title)
        name = quoted[1] if quoted else web.title
        parts = divide(web.text, name)
        if parts.articles or parts.explanation:
            return pieces_of(parts, name, "notice")
        if _AMENDS in web.text:
            return (Piece("body", "", "", web.text.strip()),)
    return _with_notice(provisions_of(web.text, lang if lang in ("en", "zh") else None))


def _signed(pieces: tuple[Piece, ...]) -> date | None:
    """The day below the signature of a Chinese notice."""
    return next((day for piece in pieces if piece.eid in ("notice", "body") and (day := signed_on(piece.text))), None)


def _with_notice(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """What stands before the first article is the notice."""
    return tuple(replace(piece, eid="notice") if piece.eid == "preface" else piece for piece in pieces)
