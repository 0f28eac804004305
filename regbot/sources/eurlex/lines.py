"""The lines of an XHTML or HTML page of EUR-Lex, in reading order, with what its markup says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from lxml import etree, html

from regbot.parse.errors import ParseError
from regbot.parse.text import clean
from regbot.sources.eurlex.parts import plain

_UNREAD = frozenset(
    ("head", "script", "style", "noscript", "template", "iframe", "svg", "button", "form", "nav", "colgroup", "col")
)
_BLOCK_NAMES = """
    address article aside blockquote body center dd div dl dt fieldset figure footer h1 h2 h3 h4 h5 h6 header hr
    li main ol p pre section table tbody td tfoot th thead tr txt_te ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_MARKER = re.compile(
    r"^[‘“„«\"']?(?:\(?\d{1,4}[a-z]{0,3}\)?\.?\)?|\(?[a-zα-ωа-я]{1,5}\)|\(?[A-ZΑ-ΩА-Я]{1,3}[.)]|\(?[ivxlcIVXLC]{1,8}[.)]\)?|\d{1,3}(?:\.\d{1,3}){1,4}\.?"
    r"|[—–•·▪\-*]|\*+|—\d{0,2})$"
)
_PLACE = re.compile(r"^(?:art|rct|cit|anx|fnp|pbl|enc|tit)_[\w.\-]+$")
NOTES = frozenset(("oj-note", "note", "footnote", "oj-tbl-note", "footnotetext", "oj-doc-note"))
_NOTE_ID = re.compile(r"(?:foot|end)note-?\d")
MASTHEAD = ("oj-hd-", "hd-")
LAYOUT_GRID = "grid-list"


@dataclass(frozen=True, slots=True)
class Raw:
    """A line. `classes` are those of its paragraph, in lower case; `place` the eli id around it (`art_5`, `rct_1`, `anx_I`).

    `depth` counts the list cells it stands in; `marker` is the number before a list item, part of `text` as well. `refs`
    are the ids of footnotes it refers to.
    """

    text: str
    classes: frozenset[str] = frozenset()
    place: str = ""
    depth: int = 0
    marker: str = ""
    tight: bool = False
    refs: tuple[str, ...] = ()


@dataclass
class Page:
    """The lines of a page, its footnotes `(mark, text)` by every id they have, and its language."""

    lines: list[Raw] = field(default_factory=list)
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)
    lang: str = ""


@dataclass(frozen=True, slots=True)
class _Around:
    classes: frozenset[str] = frozenset()
    place: str = ""
    depth: int = 0


def read_lines(page: str) -> Page:
    """Read a page of any generation. Raises ParseError when it is no page at all."""
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", page).replace("\x00", "")
    try:
        root = _well_formed(text)
        if root is None:
            root = html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
        reader = _Reader()
        lines = reader.blocks(_document(root), _Around())
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ParseError(f"the page cannot be read: {error}") from error
    except RecursionError as error:
        raise ParseError("the page is nested too deeply to be a legal text") from error
    lang = (root.get("lang") or root.get("xml:lang") or "").strip()[:2].lower()
    return Page([line for line in lines if line.text], reader.notes, lang if lang.isalpha() and lang.isascii() else "")


def _well_formed(text: str) -> Any:
    """The root of XHTML, in which `<a id="x"/>` is empty as it is nowhere in HTML; None if it is not well-formed."""
    spelled = re.sub(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,30};", lambda match: unescape(match[0]), text)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(spelled.encode("utf-8", "replace").lstrip(), parser)
    except (etree.LxmlError, ValueError):
        return None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname.lower()
    return root if root.tag == "html" else None


def _document(root: Any) -> Any:
    """The part of a page of the EUR-Lex site that holds the document; Cellar's pages hold nothing else."""
    found = root.xpath("//*[@id='docHtml' or @id='document1']")
    return found[0] if found else root


