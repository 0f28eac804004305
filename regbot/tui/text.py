"""Outside text as Textual content: made safe, never parsed as markup. Also the words for statuses, kinds and dates."""

from __future__ import annotations

import re
from datetime import date

from textual.content import Content, Span
from textual.style import Style

from regbot.model import Confidence, LegalStatus, TextKind
from regbot.sanitise import one_line, plain

QUOTE = "$quote-text on $quote-paper"
LEAD = re.compile(r"[^“”\n]{3,140}[:：]\s*(?=“)")
MARKER = re.compile(r"\[(\d{1,3})\]")

STATUS_WORDS = {
    LegalStatus.DRAFT: "DRAFT",
    LegalStatus.IN_FORCE: "IN FORCE",
    LegalStatus.NOT_YET_IN_FORCE: "NOT YET IN FORCE",
    LegalStatus.SUPERSEDED: "SUPERSEDED",
    LegalStatus.REPEALED: "REPEALED",
    LegalStatus.NEWS: "NEWS",
}
STATUS_COLOURS = {
    LegalStatus.DRAFT: "$draft",
    LegalStatus.IN_FORCE: "$in-force",
    LegalStatus.NOT_YET_IN_FORCE: "$draft",
    LegalStatus.SUPERSEDED: "$spent",
    LegalStatus.REPEALED: "$spent",
    LegalStatus.NEWS: "$news",
}
KIND_WORDS = {
    TextKind.OFFICIAL: "official text",
    TextKind.TRANSLATION: "unofficial translation",
    TextKind.RESTATEMENT: "unofficial restatement",
    TextKind.SUMMARY: "unofficial summary",
}
CONFIDENCE_WORDS = {
    Confidence.VERIFIED: "content verified",
    Confidence.NUMBER_UNVERIFIED: "number not verified",
    Confidence.UNVERIFIED: "content not verified",
}
LANGUAGES = {"en": "English", "zh": "中文"}


def say(text: str, style: str = "") -> Content:
    """`text`, possibly of several lines, as content in one style."""
    return Content.styled(plain(text), style)


def line(text: str, style: str = "", limit: int = 2_000) -> Content:
    """`text` as one line of at most `limit` characters."""
    return Content.styled(one_line(text[: limit * 2])[:limit], style)


def join(*parts: Content | str, by: str = "  ") -> Content:
    """The parts that are not empty, with `by` between them. Strings are regbot's own words."""
    return Content(by).join([Content(part) if isinstance(part, str) else part for part in parts if part])


def badge(status: LegalStatus) -> Content:
    """The legal status in a word and a colour."""
    return Content.styled(STATUS_WORDS[status], f"bold {STATUS_COLOURS[status]}")


def kind(value: TextKind, lang: str) -> str:
    """Whose words a text is in, and in which language: `unofficial translation, English`."""
    return f"{KIND_WORDS[value]}, {LANGUAGES.get(lang, lang)}"


def day(value: date | None) -> str:
    """`8 Aug 2023`; empty for None."""
    return f"{value.day} {value:%b %Y}" if value else ""


def days(count: int) -> str:
    """`1 day`, `12 days`."""
    return f"{count} day" if count == 1 else f"{count} days"


def touchable(content: Content, **meta: object) -> Content:
    """Content that tells a click what it is: the click's style carries `meta`."""
    return content.add_spans([Span(0, len(content), Style.from_meta(meta))])


def with_markers(text: str) -> Content:
    """An answer: what introduces a quote stands out, and its `[n]` markers can be clicked: they carry `marker`."""
    content = say(text)
    lead = LEAD.match(content.plain)
    if lead:
        content = content.stylize("$primary", 0, lead.end())
    parts: list[Content] = []
    end = 0
    for found in MARKER.finditer(content.plain):
        marker = touchable(Content.styled(found[0], "bold $accent"), marker=int(found[1]))
        parts += [content[end : found.start()], marker]
        end = found.end()
    return Content("").join([*parts, content[end:]])


def with_quote(text: str, start: int, end: int) -> Content:
    """A provision's text with `text[start:end]` (code points) marked. Each stretch is made safe on its own."""
    return Content.assemble(say(text[:start]), say(text[start:end], QUOTE), say(text[end:]))
