"""A web page to readable text: headings, paragraphs, list items and table rows, each on its own line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

UNREAD = (
    "script, style, noscript, template, iframe, svg, nav, header, footer, aside, form, button, [hidden], "
    "[aria-hidden=true]"
)
_BLOCKS = """
    address article blockquote body center dd details div dl dt fieldset figure figcaption h1 h2 h3 h4 h5 h6 hr li main
    ol p pre section summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
INDENTED = re.compile(r"[ \t\r\n]*(?:\u3000|\u00a0[ \t\r\n]*\u00a0)")
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader sees. `text` has `#` before headings, one to six as in Markdown."""

    title: str
    text: str
    lang: str = ""


def read_page(data: bytes) -> Page:
    """The main text of an HTML page; its encoding is taken from the page itself."""
    import warnings

    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(data, "lxml")
    title = SPACES.sub(" ", soup.title.get_text()).strip() if soup.title else ""
    root = soup.find("html")
    lang = str(root.get("lang") or "")[:2].lower() if root else ""
    for tag in soup.select(UNREAD):
        tag.decompose()
    writer = _Writer()
    main = _main(soup)
    if main:
        writer.write(main)
    return Page(title, writer.text(), lang)


def text_of(tag: Tag) -> str:
    """What a reader sees of `tag`, in lines; unread parts must have been taken out before."""
    writer = _Writer()
    writer.write(tag)
    return writer.text()


def _main(soup: BeautifulSoup) -> Tag | None:
    candidates = [soup.find("main"), soup.find("article"), soup.body]
    return next((tag for tag in candidates if tag and tag.get_text(strip=True)), None)


class _Writer:
    """Walks a tree without recursion, so that deeply nested pages do no harm."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._items: dict[int, int] = {}

    def write(self, root: Tag) -> None:
        from bs4.element import Comment, NavigableString, Tag

        pending: list[object] = [root]
        while pending:
            node = pending.pop()
            if isinstance(node, Tag):
                if node.name == "br":
                    self._break()
                    continue
                if node.name in BLOCKS:
                    self._open(node)
                    pending.append(_End(node))
                pending += reversed(node.contents)
            elif isinstance(node, _End):
                self._close(node.tag)
            elif isinstance(node, NavigableString) and not isinstance(node, Comment):
                if not self._line.strip() and INDENTED.match(str(node)):
                    self._lines.append("")
                self._line += SPACES.sub(" ", str(node))

    def text(self) -> str:
        self._break()
        return EMPTY_LINES.sub("\n\n", "\n".join(self._lines)).strip("\n")

    def _open(self, tag: Tag) -> None:
        if tag.name in ("td", "th"):
            self._line = f"{self._line.rstrip()} | " if self._line.strip() else ""
            return
        self._break()
        if tag.name in HEADINGS:
            self._lines.append("")
            self._line = "#" * int(tag.name[1]) + " "
        elif tag.name == "li":
            self._line = self._item_mark(tag)

    def _close(self, tag: Tag) -> None:
        if tag.name in ("td", "th"):
            return
        self._break()
        if tag.name not in ("li", "tr", "td", "th"):
            self._lines.append("")

    def _break(self) -> None:
        line = SPACES.sub(" ", self._line).strip()
        if line.strip("#- "):
            self._lines.append(line)
        self._line = ""

    def _item_mark(self, item: Tag) -> str:
        parent = item.parent
        if parent is None or parent.name != "ol":
            return ""
        start = str(parent.get("start") or "1")
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
        number = self._items.get(id(parent), first)
        self._items[id(parent)] = number + 1
        return f"{_numbered(str(parent.get('type') or '1'), number)} "


@dataclass(frozen=True, slots=True)
class _End:
    tag: Tag


def _numbered(style: str, number: int) -> str:
    if style in ("a", "A") and number <= 26:
        letter = chr(ord("a") + number - 1)
        return f"({letter if style == 'a' else letter.upper()})"
    return f"({number})" if style in ("i", "I") else f"{number}."
