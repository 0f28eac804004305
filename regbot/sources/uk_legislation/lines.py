"""The content of a provision in lines, from CLML and Akoma Ntoso: numbers in front, amendments quoted, tables by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regbot.parse.tables import rows_of_text, span
from regbot.sources.uk_legislation.words import (
    UNREAD,
    child,
    children,
    descendants,
    flat,
    inline,
    is_blank,
    name,
    words,
)

_INLINE = """
    Emphasis Strong Addition Substitution Repeal InternalLink ExternalLink Citation CitationSubRef CitationListRef Term
    Abbreviation Acronym Definition Superior Inferior SmallCaps Underline Strike Span Proviso Character InlineAmendment
    InlineExtract Expanded Uppercase Formula Math math CommentaryRef FootnoteRef MarginNoteRef Image
    ref rref mref def term b i u sup sub span inline ins del abbr a quotedText mod docTitle docNumber docDate docType
    shortTitle date concept person role organization location br eol noteRef authorialNote img em strong foreign
    decoration remark rmod omissis marker tocRef placeholder fillIn judge party
"""
INLINE = frozenset(_INLINE.split())
BREAKING = (
    "BlockAmendment",
    "BlockExtract",
    "Para",
    "quotedStructure",
    "embeddedStructure",
    "table",
    "Tabular",
    "p",
    "OrderedList",
    "UnorderedList",
)
_ONE_LINE = (
    "MadeDate LaidDate LaidDraft SiftedDate ComingIntoForce ComingIntoForceClauses DateOfEnactment Number num LS"
)
ONE_LINE = frozenset(_ONE_LINE.split())
TITLES = ("Title", "heading")
NUMBERED = frozenset(f"P{level}" for level in range(1, 8))
STOPS = (",", ".", ";", ":", ")", "”", "’")
REPEATED = 20
QUOTES = {"double": ("“", "”"), "single": ("‘", "’"), "none": ("", "")}
BULLETS = {"bullet": "•", "dash": "–", "arrow": "→"}


class Lines:
    """Lines in the making. A number waits for the text that it stands in front of."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._label = ""

    def add(self, text: str) -> None:
        """One more line, unless it is blank."""
        if text:
            self.done.append(f"{self._label} {text}".strip())
            self._label = ""

    def label(self, number: str) -> None:
        """A number, bullet or letter for the next line."""
        self._label = f"{self._label} {number}".strip()

    def flush(self) -> None:
        """A number that nothing follows is a line of its own."""
        if self._label:
            self.done.append(self._label)
            self._label = ""

    def append(self, text: str) -> None:
        """Words that go on in the last line."""
        if self.done and text:
            glue = "" if text[:1] in STOPS else " "
            self.done[-1] += glue + text
        else:
            self.add(text)

    def go_on(self, text: str) -> None:
        """One more line, unless a stop at its beginning shows that it goes on in the last one."""
        if text[:1] in STOPS and self.done and not self._label and not is_blank(text):
            self.append(text)
        else:
            self.add(text)


def text_of(element: Any, without: tuple[str, ...] = ()) -> str:
    """The content of `element` in lines; children with a local name in `without` are left out."""
    lines = Lines()
    _mixed(element, lines, without)
    lines.flush()
    return "\n".join(lines.done)


def text_of_all(elements: list[Any]) -> str:
    """The elements, one after the other."""
    lines = Lines()
    for element in elements:
        _render(element, lines)
    lines.flush()
    return "\n".join(lines.done)


def number_of(element: Any) -> str:
    """The number of a numbered element as it is printed: `(1)`, `27A`, `1.`; empty if it has none."""
    number = child(element, "Pnumber", "num", "Number")
    if number is None:
        return ""
    text = words(number).replace(" ", "") if name(number) == "Pnumber" and len(words(number)) < 12 else words(number)
    before, after = number.get("PuncBefore"), number.get("PuncAfter")
    if text and (before is not None or after is not None):
        return f"{(before or '').strip()}{text}{(after or '').strip()}"
    level = name(element)
    core = text.strip("[]")
    bare = core.replace(".", "").replace("-", "").isalnum() and not core.endswith(".")
    return text.replace(core, f"({core})") if bare and level in NUMBERED and level != "P1" else text


def title_of(element: Any) -> str:
    """The title of a group, schedule or provision; empty if it has none."""
    block = child(element, "TitleBlock") if child(element, "TitleBlock") is not None else element
    parts = [words(item) for item in children(block) if name(item) in ("Title", "Subtitle", "heading", "subheading")]
    return " ".join(part for part in parts if part)


def _mixed(element: Any, lines: Lines, without: tuple[str, ...] = ()) -> None:
    """Runs of words and inline elements are lines, other elements are rendered one by one."""
    run = [element.text or ""]
    for item in element:
        kind = name(item)
        if kind in without or not kind or kind in UNREAD:
            pass
        elif is_inline(item):
            run.append(inline(item))
        else:
            lines.go_on(flat("".join(run)))
            run = []
            _render(item, lines)
        run.append(item.tail or "")
    lines.go_on(flat("".join(run)))


def is_inline(element: Any) -> bool:
    """Whether an element stands within a line."""
    return name(element) in INLINE and next(descendants(element, *BREAKING), None) is None


