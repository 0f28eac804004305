"""Answers of China's national database of laws (国家法律法规数据库), of its present interface and of the one before."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote, unquote

from regbot.model import Document, LegalStatus
from regbot.parse.assemble import version_of
from regbot.parse.docx import read_docx
from regbot.parse.errors import ParseError
from regbot.parse.pdf import read_pdf
from regbot.parse.text import decode
from regbot.parse.web import read_web
from regbot.sources.base import Parsed, document_id
from regbot.sources.chinese_facts import ZONE, adopted_on, day_in, english_issuer, kind_of, stated_dates
from regbot.sources.chinese_text import bare, divide, pieces_of

HOME = "https://flk.npc.gov.cn"

STATUSES = {
    "1": LegalStatus.REPEALED,
    "2": LegalStatus.SUPERSEDED,
    "3": LegalStatus.IN_FORCE,
    "4": LegalStatus.NOT_YET_IN_FORCE,
}
"""What `sxx` says: 已废止, 已修改, 有效, 尚未生效."""

FORMER_STATUSES = {
    "1": LegalStatus.IN_FORCE,
    "3": LegalStatus.NOT_YET_IN_FORCE,
    "5": LegalStatus.SUPERSEDED,
    "9": LegalStatus.REPEALED,
}
"""What `status` said before: 有效, 尚未生效, 已修改, 已废止."""

_WORDED = (
    ("尚未", LegalStatus.NOT_YET_IN_FORCE),
    ("未生效", LegalStatus.NOT_YET_IN_FORCE),
    ("废止", LegalStatus.REPEALED),
    ("失效", LegalStatus.REPEALED),
    ("修改", LegalStatus.SUPERSEDED),
    ("修订", LegalStatus.SUPERSEDED),
    ("修正", LegalStatus.SUPERSEDED),
    ("有效", LegalStatus.IN_FORCE),
)
_ID = re.compile(r"[A-Za-z0-9_-]{6,64}")
_TAG = re.compile(r"<[^<>]{0,300}>")
_OFFICE = b"\xd0\xcf\x11\xe0"
_TEXTS = ("content", "text", "html", "body", "nr")
MOST_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One law as a listing or its own answer has it; days are as they stand there. `former` marks the old interface."""

    bbbs: str
    title: str = ""
    published: str = ""
    effective: str = ""
    status: str = ""
    issuer: str = ""
    nature: str = ""
    former: bool = False

    @property
    def legal_status(self) -> LegalStatus | None:
        """What force it has, None for a code that is not known."""
        known = (FORMER_STATUSES if self.former else STATUSES).get(self.status)
        return known or next((status for words, status in _WORDED if words in self.status), None)


@dataclass(frozen=True, slots=True)
class Detail:
    """One law. `text` is empty unless the answer itself holds it; `files` are paths to files by format, best first."""

    row: Row
    text: str = ""
    files: tuple[tuple[str, str], ...] = ()


def parse_list(answer: Any) -> tuple[tuple[Row, ...], int]:
    """The rows of a listing of either interface and how many there are in all. Raises ParseError."""
    if not isinstance(answer, Mapping):
        raise ParseError("the listing is no object")
    result = answer.get("result")
    if isinstance(result, Mapping) and isinstance(result.get("data"), list):
        rows = tuple(row for item in result["data"] if isinstance(item, Mapping) and (row := _former_row(item)))
        return rows, _count(result.get("totalSizes"), len(rows))
    held = answer.get("rows")
    if held is None and isinstance(answer.get("data"), Mapping):
        return parse_list(answer["data"])
    if not isinstance(held, list):
        raise ParseError(f"the database answers {_complaint(answer)}", "run the same command again later")
    rows = tuple(row for item in held if isinstance(item, Mapping) and (row := _row(item)))
    return rows, _count(answer.get("total"), len(rows))


