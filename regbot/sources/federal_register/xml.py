"""The Federal Register's XML to blocks in reading order: headings, paragraphs, table rows, footnotes, amendments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regbot.parse.errors import ParseError
from regbot.sources.federal_register.words import Words

if TYPE_CHECKING:
    from lxml.etree import _Element

DOCUMENTS = ("PRORULE", "RULE", "NOTICE", "PRESDOCU", "PRESDOC", "CORRECT")
_INLINE = "E SU FR AC FTREF PRTPAGE LI I B SC SECTNO SUBJECT RESERVED APPRO URL LINK BR PARTNO"
_FRONT = "AGENCY SUBAGY CFR DEPDOC RIN SUBJECT DATE AGCYWHT OLNOTE1 HRULE"
_RUN_IN = "AUTH SECAUTH SOURCE CROSSREF NOTE EDNOTE EFFDNOT EFFDNOTP EXAMPLE CITA"
_QUOTED = "EXTRACT SECTION SIG APPENDIX LSTSUB CONTENTS BOXTXT FTNT"
INLINE, FRONT = frozenset(_INLINE.split()), frozenset(_FRONT.split())
RUN_IN = frozenset(_RUN_IN.split())
"""Elements whose heading is the beginning of their first paragraph."""

QUOTED = frozenset(_QUOTED.split())
"""Elements inside which a heading is a line of text and opens no piece of its own."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document. `kind` is one of

    front (a line above the text: agency, docket, subject), head, para, table, note (a footnote), amend (an instruction),
    section, part (a part, subpart or group of sections), appendix, subjects (the list of subjects), sign, end (of one of the last
    two). `level` is that of a heading, 0 for AGENCY:, SUMMARY: and the like; `number` a section's.
    """

    kind: str
    text: str = ""
    level: int = 0
    number: str = ""


def read_xml(data: bytes, number: str = "") -> list[Block]:
    """The blocks of the document `number` (of the only one if empty). Raises ParseError."""
    root = _root(data)
    documents = [root] if root.tag in DOCUMENTS else [item for item in root.iter(*DOCUMENTS) if _is_outermost(item)]
    if len(documents) > 1 and number:
        documents = [item for item in documents if normal_number(number) in normal_number(_filed(item))]
    if len(documents) != 1:
        found = f"{len(documents)} documents" if documents else "no document"
        raise ParseError(f"the Federal Register's XML holds {found} {number}".rstrip())
    try:
        blocks = list(_Reader(documents[0]).blocks())
    except RecursionError as error:
        raise ParseError("the Federal Register's XML is nested too deeply") from error
    return [block for block in blocks if block.text or block.kind in ("sign", "end", "section")]


def normal_number(number: str) -> str:
    """A document number with plain hyphens and upper-case letters: `2023–28384` is `2023-28384`."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", number).strip().upper()


def _root(data: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"the Federal Register's XML is ill-formed: {error}") from error
    if root is None:
        raise ParseError("the Federal Register's XML is empty")
    return root


def _is_outermost(element: _Element) -> bool:
    return not any(above.tag in DOCUMENTS for above in element.iterancestors())


def _filed(document: _Element) -> str:
    return " ".join("".join(item.itertext()) for item in document.iter("FRDOC"))


def _paragraph(words: Words) -> Iterator[Block]:
    if line := words.line():
        yield Block("para", line)