def _render(element: Any, lines: Lines) -> None:
    kind = name(element)
    if kind in UNREAD or not kind:
        return
    if kind in ("BlockAmendment", "BlockExtract", "quotedStructure", "embeddedStructure"):
        _quoted(element, lines)
    elif kind == "AppendText" or (kind == "inline" and element.get("name") == "AppendText"):
        _append(element, lines)
    elif kind == "table":
        _table(element, lines)
    elif kind in ("OrderedList", "UnorderedList", "KeyList", "ul", "ol", "blockList"):
        _list(element, lines)
    elif kind in ONE_LINE:
        lines.add(words(element))
    elif child(element, "Pnumber", "num", "Number") is not None:
        _numbered(element, lines, "")
    elif kind in ("P1group", "P2group", "P3group"):
        _group(element, lines)
    else:
        _mixed(element, lines)


def _numbered(element: Any, lines: Lines, title: str) -> None:
    """A numbered element: the number stands in front of its title, else of its first line."""
    number = number_of(element)
    heading = title or title_of(element)
    if number:
        lines.label(number)
    lines.add(heading)
    _mixed(element, lines, ("Pnumber", "num", "Number", *TITLES, "subheading", "TitleBlock"))


def _group(element: Any, lines: Lines) -> None:
    """A group with one title for the provisions in it: the first one's number stands in front of it."""
    title = title_of(element)
    for item in children(element):
        if name(item) in TITLES:
            continue
        if title and name(item) in NUMBERED and name(element) == "P1group":
            _numbered(item, lines, title)
        else:
            lines.add(title)
            _render(item, lines)
        title = ""
    lines.add(title)


def _append(element: Any, lines: Lines) -> None:
    """Words after an amendment; old instruments repeat there what the amendment itself ends with."""
    text = words(element)
    repeated = len(text) >= REPEATED and lines.done and lines.done[-1].rstrip("”’'").endswith(text.rstrip("”’'"))
    if not repeated:
        lines.append(text)


def _quoted(element: Any, lines: Lines) -> None:
    lines.flush()
    start = len(lines.done)
    _mixed(element, lines)
    lines.flush()
    if len(lines.done) == start:
        return
    usual = QUOTES["none"] if name(element) in ("BlockExtract", "embeddedStructure") else QUOTES["double"]
    opening, closing = QUOTES.get(element.get("Format", ""), usual)
    opening, closing = element.get("startQuote", opening), element.get("endQuote", closing)
    if not _is_marked("\n".join(lines.done[start:])):
        lines.done[start] = opening + lines.done[start]
        lines.done[-1] += closing


def _is_marked(text: str) -> bool:
    """Whether `text` as a whole stands in quotation marks already, as in old instruments; a stop may follow them."""
    closing = dict(zip("“‘", "”’", strict=True)).get(text[0])
    end = text.rstrip(" ,.;:")
    if closing is None:
        return text[0] in "`'\"" and end[-1:] in ("'", '"', "”", "’")
    depth = 0
    for place, char in enumerate(end):
        depth += (char == text[0]) - (char == closing)
        if depth == 0:
            return place == len(end) - 1
    return False


def _list(element: Any, lines: Lines) -> None:
    for place, item in enumerate(
        descendants(
            element, "ListItem", "KeyListItem", "li", "item", outside=("ListItem", "KeyListItem", "li", "item")
        ),
        1,
    ):
        if name(item) == "KeyListItem":
            joint = {"=": " = "}.get(element.get("Separator") or "", " – ")
            lines.add(joint.join(filter(None, (words(part) for part in children(item)))))
            continue
        number = child(item, "num")
        lines.label(words(number) if number is not None else _mark(element, item, place))
        _mixed(item, lines, ("num",))


def _mark(element: Any, item: Any, place: int) -> str:
    given = item.get("NumberOverride")
    if given:
        return str(given)
    if name(element) not in ("OrderedList", "ol"):
        return BULLETS.get(element.get("Decoration", ""), "")
    style = element.get("Type", "arabic")
    value = _letters(place) if style.startswith("alpha") else _roman(place) if style.startswith("roman") else str(place)
    value = value.upper() if style.endswith("upper") else value
    decoration = element.get("Decoration", "period")
    shapes = {"parens": f"({value})", "parenRight": f"{value})", "brackets": f"[{value}]", "none": value}
    return shapes.get(decoration, f"{value}.")


def _table(element: Any, lines: Lines) -> None:
    """The caption, then a line for each row; what stands in a cell is one line."""
    caption = child(element, "caption")
    if caption is not None:
        lines.add(words(caption))
    for line in rows_of_text(_row(row) for row in descendants(element, "tr", "row", outside=("table",))):
        lines.add(line)


def _row(row: Any) -> Iterator[tuple[str, int, int]]:
    for cell in children(row):
        if name(cell) in ("td", "th", "entry"):
            tall = span(cell.get("rowspan")) if cell.get("rowspan") else span(cell.get("morerows"), 1)
            yield " ".join(text_of(cell).split("\n")), span(cell.get("colspan")), tall


def _letters(place: int) -> str:
    return chr(ord("a") + (place - 1) % 26) * ((place - 1) // 26 + 1)


def _roman(place: int) -> str:
    text = ""
    for value, digits in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        count, place = divmod(place, value)
        text += digits * count
    return text