def parse_detail(answer: Any, known: Row) -> Detail:
    """One law of either interface; what the answer leaves out is taken from `known`. Raises ParseError without a title."""
    former = isinstance(answer, Mapping) and isinstance(answer.get("result"), Mapping)
    data = answer.get("result" if former else "data", answer) if isinstance(answer, Mapping) else None
    if not isinstance(data, Mapping) or not data.get("title"):
        raise ParseError(f"the database answers {_complaint(answer)} for {known.bbbs}")
    read = _former_row({**data, "id": known.bbbs}) if former else _row({**data, "bbbs": known.bbbs})
    row = read or known
    merged = replace(
        row,
        bbbs=known.bbbs,
        published=row.published or known.published,
        effective=row.effective or known.effective,
        issuer=row.issuer or known.issuer,
        nature=row.nature or known.nature,
        status=row.status or (known.status if known.former is former else ""),
        former=former,
    )
    files = tuple(_former_files(data.get("body")) if former else _files(data.get("ossFile")))
    return Detail(merged, _tree_text(data.get("content")), files)


def parse_link(answer: Any) -> str:
    """The signed address of a file. Raises ParseError when the answer has none."""
    data = answer.get("data") if isinstance(answer, Mapping) else None
    found = data.get("url") if isinstance(data, Mapping) else data
    if not isinstance(found, str) or not found.strip():
        raise ParseError(f"the database answers {_complaint(answer)} instead of a file's address")
    return found.strip()


def read_file(body: bytes, page: bool = False) -> str:
    """The text of a file by what it begins with: DOCX, PDF, or with `page` also HTML. Raises ParseError."""
    if body.startswith(b"PK\x03\x04"):
        text = read_docx(body)
    elif body[:1024].lstrip().startswith(b"%PDF"):
        text = read_pdf(body)
    elif body.startswith(_OFFICE):
        raise ParseError("it is an old Word file (DOC)", "open it in Word or LibreOffice and import it as DOCX")
    elif page and body.lstrip()[:1] == b"<":
        markup = decode(body)
        text = read_web(markup, selector=".law-content" if "law-content" in markup else "").text
    else:
        raise ParseError("it is neither a Word file (DOCX) nor a PDF")
    if not text.strip():
        raise ParseError("it has no text; it may be scanned")
    return text


def document_of(detail: Detail, text: str, today: date) -> Parsed:
    """A law with the whole of its text. `terms` and `topics` are left to the caller. Raises ParseError when it is empty."""
    row = detail.row
    parts = divide(text, row.title)
    pieces = pieces_of(parts, row.title, "order" if parts.articles else "body")
    if not pieces:
        raise ParseError(f"{row.title} holds no text")
    published, effective = day_in(row.published), day_in(row.effective)
    last = [piece.text for piece in pieces if piece.eid.startswith("art_")][-3:]
    effective = effective or stated_dates([parts.heading, *reversed(last)], published)
    status = row.legal_status or (
        LegalStatus.NOT_YET_IN_FORCE if effective and effective > today else LegalStatus.IN_FORCE
    )
    unknown = row.status and row.legal_status is None
    name = document_id("flk", row.bbbs)
    url = f"{HOME}/detail?id={quote(row.bbbs, safe='')}"
    short = row.title.removeprefix("中华人民共和国")
    document = Document(
        id=name,
        kind=kind_of(row.title, row.nature),
        jurisdiction="cn",
        title={"zh": row.title},
        legal_status=status,
        issuer=english_issuer(row.issuer),
        issuer_zh=row.issuer,
        url=url,
        published=published,
        adopted=adopted_on(parts.heading),
        effective=effective,
        timezone=ZONE,
        aliases=(short,) if short != row.title else (),
    )
    version = version_of(pieces, document=name, date=published or today, lang="zh", source=url)
    notes = (
        (f"its status {row.status!r} is not known; it is taken from the day on which it takes effect",)
        if unknown
        else ()
    )
    return Parsed(document, (version,), notes, tuple(_other_names(row, published)))


def former_id(bbbs: str) -> str:
    """The id of a law in the interface before: base64, with `=` written `%3D`."""
    return base64.b64encode(bbbs.encode()).decode().replace("=", "%3D")


