"""An act of the European Union in its parts: recitals, articles, annexes, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from regbot.parse.assemble import Piece, unique_pieces
from regbot.parse.errors import ParseError
from regbot.parse.numerals import parse_roman

SPACES = re.compile(r"\s+")
OPENING = "‘“„«\"'"
_NUMBER = re.compile(
    r"(?<![\w/])(\d{1,4})(?:[ \u00a0]?([a-z]{1,2}|bis|ter|quater|quinquies|sexies|septies|octies))?(?![\w/])"
)
_CAPITALS = re.compile(r"(?<![\w])([IVXLC]{1,8})([a-z]?)(?![\w])")
_LETTER = re.compile(r"(?<![\w])([A-Z])(?![\w])")


class Mark(Enum):
    """What a line of an act is."""

    TITLE = auto()
    MEMORANDUM = auto()
    PREAMBLE = auto()
    RECITAL = auto()
    FORMULA = auto()
    DIVISION = auto()
    DIVISION_TITLE = auto()
    ARTICLE = auto()
    ARTICLE_TITLE = auto()
    BODY = auto()
    CLOSING = auto()
    ANNEX = auto()
    ANNEX_TITLE = auto()
    ATTACHMENT = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, list item or table row of an act.

    `number` is the number of a recital or article where the markup tells it (`5a`). A `tight` line stands directly below
    the one before. `notes` are keys of the footnotes it refers to. `level` counts divisions from 1; 0 where it is unknown.
    """

    text: str
    mark: Mark = Mark.TEXT
    number: str = ""
    tight: bool = False
    notes: tuple[str, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """An act as one response gives it. `dated` is the day of the act, `published` that of its Official Journal."""

    title: str
    pieces: tuple[Piece, ...]
    dated: date | None = None
    published: date | None = None
    lang: str = ""


def plain(text: str) -> str:
    """`text` with single spaces."""
    return SPACES.sub(" ", text).strip()


def number_of(text: str, fallback: str = "") -> str:
    """The number in a heading, as an eid writes it: `5`, `5a`, `6_bis`, Roman ones as figures; `fallback` without any."""
    match = _NUMBER.search(text)
    if match:
        suffix = (match[2] or "").lower()
        return f"{int(match[1])}{'_' if len(suffix) > 2 else ''}{suffix}"
    for match in _CAPITALS.finditer(text):
        value = parse_roman(match[1])
        if value and (len(match[1]) > 1 or match[1] in "IVX"):
            return f"{value}{match[2]}"
    letter = _LETTER.search(text)
    return letter[1].lower() if letter else fallback


def joined(lines: Iterable[Line]) -> str:
    """The text of lines: paragraphs divided by an empty line, list items and table rows each on its own line."""
    text = ""
    for line in lines:
        if line.text:
            text += ("\n" if line.tight else "\n\n") * bool(text) + line.text
    return text


@dataclass
class _Part:
    eid: str
    label: str = ""
    heading: list[str] = field(default_factory=list)
    group: str = ""
    lines: list[Line] = field(default_factory=list)


@dataclass
class _Division:
    level: int
    word: str
    name: str
    used: bool = False


class Assembler:
    """Puts lines together to pieces. `notes` are the footnotes by their key, `(mark, text)`."""

    def __init__(self, notes: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._notes = dict(notes or {})
        self._parts: list[_Part] = []
        self._divisions: list[_Division] = []
        self._counted = {Mark.RECITAL: 0, Mark.ANNEX: 0, Mark.ATTACHMENT: 0, Mark.DIVISION: 0}

    def pieces(self, lines: Iterable[Line]) -> tuple[Piece, ...]:
        """The pieces of `lines`, in their order, each eid once. Raises ParseError when there is no text."""
        for line in lines:
            self._take(line)
        self._keep_empty(self._divisions)
        told: set[str] = set()
        made = [self._piece(part, told) for part in self._parts]
        rest = [_noted(*note) for key, note in self._notes.items() if key not in told]
        if rest:
            made.append(Piece("notes", "Notes", "", "\n".join(rest)))
        kept = [piece for piece in made if piece.text]
        if not kept:
            raise ParseError("the document holds no text")
        return tuple(unique_pieces(kept))

    def _take(self, line: Line) -> None:
        mark = line.mark
        if mark in _SIMPLE:
            self._simply(line)
        elif mark is Mark.DIVISION:
            self._divide(line)
        elif mark is Mark.DIVISION_TITLE and self._divisions:
            self._divisions[-1].name = plain(f"{self._divisions[-1].name} {line.text}")
        elif mark is Mark.RECITAL:
            self._counted[mark] += 1
            number = line.number or str(self._counted[mark])
            self._open(f"rec_{number}", f"Recital {number}", line)
        elif mark is Mark.ARTICLE:
            number = line.number or number_of(line.text, "1")
            self._parts.append(_Part(f"art_{number}", line.text, group=self._group()))
            self._parts[-1].lines.append(Line("", notes=line.notes))
        elif mark in (Mark.ANNEX, Mark.ATTACHMENT):
            self._annex(line)
        elif mark in (Mark.ARTICLE_TITLE, Mark.ANNEX_TITLE) and self._parts:
            self._parts[-1].heading.append(line.text)
            self._parts[-1].lines.append(Line("", notes=line.notes))
        else:
            self._text(line)

    def _simply(self, line: Line) -> None:
        eid, label = _SIMPLE[line.mark]
        if self._parts and self._parts[-1].eid == eid:
            self._parts[-1].lines.append(line)
        else:
            self._open(eid, label, line)

    def _divide(self, line: Line) -> None:
        word = _word(line.text)
        level = line.level or next((item.level for item in self._divisions if item.word == word), 0)
        if not level:
            level = self._divisions[-1].level + 1 if self._divisions else 1
        self._keep_empty([item for item in self._divisions if item.level >= level])
        self._divisions = [item for item in self._divisions if item.level < level]
        self._divisions.append(_Division(level, word, line.text))

    def _keep_empty(self, ended: Sequence[_Division]) -> None:
        """Headings below which nothing came are text as well."""
        empty = [item.name for item in ended if not item.used]
        if empty:
            self._counted[Mark.DIVISION] += 1
            self._parts.append(_Part(f"division_{self._counted[Mark.DIVISION]}", lines=[Line(" — ".join(empty))]))

    def _annex(self, line: Line) -> None:
        self._keep_empty(self._divisions)
        self._divisions = []
        self._counted[line.mark] += 1
        count = str(self._counted[line.mark])
        eid = (
            f"annex_{line.number or number_of(line.text, count)}" if line.mark is Mark.ANNEX else f"attachment_{count}"
        )
        self._parts.append(_Part(eid, line.text))
        self._parts[-1].lines.append(Line("", notes=line.notes))

    def _text(self, line: Line) -> None:
        if self._divisions and not self._divisions[-1].used:
            self._counted[Mark.DIVISION] += 1
            name = self._divisions[-1].name
            self._parts.append(
                _Part(f"division_{self._counted[Mark.DIVISION]}", name, group=self._group(), lines=[line])
            )
        elif self._parts and self._parts[-1].eid != "formula":
            self._parts[-1].lines.append(line)
        else:
            self._open(*_SIMPLE[Mark.BODY if self._parts else Mark.TITLE], line)

    def _open(self, eid: str, label: str, line: Line) -> None:
        self._parts.append(_Part(eid, label, lines=[line]))

    def _group(self) -> str:
        for item in self._divisions:
            item.used = True
        return " — ".join(item.name for item in self._divisions)

    def _piece(self, part: _Part, told: set[str]) -> Piece:
        keys = [key for line in part.lines for key in line.notes if key in self._notes]
        told.update(keys)
        notes = [Line(_noted(*self._notes[key]), tight=at > 0) for at, key in enumerate(dict.fromkeys(keys))]
        heading = plain(" ".join(part.heading))
        text = joined([*part.lines, *notes]) or heading or part.label
        return Piece(part.eid, part.label, heading, text, part.group)


_SIMPLE = {
    Mark.TITLE: ("preface", "Title"),
    Mark.MEMORANDUM: ("memorandum", "Explanatory memorandum"),
    Mark.PREAMBLE: ("preamble", "Preamble"),
    Mark.FORMULA: ("formula", "Enacting formula"),
    Mark.BODY: ("body", "Text"),
    Mark.CLOSING: ("conclusions", "Conclusions"),
}


def _noted(mark: str, text: str) -> str:
    return f"Note {mark}: {text}" if mark else f"Note: {text}"


def _word(heading: str) -> str:
    """The word that says what sort of division a heading names, whatever its language."""
    words = [word for word in re.findall(r"[^\W\d_]+", heading) if len(word) > 1 and parse_roman(word) is None]
    return words[0].casefold() if words else ""


def title_of(lines: Sequence[str]) -> str:
    """The title made of the lines of a title, without what only says where it counts."""
    kept = [
        line for line in lines if not re.match(r"\(?\s*(?:Text with EEA relevance|Only the .{3,60} authentic)", line)
    ]
    return re.sub(r"(?<=\w)\s?\(\d{1,2}\)(?=$|[\s,])", "", plain(" ".join(kept or lines)))[:1000]
