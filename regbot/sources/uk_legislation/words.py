"""The words of an XML element as a reader sees them: notes' marks left out, what pretty-printing added taken away."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from regbot.parse.errors import ParseError
from regbot.parse.text import clean

_UNREAD = """
    CommentaryRef FootnoteRef MarginNoteRef Commentaries Footnotes MarginNotes noteRef authorialNote Versions Image img altText
    FragmentNumber FragmentTitle annotation annotation-xml
"""
UNREAD = frozenset(_UNREAD.split())
"""Elements that hold marks and notes of the editors, pictures, or what is told elsewhere."""

_CHARACTERS = {
    "EmSpace": " ",
    "EnSpace": " ",
    "ThinSpace": " ",
    "NonBreakingSpace": " ",
    "Minus": "−",
    "BoxPadding": " ",
    "LinePadding": " ",
    "DotPadding": " … ",
}
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2002\u2003\u2009]+")
_LAID_OUT = re.compile(r"(?<=[“‘(\[])\s*\n\s*|\s*\n\s*(?=[,.;:)\]”’])")
_DOTS = re.compile(r"[\s.…·]*")


def root_of(data: bytes) -> Any:
    """The root element of `data`. Entities, DTDs and the network are left alone. Raises ParseError."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"legislation.gov.uk sent ill-formed XML: {error}") from error
    if root is None:
        raise ParseError("legislation.gov.uk sent an empty document")
    return root


def name(element: Any) -> str:
    """The local name of an element; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any) -> list[Any]:
    """The child elements."""
    return [child for child in element if isinstance(child.tag, str)]


def child(element: Any, *names: str) -> Any:
    """The first child element with one of these local names, else None."""
    return next((item for item in children(element) if name(item) in names), None)


def descendants(element: Any, *names: str, outside: Collection[str] = ()) -> Iterator[Any]:
    """Elements below `element` with one of these local names, in order, but none inside the elements of `outside`."""
    pending = list(reversed(children(element)))
    while pending:
        item = pending.pop()
        if name(item) in names:
            yield item
        if name(item) not in outside:
            pending += reversed(children(item))


def words(element: Any) -> str:
    """The text of `element` on one line."""
    return flat("".join(_run(element))) if element is not None else ""


def flat(text: str) -> str:
    """`text` on one line, without the spaces that only the layout of the XML put beside brackets and stops."""
    return _SPACES.sub(" ", _LAID_OUT.sub("", clean(text).text).replace("\n", " ")).strip()


def inline(element: Any) -> str:
    """The text of an inline element with its white space, marks of notes left out."""
    return "".join(_run(element))


def is_blank(text: str) -> bool:
    """Whether `text` holds nothing but the dots that stand for repealed words."""
    return _DOTS.fullmatch(text) is not None


def _run(root: Any) -> Iterator[str]:
    """Text in order, without recursion."""
    pending: list[Any] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
            continue
        kind = name(item)
        if item is not root and item.tail:
            pending.append(item.tail)
        if not kind or kind in UNREAD or (kind == "Repeal" and item.get("RetainText") == "true") or kind == "del":
            continue
        if kind == "Character":
            yield _CHARACTERS.get(item.get("Name", ""), " ")
            continue
        if kind in ("br", "eol"):
            yield " "
            continue
        if kind in ("Superior", "sup", "Inferior", "sub") and len(item) == 0 and item.text:
            yield _shifted(item.text, kind in ("Superior", "sup"))
            continue
        if kind in ("Para", "p", "Text", "td", "th", "li", "ListItem", "BlockText"):
            pending.append(" ")
        for below in reversed(item):
            pending.append(below)
        if item.text:
            pending.append(item.text)


def _shifted(text: str, up: bool) -> str:
    shifted = text.strip().translate(_RAISED if up else _LOWERED)
    return shifted if not shifted.isascii() and not any(char.isalnum() and char.isascii() for char in shifted) else text
