"""Acts in Formex 4, the XML of the Official Journal: acts, consolidated acts, annexes, corrigenda."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from regbot.parse.errors import ParseError
from regbot.parse.text import clean
from regbot.sources.eurlex.formex_package import is_included, members, root_of
from regbot.sources.eurlex.formulas import in_line
from regbot.sources.eurlex.parts import Act, Assembler, Line, Mark, number_of, plain, title_of

_INLINE_NAMES = """
    HT DATE FT IE NOTE REF.DOC REF.DOC.OJ REF.DOC.ECR REF.DOC.SE REF.NP.ECR REF.CORE QUOT.START QUOT.END NO.DOC.C
    NAME.CASE ADDR.S LINK FMT.VALUE MARGIN KEYWORD BR EXPONENT INDEX OVER UNDER FRACTION DIVIDEND DIVISOR ROOT SUM
    INT IND EXPR BAR FORMULA.S FORMULA DATE.REF REF.CONSID NO.CASE DURAB DEGREE OP.MATH OP.CMP VECTOR INCL.ELEMENT
    STRING
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_UNREAD_NAMES = """
    BIB.INSTANCE BIB.DOC BIB.OJ INFO.CONSLEG INFO.PROD FAM.COMP GR.MOD.ACT INCL.ELEMENT INCLUSIONS PROLOG.INFO
    PUBLICATION.REF FMX TOC LEGAL.VALUE PAPER
"""
_UNREAD = frozenset(_UNREAD_NAMES.split())
_TITLED = frozenset(
    ("ACT", "CONS.ACT", "CONS.DOC", "CORR", "CORR.ACTION", "GENERAL", "AGR", "ACT.GEN", "DECISION.ECSC", "LSEU")
)
"""Elements whose title is that of the document."""

_UNDIVIDED = frozenset(("CORR", "CORR.ACTION", "GENERAL"))


def parse_formex(data: bytes | Sequence[bytes]) -> Act:
    """An act from its Formex file, its zip package, or its files and packages in order. Raises ParseError."""
    files = [member for item in ([data] if isinstance(data, bytes) else data) for member in members(item)]
    roots = [root for item in files if (root := root_of(item)) is not None]
    if not roots:
        raise ParseError("there is no Formex document in it")
    try:
        return _act(roots)
    except RecursionError as error:
        raise ParseError("the document is nested too deeply to be a legal text") from error


def _act(roots: Sequence[Any]) -> Act:
    reader = _Reader()
    quoted = any(root.find(".//QUOT.S//INCL.ELEMENT") is not None for root in roots)
    reader.included = [root for root in roots[1:] if quoted and is_included(root)]
    for root in [root for root in roots if root not in reader.included]:
        reader.document(root)
    reader.rest()
    first = roots[0]
    return Act(
        title_of(reader.titles),
        Assembler(reader.notes).pieces(reader.lines),
        _iso(first.find("BIB.INSTANCE/DATE")) or _iso(first.find("CONS.DOC//BIB.DATA/DATE")),
        _iso(first.find("BIB.INSTANCE/DOCUMENT.REF/DATE")) or _iso(first.find("BIB.INSTANCE/PUBLICATION.REF/DATE")),
        (first.findtext("BIB.INSTANCE/LG.DOC") or first.findtext("CONS.DOC/BIB.INSTANCE/LG.DOC") or "")
        .strip()[:2]
        .lower(),
    )


def _iso(element: Any) -> date | None:
    value = (element.get("ISO") or "") if element is not None else ""
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None


