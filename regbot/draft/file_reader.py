"""Take a draft's file apart: front matter, sections, what stands at the head of a point."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from regbot.draft.headings import IN_POINT, POINT, PointHeading, near_part, near_section, part_of
from regbot.errors import DraftError

HINT = "correct that line in your editor; `regbot draft history` has earlier states"
HEADING = re.compile(r"[ \t]{0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*?)(?:[ \t]+#+)?)?[ \t]*")
ESCAPED = re.compile(r"^([ \t]*)\\(\\*#)", re.MULTILINE)
PAIR = re.compile(r"\s{0,3}(?:[-*+]\s+)?(?P<key>[A-Za-z]+)\s*[:：](?P<value>.*)")
BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)|\s*\d{1,3}、\s*(?=\S)|\s*[-*+•]\s*$")
KEYS = {"provision": "provision", "ref": "provision", "position": "position", "quoted": "quoted"}
ONLY_OWN = 2
"""A heading of the person's own with at most this many marks begins a part; with more it is part of the text."""


@dataclass(slots=True)
class Part:
    """A section: `lines` begin at line `first` of the file (from 1). A point's `inner` parts are by name."""

    name: str
    title: str
    first: int
    id: str = ""
    lines: list[str] = field(default_factory=list)
    inner: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The section's text as a person meant it."""
        return unescaped(self.lines)


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands at the head of a point: `(line, key, value)`, the quote, and text without a heading."""

    pairs: tuple[tuple[int, str, str], ...]
    quote: str
    text: str


class Reader:
    """The lines of a file without control characters; `where` names it in errors."""

    def __init__(self, text: str, where: str) -> None:
        self.lines = text.split("\n")
        self.where = where
        self.start = 0

    def error(self, number: int, what: str) -> DraftError:
        """What is wrong in line `number`."""
        return DraftError(f"{self.where}: line {number}: {what}", HINT)

    def front(self, names: Container[str]) -> tuple[dict[str, tuple[int, str]], list[str]]:
        """The front matter's values with their lines, the last of each name, and its lines with other names.

        Raises DraftError when it has no end.
        """
        start = next((number for number, line in enumerate(self.lines) if line.strip()), 0)
        if self.lines[start].strip() != "---":
            return {}, []
        values: dict[str, tuple[int, str]] = {}
        unknown: list[str] = []
        for number, line in enumerate(self.lines[start + 1 :], start + 2):
            if line.strip() == "---":
                self.start = number
                return values, unknown
            if HEADING.fullmatch(line):
                raise self.error(number, "the front matter has no end: a line `---` is missing before this one")
            key, colon, value = line.replace("：", ":", 1).partition(":") if ":" not in line else line.partition(":")
            name = re.sub(r"[\s-]+", "_", key.strip().casefold())
            if colon and name in names:
                values[name] = number, _unquoted(value.strip())
            elif line.strip():
                unknown.append(line.strip())
        raise self.error(start + 1, "the front matter that begins here has no end: a line `---` is missing")

    def parts(self) -> Iterator[Part]:
        """The sections after the front matter; text before the first heading is the opening's."""
        inner_names = {heading.part for heading in IN_POINT}
        part = Part("opening", "", self.start + 1)
        inner = ""
        collected: list[str] = part.lines
        for number, line in enumerate(self.lines[self.start :], self.start + 1):
            heading = HEADING.fullmatch(line)
            begun = part_of(heading["title"] or "") if heading else ""
            own = heading and begun == "" and len(heading["marks"]) <= ONLY_OWN and bool(heading["title"])
            stray = begun in inner_names and part.name != POINT
            if not heading or not (begun or own) or stray:
                if heading and part.name == POINT and (near := near_part(heading["title"] or "")):
                    raise self.error(number, f"{line.strip()} begins no part of a point; did you mean “{near}”?")
                collected.append(line)
                continue
            if own and heading and (near := near_section(heading["title"])):
                raise self.error(number, f"{line.strip()} begins no section; did you mean “{near}”?")
            _close(part, inner, collected)
            if begun in inner_names:
                inner, collected = str(begun), []
                continue
            yield part
            inner = ""
            if isinstance(begun, PointHeading):
                part = Part(POINT, begun.rest, number + 1, begun.id)
            else:
                part = Part(begun, line.strip() if own else "", number + 1)
            collected = part.lines
        _close(part, inner, collected)
        yield part

    def lead(self, part: Part) -> Lead:
        """What stands at the head of a point, before its first inner heading."""
        pairs: list[tuple[int, str, str]] = []
        quote: list[str] = []
        for at, line in enumerate(part.lines):
            pair = PAIR.fullmatch(line)
            key = KEYS.get(pair["key"].casefold(), "") if pair else ""
            if pair and key:
                pairs.append((part.first + at, key, pair["value"].strip()))
            elif line.lstrip().startswith(">"):
                quote.append(line.lstrip()[1:].removeprefix(" "))
            elif line.strip():
                return Lead(tuple(pairs), "\n".join(quote).strip(), unescaped(part.lines[at:]))
        return Lead(tuple(pairs), "\n".join(quote).strip(), "")


def unescaped(lines: Iterable[str]) -> str:
    """Lines as text, without the backslashes that keep a `#` from beginning a heading."""
    return ESCAPED.sub(r"\1\2", "\n".join(lines)).strip()


def items(lines: Iterable[str]) -> tuple[str, ...]:
    """The items of a list, one a line; where some have bullets, a line without one goes on with the item above it."""
    lines = list(lines)
    bulleted = any(BULLET.match(line) for line in lines)
    found: list[str] = []
    open_item = False
    for line in lines:
        bullet = BULLET.match(line)
        text = " ".join(line[bullet.end() if bullet else 0 :].split())
        if bulleted and not bullet and open_item and text:
            found[-1] += f" {text}"
        elif text:
            found.append(text)
        open_item = bool(text)
    return tuple(found)


def _close(part: Part, inner: str, collected: list[str]) -> None:
    if inner:
        text = "\n".join(collected) if inner == "evidence" else unescaped(collected)
        part.inner[inner] = "\n\n".join(held for held in (part.inner.get(inner, ""), text) if held.strip())


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
