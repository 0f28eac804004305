"""A letter as plain text: for a mail's body, for pasting into a form, for reading anywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from regbot.draft.export.blocks import Align, Block, Heading, Items, Letter, Paragraph, Quotation, Redline
from regbot.draft.export.phrases import phrases

WIDTH = 72
"""Columns to which text is set right; a Chinese character takes two."""

RULE = "-" * 24
SET_IN = "　　"


def as_text(letter: Letter, *, sources: bool = True, width: int = WIDTH) -> str:
    """The letter, paragraphs divided by empty lines, ending in a line break; `width` 0 sets nothing right.

    Nothing is wrapped: programs that show it do that better, and a quote stays on its line.
    """
    parts = [_block(block, letter.lang, width) for block in letter.body]
    if letter.envelope:
        lines = [*letter.envelope.address, *([letter.envelope.marking] if letter.envelope.marking else [])]
        parts = ["\n".join([letter.envelope.note, *lines]), RULE, *parts]
    if sources and letter.sources:
        parts += [RULE, *(_block(block, letter.lang, width) for block in letter.sources)]
    return "\n\n".join(part for part in parts if part) + "\n"


def clauses(block: Redline, lang: str) -> str:
    """The changes as one sentence."""
    words = phrases(lang)
    return words.listing.join(block.sentences) + words.full_stop if block.sentences else ""


def _block(block: Block, lang: str, width: int) -> str:
    words = phrases(lang)
    set_in = SET_IN if lang.startswith("zh") else ""
    match block:
        case Heading(text):
            return text
        case Paragraph(text, lead, align, flush):
            led = f"{lead}{words.colon}{text}" if lead else text
            if align is Align.RIGHT and width:
                return "\n".join(_right(line, width) for line in led.split("\n"))
            return _lines(led.split("\n"), "" if flush else set_in)
        case Quotation(text, lead, opened, closed):
            return _lines(f"{lead}{words.colon}{opened}{text}{closed}".split("\n"), set_in)
        case Items(items, lead, numbered):
            first = [f"{lead.rstrip(words.colon.strip())}{words.colon.rstrip()}"] if lead else []
            return _lines([*first, *_listed(items, numbered=numbered)], set_in)
        case Redline(_, _, lead):
            told = clauses(block, lang)
            return _lines([f"{lead}{words.colon}{told}"], set_in) if told else ""


def _listed(items: Iterable[str], *, numbered: bool) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        yield f"{number}. {item}" if numbered else f"- {item}"


def _lines(lines: Iterable[str], set_in: str) -> str:
    return "\n".join(f"{set_in}{line}" if line else "" for line in lines)


def _right(line: str, width: int) -> str:
    columns = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
    return " " * max(0, width - columns) + line