class _Reader:
    """Walks Formex documents and writes down their lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.notes: dict[str, tuple[str, str]] = {}
        self.titles: list[str] = []
        self._level = 0
        self._quoted = 0
        self._annexed = False
        self._file = 0
        self._defined: dict[str, Any] = {}
        self.included: list[Any] = []

    def rest(self) -> None:
        """Files that are quoted somewhere, but nowhere asked for."""
        self._quoted += 1
        while self.included:
            self.lines += self._blocks(self.included.pop(0))
        self._quoted -= 1

    def document(self, root: Any) -> None:
        """One file: an act, an annex, a corrigendum."""
        self._file += 1
        self._defined = {item.get("NOTE.ID"): item for item in root.iter("NOTE") if item.get("NOTE.ID")}
        if root.tag in ("ANNEX", "CONS.ANNEX"):
            self.lines += self._annex(root)
        elif root.tag in _UNDIVIDED:
            self.lines += self._undivided(root)
        else:
            self.lines += self._blocks(root)

    def _undivided(self, root: Any) -> list[Line]:
        """A corrigendum or notice: articles in it are other acts'."""
        title = root.find("TITLE")
        found = self._title(title) if title is not None else []
        self._quoted += 1
        lines = [
            line
            for child in root
            if isinstance(child.tag, str) and child is not title
            for line in self._block_or_none(child)
        ]
        self._quoted -= 1
        return [*found, *(replace(line, mark=Mark.BODY) for line in lines)]

    def _blocks(self, element: Any) -> list[Line]:
        """Lines of the text within `element`; a structural element below it is taken down by its own rule."""
        found: list[Line] = []
        words, notes = element.text or "", []  # type: tuple[str, list[str]]

        def flush() -> None:
            nonlocal words, notes
            text = _clean(words)
            if text or notes:
                found.append(Line(text, notes=tuple(notes)))
            words, notes = "", []

        for child in element:
            tag = child.tag
            if not isinstance(tag, str):
                pass
            elif tag == "INCL.ELEMENT" and self._quoted and self.included:
                flush()
                found += self._blocks(self.included.pop(0))
            elif tag in _UNREAD:
                words += " "
            elif (tag in _INLINE or tag == "QUOT.S") and not _has_blocks(child):
                text, keys = self._inline(child)
                words += text
                notes += keys
            else:
                flush()
                found += self._block(child)
            words += child.tail or ""
        flush()
        return found

    def _block(self, element: Any) -> list[Line]:
        rule = _RULES.get(element.tag)
        if rule is None:
            return self._blocks(element)
        return rule(self, element)

    def _inline(self, element: Any) -> tuple[str, list[str]]:
        """The words of an inline element, and the keys of the footnotes in it."""
        if element.tag == "NOTE":
            return self._note(element)
        if element.tag in ("QUOT.START", "QUOT.END"):
            return _sign(element), []
        text, notes = element.text or "", []  # type: tuple[str, list[str]]
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNREAD:
                words, keys = self._inline(child)
                text += in_line(child, words) if child.tag in _INLINE else f" {words} "
                notes += keys
            text += child.tail or ""
        return text, notes

    def _note(self, element: Any) -> tuple[str, list[str]]:
        """A footnote stands where it is referred to; one that only refers (`NOTE.REF`) repeats the other's number."""
        name = element.get("NOTE.ID") or element.get("NOTE.REF") or ""
        key = f"{self._file}:{name or len(self.notes)}"
        if key not in self.notes:
            source = element if len(element) or (element.text or "").strip() else self._defined.get(name, element)
            text = _clean(" ".join(line.text for line in self._blocks(source)))
            marked = re.match(r"^\(?\s?(\d{1,3}|\*+)\s?\)\s*", text)
            if not text:
                return "", []
            self.notes[key] = (marked[1], text[marked.end() :]) if marked else (str(len(self.notes) + 1), text)
        return f" ({self.notes[key][0]})", [key]

    def _note_group(self, element: Any) -> list[Line]:
        """Footnotes below a table."""
        keys = [key for note in element.iter("NOTE") for key in self._note(note)[1]]
        return [Line("", notes=tuple(dict.fromkeys(keys)))]

    # --- parts of an act

    def _title(self, element: Any) -> list[Line]:
        lines = self._blocks(element)
        if self._quoted or self._annexed or element.getparent().tag not in _TITLED:
            return lines
        self.titles += [line.text for line in lines if line.text]
        return [replace(line, mark=Mark.TITLE) for line in lines]

    def _preamble(self, element: Any) -> list[Line]:
        if self._quoted or self._annexed:
            return self._blocks(element)
        found: list[Line] = []
        for line in self._blocks(element):
            found.append(
                replace(line, mark=Mark.PREAMBLE) if line.mark is Mark.TEXT and not _in_recital(found) else line
            )
        return found

    def _formula(self, element: Any) -> list[Line]:
        lines = self._blocks(element)
        return lines if self._quoted or self._annexed else [replace(line, mark=Mark.FORMULA) for line in lines]

    def _recital(self, element: Any) -> list[Line]:
        lines = self._blocks(element)
        if self._quoted or self._annexed or not lines:
            return lines
        marker = element.find("NP/NO.P")
        number = number_of("".join(marker.itertext())) if marker is not None else ""
        first = re.sub(r"^\(?\s?\d{1,4}[a-z]?\s?\)\s*", "", lines[0].text) if number else lines[0].text
        return [replace(lines[0], text=first, mark=Mark.RECITAL, number=number, tight=False), *lines[1:]]

    def _division(self, element: Any) -> list[Line]:
        title = element.find("TITLE")
        self._level += 1
        found: list[Line] = []
        if title is not None:
            found += self._heading(title)
        found += [
            line
            for child in element
            if isinstance(child.tag, str) and child is not title
            for line in self._block(child)
        ]
        self._level -= 1
        return found

    def _heading(self, title: Any) -> list[Line]:
        lines = self._blocks(title)
        if self._quoted or self._annexed or not lines:
            return lines
        rest = [replace(line, mark=Mark.DIVISION_TITLE) for line in lines[1:]]
        return [replace(lines[0], mark=Mark.DIVISION, level=self._level), *rest]

    def _article(self, element: Any) -> list[Line]:
        heads = [child for child in element if child.tag in ("TI.ART", "STI.ART")]
        rest = [child for child in element if isinstance(child.tag, str) and child not in heads]
        if self._quoted or self._annexed:
            return [line for child in [*heads, *rest] for line in self._block(child)]
        found: list[Line] = []
        for head in heads:
            lines = self._blocks(head)
            text = " ".join(line.text for line in lines)
            notes = tuple(key for line in lines for key in line.notes)
            if head.tag == "TI.ART" and not found:
                found.append(Line(text, Mark.ARTICLE, _identifier(element.get("IDENTIFIER") or "", text), notes=notes))
            elif text:
                found.append(Line(text, Mark.ARTICLE_TITLE, notes=notes))
        if not found:
            number = _identifier(element.get("IDENTIFIER") or "", "")
            found.append(Line("", Mark.ARTICLE, number))
        self._quoted += 1
        found += [line for child in rest for line in self._block_or_none(child)]
        self._quoted -= 1
        return found

    def _closing(self, element: Any) -> list[Line]:
        lines = self._blocks(element)
        return lines if self._quoted or self._annexed else [replace(line, mark=Mark.CLOSING) for line in lines]

    def _annex(self, element: Any) -> list[Line]:
        if self._quoted or self._annexed:
            return self._blocks(element)
        title = element.find("TITLE")
        self._annexed = True
        found = self._blocks(title) if title is not None else []
        lines = [Line(found[0].text if found else "", Mark.ANNEX, notes=found[0].notes if found else ())]
        lines += [replace(line, mark=Mark.ANNEX_TITLE) for line in found[1:]]
        body = [
            line
            for child in element
            if isinstance(child.tag, str) and child is not title
            for line in self._block_or_none(child)
        ]
        self._annexed = False
        return [*lines, *body]

    def _block_or_none(self, child: Any) -> list[Line]:
        return [] if child.tag in _UNREAD else self._block(child)

    def _quotation(self, element: Any) -> list[Line]:
        """What is quoted belongs to the provision that quotes it."""
        self._quoted += 1
        lines = self._blocks(element)
        self._quoted -= 1
        return [replace(line, tight=True) for line in lines]

    # --- paragraphs, lists, tables

    def _numbered(self, element: Any) -> list[Line]:
        """A number (`NO.P`, `NO.PARAG`) and what it numbers."""
        number = next((child for child in element if child.tag in ("NO.P", "NO.PARAG")), None)
        mark = _clean(self._inline(number)[0]) if number is not None else ""
        lines = [
            line
            for child in element
            if isinstance(child.tag, str) and child is not number
            for line in self._block_or_none(child)
        ]
        if not lines or lines[0].mark is not Mark.TEXT:
            return [Line(mark), *lines] if mark else lines
        first = replace(lines[0], text=f"{mark} {lines[0].text}".strip())
        return [first, *(replace(line, tight=line.tight or element.tag == "NP") for line in lines[1:])]

    def _list(self, element: Any) -> list[Line]:
        sign = {"DASH": "—", "BULLET": "•"}.get(element.get("TYPE") or "", "")
        found: list[Line] = []
        for item in element:
            if not isinstance(item.tag, str):
                continue
            lines = self._block(item)
            if lines and sign and item.tag == "ITEM" and item.find("NP") is None:
                lines[0] = replace(lines[0], text=f"{sign} {lines[0].text}")
            found += [replace(line, tight=True) for line in lines]
        return found

    def _table(self, element: Any) -> list[Line]:
        found: list[Line] = []
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag == "ROW":
                found += self._row(child)
            elif child.tag in ("CORPUS", "BLK"):
                found += self._table(child)
            else:
                found += self._block_or_none(child)
        return [replace(line, tight=at > 0) for at, line in enumerate(found)]

    def _row(self, element: Any) -> list[Line]:
        cells = [self._blocks(cell) for cell in element if cell.tag == "CELL"]
        words = [" ".join(line.text for line in cell) for cell in cells]
        notes = tuple(key for cell in cells for line in cell for key in line.notes)
        text = " | ".join(words).strip(" |") if len(words) > 1 else "".join(words)
        return [Line(text, notes=notes)] if text else []


