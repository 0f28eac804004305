"""Text at its headings, a piece for each; of a page's own text what says how and until when to respond stays together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from regbot.parse.assemble import Piece
from regbot.sources.gov_uk.responding import HEADING

TOLD_LATER = ("feedback", "outcome")
_HEADING = re.compile(r"(#{1,3}) +(\S.*)")
_LABELLED = re.compile(
    r"(?P<label>(?:(?:consultation\s+)?question|q|section|part|chapter|annex|proposal)\.?(?:\s*\d{1,3}[a-z]?|\s+(?-i:[A-Z]))\b)"
    r"\s*[:.)–—-]*\s*(?P<heading>.*)",
    re.IGNORECASE,
)
"""A heading with a number of its own: `Question 3: Do you agree?`, `Annex B – Costs`."""


def at_headings(text: str) -> Iterator[Piece]:
    """`text` cut at its headings of the first three levels, in order; before the first heading there is none.

    `group` is the heading of the level above; a heading without words of its own below it has an empty text.
    """
    above: list[tuple[int, str]] = []
    heading, level, number = "", 0, 0
    lines: list[str] = []
    for line in [*text.split("\n"), "# "]:
        found = _HEADING.match(line)
        if not found and line != "# ":
            lines.append(line)
            continue
        body = "\n".join(lines).strip()
        if body or heading:
            number += 1
            yield Piece(f"part_{number}", "", heading, body, above[-1][1] if above else "")
        if heading:
            above.append((level, heading))
        heading, level, lines = (found[2].strip(), len(found[1]), []) if found else ("", 0, [])
        above = [item for item in above if item[0] < level]


def divided(notice: Piece, quotes: Iterable[str]) -> tuple[Piece, ...]:
    """The text of a page at its headings: `notice` with what comes before the first, then each section.

    The sections in which one of `quotes` stands stay in the notice, under their headings, and so do the ways to respond at
    its end. Where a quote would stand in no piece, `notice` is left whole.
    """
    text, mark, ways = notice.text.rpartition(f"\n\n{HEADING}\n")
    if not mark:
        text, ways = ways, ""
    sections = list(at_headings(text))
    wanted = [quote for quote in dict.fromkeys(quotes) if quote and quote not in f"{HEADING}\n{ways}"]
    kept = [not item.heading or any(quote in item.text for quote in wanted) for item in sections]
    own = [_whole(item) for item, stays in zip(sections, kept, strict=True) if stays]
    opening = "\n\n".join([*own, *([f"{HEADING}\n{ways}"] if mark else [])])
    if not all(quote in opening for quote in wanted):
        return (notice,)
    others = [item for item, stays in zip(sections, kept, strict=True) if not stays]
    groups = {item.group for item in others}
    parts = [_labelled(item) for item in others if item.text or item.heading not in groups]
    first = (replace(notice, text=opening),) if opening else ()
    return (*first, *(replace(item, eid=f"part_{number}") for number, item in enumerate(parts, 1)))


def _whole(item: Piece) -> str:
    return "\n\n".join(part for part in (f"## {item.heading}" if item.heading else "", item.text) if part)


def _labelled(item: Piece) -> Piece:
    """`item` with the number of its heading as its label, where it has one; one without words says its heading."""
    found = _LABELLED.fullmatch(item.heading)
    item = replace(item, text=item.text or item.heading)
    return replace(item, label=found["label"], heading=found["heading"]) if found else item


def with_sections(pieces: Iterable[Piece], quotes: Iterable[str]) -> Iterator[Piece]:
    """`pieces` with those of the page's own text divided: the notice, and what came of it."""
    for piece in pieces:
        if piece.eid == "notice":
            yield from divided(piece, quotes)
        elif piece.eid in TOLD_LATER:
            yield from _below(piece)
        else:
            yield piece


def _below(piece: Piece) -> Iterator[Piece]:
    sections = list(at_headings(piece.text))
    groups = {item.group for item in sections}
    for number, item in enumerate(sections):
        if not item.heading:
            yield replace(piece, text=item.text)
        elif item.text or item.heading not in groups:
            part = replace(_labelled(item), eid=f"{piece.eid}__part_{number}")
            yield replace(part, group=" › ".join(filter(None, (piece.heading, item.group))))