class _Reader:
    """Reads one document, element by element, each text once."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.notes = {label for note in root.iter("FTNT", "TNOTE") for label in _labels(note.find(".//SU"))}

    def blocks(self) -> Iterator[Block]:
        return self._inside(self.root)

    def _inside(self, element: _Element, quoted: bool = False) -> Iterator[Block]:
        """The blocks of what `element` holds: runs of words and inline elements are paragraphs."""
        words = Words(self.notes)
        words.add(element.text)
        for child in element:
            if child.tag in INLINE and not (child.tag in FRONT and element.tag == "PREAMB"):
                words.inline(child)
            else:
                yield from _paragraph(words)
                yield from self._block(child, quoted)
            words.tail(child)
        yield from _paragraph(words)

    def _block(self, element: _Element, quoted: bool) -> Iterator[Block]:
        tag = element.tag
        if tag == "HD":
            yield self._heading(element, quoted)
        elif tag in FRONT and not quoted:
            yield Block("front", self._line(element))
        elif tag in ("PART", "SUBPART", "SUBJGRP"):
            yield from self._group(element, quoted)
        elif tag in RUN_IN:
            yield from self._run_in(element)
        elif tag in _PARTICULAR:
            yield from _PARTICULAR[tag](self, element)
        else:
            yield from self._inside(element, quoted or tag in QUOTED)

    def _note(self, element: _Element) -> Iterator[Block]:
        yield Block("note", "\n\n".join(_flat(self._inside(element, True))))

    def _amendment(self, element: _Element) -> Iterator[Block]:
        inner = list(self._inside(element, True))
        yield Block("amend", " ".join(block.text for block in inner if block.kind == "para"))
        yield from (block for block in inner if block.kind != "para")

    def _signed(self, element: _Element) -> Iterator[Block]:
        yield Block("sign")
        yield from self._inside(element, True)
        yield Block("end")

    def _stars(self, _: _Element) -> Iterator[Block]:
        yield Block("para", "* * * * *")

    def _heading(self, element: _Element, quoted: bool) -> Block:
        text = self._line(element)
        if quoted:
            return Block("para", text)
        source = str(element.get("SOURCE") or "HD1")
        return Block("head", text, 0 if source.startswith(("HED", "THED")) else _level(source))

    def _section(self, element: _Element) -> Iterator[Block]:
        number, subject = element.find("SECTNO"), element.find("SUBJECT")
        for child in (number, subject):
            if child is not None:
                _take_out(child)
        yield Block(
            "section",
            self._line(subject) if subject is not None else "",
            number=self._line(number) if number is not None else "",
        )
        yield from self._inside(element, True)

    def _group(self, element: _Element, quoted: bool) -> Iterator[Block]:
        first = next((child for child in element if child.tag == "HD"), None)
        words = " ".join((element.text or "").split())
        if first is not None and not words:
            line = self._line(first)
            _take_out(first)
            yield Block("part", line)
        elif words and len(element) == 0:
            yield Block("part", words)
            return
        yield from self._inside(element, quoted)

    def _headed(self, element: _Element) -> Iterator[Block]:
        first = next((child for child in element if child.tag in ("HD", "RESERVED")), None)
        line = self._line(first) if first is not None else ""
        if first is not None:
            _take_out(first)
        inner = list(self._inside(element, True))
        if not line and inner and inner[0].kind == "para":
            line = inner.pop(0).text
        yield Block("appendix" if element.tag == "APPENDIX" else "subjects", line)
        yield from inner
        yield Block("end")

    def _run_in(self, element: _Element) -> Iterator[Block]:
        heading = next((child for child in element if child.tag in ("HD", "HED")), None)
        line = self._line(heading) if heading is not None else ""
        if heading is not None:
            _take_out(heading)
        inner = list(self._inside(element, True))
        if line and inner and inner[0].kind == "para":
            inner[0] = Block("para", f"{line} {inner[0].text}")
        elif line:
            inner.insert(0, Block("para", line))
        yield from inner

    def _contents(self, element: _Element) -> Iterator[Block]:
        """A table of contents as lines `165.715 Safety zone.`; its numbers are no sections."""
        yield Block("para", "\n".join(self._contents_lines(element)))

    def _contents_lines(self, element: _Element) -> list[str]:
        lines: list[str] = []
        numbered = False
        for child in element:
            if child.find("SECTNO") is not None:
                lines += self._contents_lines(child)
            elif child.tag in ("SECTNO", "SUBJECT", "RESERVED", "HD"):
                line = self._line(child)
                if numbered and child.tag != "SECTNO" and line:
                    lines[-1] += f" {line}"
                elif line:
                    lines.append(line)
                numbered = child.tag == "SECTNO" and bool(line)
            else:
                lines += _flat(self._block(child, True))
        return [*lines, *_loose(element)]

    def _table(self, element: _Element) -> Iterator[Block]:
        """Title, column heads, rows and notes, each on a line; cells are divided by ` | `."""
        lines: list[str] = []
        for child in element:
            if child.tag == "BOXHD":
                others = [cell for cell in child if cell.tag not in ("CHED", "PRTPAGE")]
                lines.append(" | ".join(self._columns(child)))
                lines += [*(self._line(cell) for cell in others), *_loose(child)]
            elif child.tag == "ROW":
                lines.append(" | ".join(self._line(cell) for cell in child if cell.tag != "PRTPAGE").strip(" |"))
                lines += _loose(child)
            elif child.tag != "PRTPAGE":
                lines.append(self._line(child))
        yield Block("table", "\n".join(line for line in [*lines, *_loose(element)] if line))

    def _columns(self, heads: _Element) -> list[str]:
        """The lowest heads, each after those that span it."""
        cells = [child for child in heads if child.tag == "CHED"]
        levels = [_level(str(cell.get("H") or "")) for cell in cells]
        names: list[str] = []
        above: dict[int, str] = {}
        for place, (cell, level) in enumerate(zip(cells, levels, strict=True)):
            above = {key: name for key, name in above.items() if key < level}
            above[level] = self._line(cell)
            following = levels[place + 1] if place + 1 < len(levels) else 0
            if following <= level:
                names.append(": ".join(name for name in above.values() if name))
        return names

    def _picture(self, element: _Element) -> Iterator[Block]:
        name = " ".join(" ".join(item.itertext()).strip() for item in element.iter("GID", "MID"))
        if name.strip():
            yield Block("para", f"[{'Formula' if element.tag == 'MATH' else 'Graphic'} {name.strip()}]")
        for child in element:
            if child.tag not in ("GID", "MID"):
                yield from self._block(child, True)
        for line in _loose(element):
            yield Block("para", line)

    def _line(self, element: _Element, deep: bool = True) -> str:
        words = Words(self.notes)
        words.add(element.text)
        for child in element if deep else ():
            words.inline(child)
            words.tail(child)
        return words.line()


_PARTICULAR: dict[str, Callable[[_Reader, _Element], Iterator[Block]]] = {
    "GPOTABLE": _Reader._table,
    "FTNT": _Reader._note,
    "SECTION": _Reader._section,
    "AMDPAR": _Reader._amendment,
    "APPENDIX": _Reader._headed,
    "LSTSUB": _Reader._headed,
    "SIG": _Reader._signed,
    "FRDOC": _Reader._signed,
    "BILCOD": _Reader._signed,
    "FILED": _Reader._signed,
    "CONTENTS": _Reader._contents,
    "STARS": _Reader._stars,
    "GPH": _Reader._picture,
    "MATH": _Reader._picture,
}
"""How particular elements are read."""


def _flat(blocks: Iterable[Block]) -> list[str]:
    """The texts of blocks, with the numbers of sections."""
    lines = (f"{block.number} {block.text}".strip() for block in blocks)
    return [line for line in lines if line]


def _loose(element: _Element) -> list[str]:
    """Words directly in an element that should hold nothing but elements."""
    words = " ".join([element.text or "", *(child.tail or "" for child in element)]).split()
    return [" ".join(words)] if words else []


def _level(words: str) -> int:
    """The first digit in `words`, else 1."""
    found = re.search(r"[1-9]", words)
    return int(found[0]) if found else 1


def _take_out(element: _Element) -> None:
    """Remove an element and leave what follows it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _labels(element: _Element | None) -> list[str]:
    return re.split(r"[,\s]+", "".join(element.itertext()).strip()) if element is not None else []