def present_id(former: str) -> str:
    """The id of a law from any form of it: `bbbs` itself, or the former base64. Empty if it is neither."""
    plain = unquote(former).strip()
    try:
        read = base64.b64decode(f"{plain.rstrip('=')}{'=' * (-len(plain.rstrip('=')) % 4)}", validate=True).decode(
            "ascii"
        )
    except (binascii.Error, ValueError):
        read = ""
    if re.fullmatch(r"[0-9a-f]{8,64}", read):
        return read
    return plain if _ID.fullmatch(plain) else ""


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same but for blanks, quotation marks and the country's name."""
    return bare(one) == bare(other)


def _row(item: Mapping[str, Any]) -> Row | None:
    bbbs, title = _words(item.get("bbbs") or item.get("id")), _words(item.get("title"))
    if not _ID.fullmatch(bbbs) or not title:
        return None
    return Row(
        bbbs,
        title,
        _words(item.get("gbrq")),
        _words(item.get("sxrq")),
        _words(item.get("sxx")),
        _words(item.get("zdjgName")),
        _words(item.get("flxz")),
    )


def _former_row(item: Mapping[str, Any]) -> Row | None:
    bbbs, title = present_id(_words(item.get("id"))), _words(item.get("title"))
    if not bbbs or not title:
        return None
    return Row(
        bbbs,
        title,
        _words(item.get("publish")),
        _words(item.get("expiry")),
        _words(item.get("status")),
        _words(item.get("office")),
        _words(item.get("type") or item.get("level")),
        former=True,
    )


def _files(held: Any) -> Iterator[tuple[str, str]]:
    """The files that can be read, by format; the OFD copies cannot."""
    if isinstance(held, Mapping):
        for name, key in (("docx", "ossWordPath"), ("pdf", "ossPdfPath")):
            if path := _words(held.get(key)):
                yield name, path


def _former_files(held: Any) -> Iterator[tuple[str, str]]:
    found = [item for item in held if isinstance(item, Mapping)] if isinstance(held, list) else []
    for name, kind in (("docx", "WORD"), ("html", "HTML"), ("pdf", "PDF")):
        for item in found:
            path = _words(item.get("path") or item.get("url"))
            if str(item.get("type", "")).upper() == kind and path:
                yield name, path


def _tree_text(root: Any) -> str:
    """The text of the tree of chapters and articles; empty when it has titles only, as it mostly does."""
    lines: list[str] = []
    told = False
    pending: list[Any] = [root] if isinstance(root, Mapping) else list(root) if isinstance(root, list) else []
    pending.reverse()
    for _ in range(MOST_NODES):
        if not pending:
            break
        node = pending.pop()
        if not isinstance(node, Mapping):
            continue
        title = _words(node.get("title"))
        own = [text for key in _TEXTS for text in _plain(node.get(key)) if text]
        told = told or bool(own)
        starts = bool(own) and bool(title) and own[0].startswith(title)
        article = re.fullmatch(r"第[^\s]{1,10}条(?:之.{1,3})?", title) is not None
        if own and article and not starts:
            lines.append(f"{title}\u3000{own[0]}")
            lines += own[1:]
        else:
            lines += [*([title] if title and not starts else []), *own]
        children = node.get("children")
        if isinstance(children, list):
            pending += reversed(children)
    return "\n\n".join(lines) if told and divide("\n\n".join(lines)).articles else ""


def _plain(value: Any) -> list[str]:
    held = value if isinstance(value, list) else [value]
    texts = [re.sub(r"</p\s*>|<br\s*/?>", "\n", item) for item in held if isinstance(item, str)]
    return [line.strip() for text in texts for line in html.unescape(_TAG.sub("", text)).split("\n") if line.strip()]


def _other_names(row: Row, published: date | None) -> Iterator[str]:
    yield f"{HOME}/detail2.html?{former_id(row.bbbs)}"
    if published:
        yield f"{row.title}（{published}）"


def _complaint(answer: Any) -> str:
    if not isinstance(answer, Mapping):
        return "no object"
    told = _words(answer.get("msg") or answer.get("message") or answer.get("error"))
    code = _words(answer.get("code"))
    return f"“{told[:120] or 'nothing usable'}”{f' (code {code})' if code else ''}"


def _count(value: Any, least: int) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else least


def _words(value: Any) -> str:
    """A field's words, without the marks that show what was searched for."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    return " ".join(html.unescape(_TAG.sub("", str(value))).split())
