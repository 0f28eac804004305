"""The paragraphs and items inside one provision: 款, （一）, 1., (1)(a)(i)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from regbot.parse.numbering import Number, arabic_number, chinese_number, follows, letter_number, missing, roman_number
from regbot.parse.numerals import ARABIC, CHINESE, parse_circled
from regbot.parse.prose import BLANKS, expects_label
from regbot.parse.tree import Issue, IssueKind, Kind, Node, unique

_MARKER = re.compile(
    rf"[（(][{BLANKS}]?(?:(?P<zh>[{CHINESE}]{{1,6}})|(?P<paren>[{ARABIC}]{{1,4}}[A-Za-z]?)|(?P<letters>[A-Za-z]{{1,6}}))"
    rf"[{BLANKS}]?[)）]"
    rf"|(?P<comma>[{CHINESE}]{{1,6}})、"
    rf"|(?P<dot>[{ARABIC}]{{1,3}}[A-Za-z]?)(?:[.．](?![{ARABIC}])|、)"
    rf"|(?P<close>[{ARABIC}]{{1,3}}|[a-z])[)）]"
    rf"|(?P<letterdot>[a-z])[.．](?=[{BLANKS}])"
    r"|(?P<circled>[①-⑳])"
)
_INDENT = re.compile(rf"[{BLANKS}]*")
_GAP = re.compile(rf"[—–{BLANKS}]*")
_CAPTION = re.compile(rf"[A-Z][^.;:(（\n]{{0,80}}\.[{BLANKS}]{{1,4}}(?=[(（])")
_CLOSED = (*".;:!?。；：！？—)）", " and", " or")


_LISTS_REMEMBERED = 4


class _Reading(NamedTuple):
    """What a list marker can mean: a number in a style; lists of different styles nest in each other."""

    style: str
    number: Number


class _Marker(NamedTuple):
    readings: tuple[_Reading, ...]
    label_end: int
    content: int


@dataclass(slots=True)
class _Draft:
    """A node to be. Its own text ends where its first child begins."""

    kind: Kind
    number: Number
    style: str
    label: str
    start: int
    text_start: int
    children: list[_Draft] = field(default_factory=list)


def subdivide(text: str, eid: str) -> tuple[Node, ...]:
    """The paragraphs of a provision's text, with their items; together they cover `text`; none if it is blank.

    Paragraphs are separated by blank lines, or indented by an ideographic or em space. Eids are counted:
    `<eid>__para_2`. A text that begins with a list marker has numbered paragraphs instead: `<eid>__para_a`, and what
    unnumbered block follows inside one is `<eid>__para_a__subpara_2`. Lines with a list marker in sequence are items
    of the paragraph in front of them: `<eid>__para_2__item_3__item_a`.
    """
    return divide(text, 0, len(text), eid, [])


def divide(text: str, start: int, end: int, eid: str, issues: list[Issue]) -> tuple[Node, ...]:
    """As `subdivide`, for `text[start:end]`; adds to `issues` what is odd about the numbering."""
    reader = _Reader(text, start, issues)
    position = start
    for line in text[start:end].splitlines(keepends=True):
        reader.read(line, position)
        position += len(line)
    return _nodes(reader.paragraphs, end, eid)


class _Reader:
    """Reads a provision line by line.

    `stack` holds the open drafts, the paragraph at the bottom; `closed` such stacks as a new block has closed.
    """

    def __init__(self, text: str, start: int, issues: list[Issue]) -> None:
        self.text = text
        self.start = start
        self.issues = issues
        self.paragraphs: list[_Draft] = []
        self.stack: list[_Draft] = []
        self.closed: list[list[_Draft]] = []
        self.before = ""

    def read(self, line: str, position: int) -> None:
        """Take in the line that begins at `position`. Blank lines stay with the draft in front of them."""
        stripped = line.strip()
        if stripped:
            start = position if self.stack else self.start
            indent = _INDENT.match(line)
            at = position + (indent.end() if indent else 0)
            if not self._read_item(start, at, position + len(line.rstrip())):
                self._read_prose(start, indented=line.startswith(("\u3000", "\u2003")))
        self.before = stripped

    def _read_prose(self, start: int, indented: bool) -> None:
        if not self.stack:
            self._open_paragraph(start)
        elif indented or not self.before:
            self._open_block(start)

    def _open_block(self, start: int) -> None:
        if len(self.stack) > 1:
            self.closed.append(self.stack)
        if not self.stack[0].style:
            self._open_paragraph(start)
            return
        self.stack = self.stack[:1]
        last = self.stack[0].children[-1:]
        count = last[0].number.key[0] + 1 if last and last[0].kind is Kind.SUBPARAGRAPH else 2
        self._push(_Draft(Kind.SUBPARAGRAPH, _counted(count), "", "", start, start))

    def _open_paragraph(self, start: int) -> None:
        self.stack = []
        self._push(_Draft(Kind.PARAGRAPH, _counted(len(self.paragraphs) + 1), "", "", start, start))

    def _push(self, draft: _Draft) -> None:
        (self.stack[-1].children if self.stack else self.paragraphs).append(draft)
        self.stack.append(draft)

    def _read_item(self, start: int, at: int, stop: int) -> bool:
        """Open what the list markers at `at` open; False if there is none in sequence."""
        marker = None if expects_label(self.before) else _marker(self.text, at, stop)
        placed = marker is not None and self._place(marker, start, at)
        while marker and placed:
            at = _after_caption(self.text, marker.content, stop)
            marker = _marker(self.text, at, stop) if self.text[at : at + 1] in ("(", "（") else None
            if not (marker and self._nest(marker, at, at)):
                break
        return placed

    def _place(self, marker: _Marker, start: int, at: int) -> bool:
        return (
            self._continue(marker, start, at, strictly=True)
            or (self._sentence_closed() and self._reopen(marker) and self._continue(marker, start, at, strictly=True))
            or self._nest(marker, start, at)
            or (self._sentence_closed() and self._continue(marker, start, at, strictly=False))
        )

    def _sentence_closed(self) -> bool:
        return not self.before or self.before.endswith(_CLOSED)

    def _continue(self, marker: _Marker, start: int, at: int, strictly: bool) -> bool:
        """Open a sibling of the innermost draft that the marker continues; if not `strictly`, gaps and repeats do."""
        for depth in range(len(self.stack) - 1, -1, -1):
            before = self.stack[depth]
            number = _next_number(before, marker.readings, strictly)
            if number:
                self.stack = self.stack[:depth]
                if not depth:
                    self.closed.clear()
                label = self.text[at : marker.label_end]
                self._push(_Draft(before.kind, number, before.style, label, start, marker.content))
                if not strictly:
                    self._report(before, self.stack[-1], at)
                return True
        return False

    def _reopen(self, marker: _Marker) -> bool:
        """Go back to a list that the marker continues: the blocks since, with their items, belong to its last item."""
        for place in range(len(self.closed) - 1, max(len(self.closed) - _LISTS_REMEMBERED, 0) - 1, -1):
            stack = self.closed[place]
            if any(_next_number(draft, marker.readings, strictly=True) for draft in stack):
                del self.closed[place:]
                self._take_back(stack)
                return True
        return False

    def _take_back(self, stack: list[_Draft]) -> None:
        later: list[_Draft] = []
        siblings = self.paragraphs
        for draft in stack:
            while siblings[-1] is not draft:
                later.append(siblings.pop())
            siblings = draft.children
        stack[-1].children += [item for block in reversed(later) for item in block.children]
        self.stack = stack

    def _report(self, before: _Draft, after: _Draft, at: int) -> None:
        if before.number.key == after.number.key:
            self.issues.append(Issue(IssueKind.DUPLICATE, after.kind, at, after.label))
        else:
            self.issues.append(Issue(IssueKind.GAP, after.kind, at, after.label, missing(before.number, after.number)))

    def _nest(self, marker: _Marker, start: int, at: int) -> bool:
        """Open a list within the innermost draft, if the marker is the first of a style not yet open."""
        styles = {draft.style for draft in self.stack}
        for style, number in marker.readings:
            if number.is_first and style not in styles:
                kind = Kind.ITEM if self.stack else Kind.PARAGRAPH
                self._push(_Draft(kind, number, style, self.text[at : marker.label_end], start, marker.content))
                return True
        return False


def _counted(count: int) -> Number:
    return Number((count,), str(count))


def _next_number(before: _Draft, readings: tuple[_Reading, ...], strictly: bool) -> Number | None:
    numbers = [number for style, number in readings if style == before.style]
    last = before.number
    fitting = (number for number in numbers if (follows(last, number) if strictly else number.key >= last.key))
    return next(fitting, None)


def starts_item(line: str) -> bool:
    """Whether `line` begins with a list marker, in sequence or not."""
    return bool(_MARKER.match(line))


def _after_caption(text: str, at: int, stop: int) -> int:
    """Where a second list marker may stand: after the caption in "(a) General. (1) The …", else at `at`."""
    caption = _CAPTION.match(text, at, stop)
    return caption.end() if caption else at


def _marker(text: str, at: int, stop: int) -> _Marker | None:
    match = _MARKER.match(text, at, stop)
    readings = _readings(match) if match else ()
    if match is None or not readings:
        return None
    gap = _GAP.match(text, match.end(), stop)
    return _Marker(readings, match.end(), gap.end() if gap else match.end())


def _readings(match: re.Match[str]) -> tuple[_Reading, ...]:
    shape = match.lastgroup or ""
    written = match[shape]
    numbers: tuple[tuple[str, Number | None], ...]
    if shape in ("zh", "comma"):
        numbers = (("", chinese_number(written)),)
    elif shape == "circled":
        value = parse_circled(written)
        numbers = (("", _counted(value) if value else None),)
    elif written[0].isalpha():
        numbers = _letter_readings(written)
    else:
        numbers = (("", arabic_number(written)),)
    return tuple(_Reading(shape + family, number) for family, number in numbers if number)


def _letter_readings(written: str) -> tuple[tuple[str, Number | None], ...]:
    """Letters as a, b …, as i, ii …, and aa as an addition to a."""
    case = "A" if written.isupper() else "a"
    letters = letter_number(written) if len(written) <= 2 else None
    numeral = roman_number(written.upper())
    roman = Number(numeral.key, written.lower()) if numeral else None
    key = tuple(number.key[0] for letter in written if (number := letter_number(letter)))
    added = Number(key, written.lower()) if len(written) == 2 else None
    return (case, letters), (case, added), (f"roman-{case}", roman)


def _nodes(drafts: list[_Draft], end: int, parent: str) -> tuple[Node, ...]:
    taken: dict[str, int] = {}
    nodes = []
    for place, draft in enumerate(drafts):
        stop = drafts[place + 1].start if place + 1 < len(drafts) else end
        eid = unique(f"{parent}__{draft.kind.value}_{draft.number.text}", taken)
        text_end = draft.children[0].start if draft.children else stop
        nodes.append(
            Node(
                eid=eid,
                kind=draft.kind,
                number=draft.number.text,
                label=draft.label,
                heading="",
                start=draft.start,
                heading_start=draft.text_start,
                text_start=draft.text_start,
                text_end=text_end,
                end=stop,
                children=_nodes(draft.children, stop, eid),
            )
        )
    return tuple(nodes)
