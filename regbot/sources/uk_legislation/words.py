"""The words of an XML element as a reader sees them: notes' marks left out, what pretty-printing added taken away."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from regbot.parse.errors import ParseError
from regbot.parse.text import clean
from regbot.sources.uk_legislation.formulas import LOWERED, RAISED, formula_text

_UNREAD = """
    CommentaryRef FootnoteRef MarginNoteRef Commentaries Footnotes MarginNotes noteRef authorialNote Versions Image img altText
    FragmentNumber FragmentTitle annotation annotation-xml
"""
UNREAD = frozenset(_UNREAD.split())
"""Elements that hold marks and notes of the editors, pictures, or what is told elsewhere."""

PARAGRAPHS = ("Para", "p", "Text", "td", "th", "li", "ListItem", "BlockText", "ComingIntoForceClauses")
REPEALS = ("Repeal", "del")
CHANGES = (*REPEALS, "Addition", "Substitution")

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
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2002\u2003\u2009]+")
_LAID_OUT = re.compile(r"(?<=[“‘(\[])\s*\n\s*|\s*\n\s*(?=[,.;:)\]”’—])")
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


def attribute(element: Any, local: str) -> str:
    """The attribute with this local name, whatever its namespace; empty if there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == local), "")


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
        if not kind or kind in UNREAD or (kind in REPEALS and _is_dropped(item)):
            continue
        whole = _whole(item, kind)
        if whole:
            yield whole
            continue
        before, after = _around(item, kind)
        yield before
        pending.append(after)
        pending += reversed(item)
        if item.text:
            pending.append(item.text)


def _whole(item: Any, kind: str) -> str:
    """The text of an element that is read as a whole; empty for the others."""
    if kind == "Character":
        return _CHARACTERS.get(item.get("Name", ""), " ")
    if kind in ("br", "eol"):
        return " "
    if kind == "math":
        return f" {formula_text(item)} "
    if kind in ("Superior", "sup", "Inferior", "sub") and len(item) == 0 and item.text:
        return _shifted(item.text, kind in ("Superior", "sup"))
    return ""


def _around(item: Any, kind: str) -> tuple[str, str]:
    """What stands before and after the text of an element."""
    if kind in CHANGES and _is_partial(item):
        return "[", "]"
    if kind == "def":
        return attribute(item, "startQuote"), attribute(item, "endQuote")
    return " " if kind == "docDate" else "", " " if kind in PARAGRAPHS else ""


def is_retained(element: Any) -> bool:
    """Whether an element holds words that are repealed for some places or purposes and stand in the text for the others."""
    return name(element) in REPEALS and not _is_dropped(element) and _is_partial(element)


def _is_dropped(repeal: Any) -> bool:
    """Whether repealed words no longer stand in the text: old words of a substitution, and what editors say to leave out.

    Words without such a sign were retained, as the publisher's own pages show them; dots stand for words left out.
    """
    if repeal.get("RetainText") == "true" or repeal.get("Extent"):
        return False
    after = repeal.getnext()
    replaced = after is not None and name(after) == "ins" and "substitution" in (after.get("class") or "")
    left_out = replaced or bool(repeal.get("SubstitutionRef")) or repeal.get("RetainText") == "false"
    return left_out and not is_blank("".join(repeal.itertext()))


def _is_partial(change: Any) -> bool:
    """Whether a change holds for some places or purposes alone: it stands in square brackets, as on the publisher's pages."""
    text = "".join(change.itertext())
    retained = name(change) in REPEALS and not is_blank(text)
    return bool(text.strip()) and (retained or bool(change.get("Extent")))


def _shifted(text: str, up: bool) -> str:
    shifted = text.strip().translate(RAISED if up else LOWERED)
    return shifted if not shifted.isascii() and not any(char.isalnum() and char.isascii() for char in shifted) else text