def _in_recital(found: Sequence[Line]) -> bool:
    return (
        bool(found) and found[-1].mark in (Mark.RECITAL, Mark.TEXT) and any(line.mark is Mark.RECITAL for line in found)
    )


def _has_blocks(element: Any) -> bool:
    return element.tag not in ("NOTE", "QUOT.START", "QUOT.END") and any(
        child.tag in ("P", "TBL", "LIST", "ARTICLE", "NP", "INCL.ELEMENT") for child in element.iter()
    )


def _identifier(identifier: str, heading: str) -> str:
    match = re.fullmatch(r"0*(\d{1,4})([A-Z]{0,2})", identifier.strip())
    return f"{int(match[1])}{match[2].lower()}" if match and int(match[1]) else number_of(heading, "1")


def _sign(element: Any) -> str:
    try:
        return chr(int(element.get("CODE") or "", 16))
    except (ValueError, OverflowError):
        return "“" if element.tag == "QUOT.START" else "”"


def _clean(text: str) -> str:
    text = plain(clean(text).text)
    return re.sub(r"\s+([,.;:)\]’”])(?=\s|$)", r"\1", text)


Rule = Callable[[_Reader, Any], list[Line]]
_RULES: dict[str, Rule] = {
    "TITLE": _Reader._title,
    "PREAMBLE": _Reader._preamble,
    "PREAMBLE.FINAL": _Reader._formula,
    "CONSID": _Reader._recital,
    "DIVISION": _Reader._division,
    "ARTICLE": _Reader._article,
    "FINAL": _Reader._closing,
    "ANNEX": _Reader._annex,
    "CONS.ANNEX": _Reader._annex,
    "QUOT.S": _Reader._quotation,
    "NP": _Reader._numbered,
    "NP.ECR": _Reader._numbered,
    "PARAG": _Reader._numbered,
    "LIST": _Reader._list,
    "TBL": _Reader._table,
    "GR.NOTES": _Reader._note_group,
}