@dataclass
class _Inline:
    """Words that are not yet a line."""

    text: str = ""
    refs: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self) -> None:
        self.notes: dict[str, tuple[str, str]] = {}

    def blocks(self, element: Any, around: _Around) -> list[Raw]:
        """The lines of one element."""
        around = _inside(element, around)
        is_note = around.classes & NOTES or (
            element.tag in ("dl", "li", "div") and _NOTE_ID.match(element.get("id") or "")
        )
        if is_note and (note := self._note(element)):
            return note
        lines: list[Raw] = []
        inline = _Inline()
        self._mixed(element, around, inline, lines)
        _flush(inline, around, lines)
        return lines

    def _mixed(self, element: Any, around: _Around, inline: _Inline, lines: list[Raw]) -> None:
        inline.text += element.text or ""
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNREAD:
                self._child(child, around, inline, lines)
            inline.text += child.tail or ""

    def _child(self, child: Any, around: _Around, inline: _Inline, lines: list[Raw]) -> None:
        classes = _classes(child)
        if child.tag == "br":
            _flush(inline, around, lines)
        elif child.tag == "table":
            _flush(inline, around, lines)
            lines += self._table(child, around)
        elif LAYOUT_GRID in classes:
            _flush(inline, around, lines)
            lines += self._item([cell for cell in child if isinstance(cell.tag, str)], _inside(child, around))
        elif child.tag in _BLOCKS:
            waiting = plain(inline.text)
            if waiting and len(waiting) <= 12 and "inline-element" in classes:
                inner = self.blocks(child, around)
                lines += _marked(waiting, inner, inline.refs, around, deeper=False)
                inline.text, inline.refs = "", []
            else:
                _flush(inline, around, lines)
                lines += self.blocks(child, around)
        elif classes & {"num"} and child.tag == "span":
            inline.text += f" {' '.join(child.itertext())} "
        elif child.tag == "a" and _is_reference(child):
            word = plain("".join(child.itertext()))
            inline.refs.append((child.get("href") or "").lstrip("#"))
            inline.text += f" ({word})" if re.fullmatch(r"[\d*]{1,5}", word) else f" {word}"
        else:
            self._mixed(child, around, inline, lines)

    def _table(self, table: Any, around: _Around) -> list[Raw]:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]
        rows = [cells for cells in rows if cells]
        around = _inside(table, around)
        if _is_list(table, rows):
            return [line for cells in rows for line in self._item(cells, around)]
        lines: list[Raw] = []
        for cells in rows:
            inner = [self.blocks(cell, replace(around, depth=around.depth + 1)) for cell in cells]
            words = [" ".join(line.text for line in part) for part in inner]
            if any(words):
                refs = tuple(ref for part in inner for line in part for ref in line.refs)
                text = " | ".join(words).strip(" |") if len(words) > 1 else words[0]
                heads = {name for part in inner for line in part for name in line.classes if name.startswith(MASTHEAD)}
                classes = around.classes | heads
                lines.append(Raw(text, classes, around.place, around.depth + 1, tight=bool(lines), refs=refs))
        return lines

    def _item(self, cells: list[Any], around: _Around) -> list[Raw]:
        """A list item that is laid out in cells: blank ones for the indent, one with the marker, one with the text."""
        filled = [cell for cell in cells if plain("".join(cell.itertext()))]
        if not filled:
            return []
        first = plain("".join(filled[0].itertext()))
        if len(filled) == 1 or not _MARKER.match(first):
            return [line for cell in filled for line in self.blocks(cell, replace(around, depth=around.depth + 1))]
        inner = [line for cell in filled[1:] for line in self.blocks(cell, replace(around, depth=around.depth + 1))]
        return _marked(first, inner, [], around, deeper=True)

    def _note(self, element: Any) -> list[Raw]:
        """Keeps a footnote that has an id, and gives no line; a note without id is text."""
        ids = [
            item.get(name)
            for item in element.iter()
            if isinstance(item.tag, str)
            for name in ("id", "name")
            if item.get(name)
        ]
        text = plain(clean("".join(element.itertext())).text)
        match = re.match(r"^\(?\s?(\d{1,4}|\*{1,5}|[a-z])\s?\)?\s*(?=\D)", text)
        if not ids or not text:
            return []
        note = (match[1], text[match.end() :].strip()) if match else ("", text)
        for key in ids:
            self.notes.setdefault(key, note)
        return [Raw("")]


def _is_reference(link: Any) -> bool:
    href = link.get("href") or ""
    return (
        href.startswith("#")
        and bool(re.match(r"#(?:ntr|ntc|E\d|footnote|ftn|fn|_ftn|src\.E)", href))
        and len("".join(link.itertext())) < 12
    )


def _inside(element: Any, around: _Around) -> _Around:
    classes = _classes(element)
    own = element.get("id") or ""
    place = around.place
    if (
        _PLACE.match(own)
        and ".tit_" not in own
        and (classes & {"eli-subdivision", "eli-container"} or own.startswith(("anx_", "art_", "rct_")))
    ):
        place = own
    if element.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "td", "th"):
        return _Around(classes, place, around.depth)
    kept = {name for name in around.classes | classes if name in _CONTAINERS}
    return _Around(classes | kept, place, around.depth)


_CONTAINERS = frozenset(
    ("eli-main-title", "oj-final", "oj-signatory", "final", "signatory", "oj-final-container", "disclaimer")
)


def _classes(element: Any) -> frozenset[str]:
    return frozenset((element.get("class") or "").lower().split())


def _flush(inline: _Inline, around: _Around, lines: list[Raw]) -> None:
    text = plain(clean(inline.text).text)
    if text:
        lines.append(Raw(text, around.classes, around.place, around.depth, refs=tuple(inline.refs)))
        inline.refs = []
    inline.text = ""


def _marked(marker: str, inner: list[Raw], refs: list[str], around: _Around, *, deeper: bool) -> list[Raw]:
    """`inner` with `marker` before its first line. All of it is at least one cell deep, but for that first line."""
    if not inner:
        return [Raw(marker, around.classes, around.place, around.depth, tight=True, refs=tuple(refs))]
    first = inner[0]
    head = replace(
        first, text=f"{marker} {first.text}", marker=marker, depth=around.depth, tight=deeper, refs=(*refs, *first.refs)
    )
    if first.classes & HEADINGS_IN_CELLS:
        head = replace(head, depth=around.depth + 1)
    return [head, *(replace(line, tight=True) for line in inner[1:])]


HEADINGS_IN_CELLS = frozenset(
    ("oj-ti-art", "ti-art", "title-article-norm", "oj-ti-section-1", "ti-section-1", "oj-doc-ti", "doc-ti")
)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child if row.tag == "tr")
        elif child.tag == "caption":
            row = html.Element("tr")
            cell = html.Element("td")
            cell.text = "".join(child.itertext())
            row.append(cell)
            yield row


def _is_list(table: Any, rows: list[list[Any]]) -> bool:
    """Whether a table only lays out a list: two columns, and a marker in the first."""
    if _classes(table) & {"oj-table", "table", "borderoj"} or (table.get("border") or "0") not in ("0", ""):
        return False
    marked = 0
    for cells in rows:
        if len(cells) > 4 or any(cell.tag == "th" for cell in cells):
            return False
        filled = [words for cell in cells if (words := plain("".join(cell.itertext())))]
        if len(filled) == 2 and _MARKER.match(filled[0]):
            marked += 1
        elif len(filled) > 1:
            return False
    return marked > 0 or (len(rows) == 1 and len(rows[0]) <= 2)
