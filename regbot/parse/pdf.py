"""The text of a PDF: pages in order, without what repeats on every page, lines of a paragraph joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from threading import Lock

from regbot.parse.errors import ParseError
from regbot.parse.prose import has_finite_verb, is_title, runs_on
from regbot.parse.text import clean

MOST_PAGES = 3_000
MOST_CHARACTERS = 20_000_000
REPEATED = 0.6
SHORT, FEWEST_LINES = 0.7, 10
LONGEST_TITLE, MOST_WORDS = 100, 12
_LOCK = Lock()
"""pypdfium2 may be used by one thread at a time."""

_MARKER = re.compile(
    r"\s*(?:#|•|·|第[〇零一二三四五六七八九十百千0-9]{1,8}[编章节条款]|[（(][一二三四五六七八九十0-9a-zA-Z]{1,4}[)）]|[0-9]{1,3}[.．、]\s|§|[一二三四五六七八九十]{1,3}、|"
    r"(?:Article|Section|Chapter|Part|Annex|Schedule|Appendix|Rule|Regulation|Recital)\s+[0-9IVXLA-Z])"
)
_TITLED = re.compile(
    r"(?:(?:Article|Section|Chapter|Part|Annex|Schedule|Appendix|Rule|Regulation)\s+(?:\d{1,4}[A-Za-z]?|[IVXLC]{1,7}|[A-Z])|§\s*[\d.-]{1,12})"
    r"[.:—–]?\s+(?P<title>[A-Z].*)"
)
_ENDS = tuple('.:;!?。：；！？”"')
_EXPLANATION = re.compile(r"(?:附\s*件?\s*\d{0,2}\s*[:：]?\s*)?(?:关于)?《.{2,120}》.{0,12}说\s*明$")
_HAN_AT_END = re.compile(r"[\u2e80-\uffef]$")
_NUMBER = re.compile(r"\d+")


def read_pdf(data: bytes) -> str:
    """The text, paragraphs separated by empty lines. Raises ParseError; an image without text gives an empty string."""
    pages = _pages(data)
    repeated = _repeated(pages)
    lines = list(chain.from_iterable([line for line in page if _shape(line) not in repeated] for page in pages))
    return clean("\n\n".join(paragraphs(lines))).text


def _pages(data: bytes) -> list[list[str]]:
    import pypdfium2

    pages: list[list[str]] = []
    taken = 0
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except (pypdfium2.PdfiumError, ValueError, TypeError) as error:
            raise ParseError(f"the PDF cannot be read: {error}", "open it in a viewer and save it as text") from error
        try:
            for number in range(min(len(document), MOST_PAGES)):
                text = _text_of(document[number])
                taken += len(text)
                if taken > MOST_CHARACTERS:
                    break
                pages.append([line.strip() for line in re.split(r"\r\n?|\n", text) if line.strip()])
        except pypdfium2.PdfiumError as error:
            raise ParseError(f"page {len(pages) + 1} of the PDF cannot be read: {error}") from error
        finally:
            document.close()
    return pages


def _text_of(page: object) -> str:
    text_page = page.get_textpage()  # type: ignore[attr-defined]
    try:
        return str(text_page.get_text_bounded()).replace("\ufffe\r\n", "").replace("\ufffe", "-")
    finally:
        text_page.close()
        page.close()  # type: ignore[attr-defined]


def _repeated(pages: list[list[str]]) -> set[str]:
    """The shapes of first and last lines that most pages share: running heads and page numbers, never headings."""
    if len(pages) < 3:
        return set()
    edges = Counter(_shape(line) for page in pages for line in {*page[:1], *page[-1:]} if not _MARKER.match(line))
    return {shape for shape, count in edges.items() if count >= len(pages) * REPEATED and len(shape) < 120}


def _full_width(lines: Sequence[str]) -> int:
    """Characters of a full line of Chinese: what nine in ten do not exceed; 0 for too few lines."""
    widths = sorted(len(line) for line in lines if _HAN_AT_END.search(line))
    return widths[len(widths) * 9 // 10] if len(widths) >= FEWEST_LINES else 0


def _usual_width(lines: Sequence[str]) -> int:
    """Characters that nine in ten lines do not exceed; 0 for too few lines."""
    widths = sorted(map(len, lines))
    return widths[len(widths) * 9 // 10] if len(widths) >= FEWEST_LINES else 0


def _is_short(line: str, width: int) -> bool:
    return not width or len(line) < width * SHORT


def _is_heading(words: str) -> bool:
    """Whether `words` are a number and a title after it, and no sentence that has just begun."""
    match = _TITLED.fullmatch(words)
    if not match or runs_on(words) or words.endswith("-"):
        return False
    title = match["title"]
    return is_title(title, LONGEST_TITLE) and len(title.split()) <= MOST_WORDS and not has_finite_verb(title)


def _shape(line: str) -> str:
    return _NUMBER.sub("0", line)


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines joined where a sentence runs on; what begins with a number or a heading word begins a paragraph.

    Chinese is set to full lines: one that is much shorter ends a paragraph or is a heading, as is an explanation's title.
    An English heading ("Article 1 Scope") on a line that is not full stands alone when a capital letter follows.
    """
    found: list[str] = []
    full, width = _full_width(lines), _usual_width(lines)
    for place, line in enumerate(lines):
        before = found[-1] if found else ""
        short = place > 0 and _HAN_AT_END.search(lines[place - 1]) and len(lines[place - 1]) < full * SHORT
        if (
            not before
            or before.endswith(_ENDS)
            or _MARKER.match(line)
            or short
            or (_is_heading(before) and _is_short(lines[place - 1], width) and line[:1].isupper())
            or _EXPLANATION.match(before)
            or _EXPLANATION.match(line)
        ):
            found.append(line)
        elif before.endswith("-") and line[:1].islower():
            found[-1] = before[:-1] + line
        else:
            glue = "" if before[-1] >= "\u2e80" and line[:1] >= "\u2e80" else " "
            found[-1] = f"{before}{glue}{line}"
    return found
