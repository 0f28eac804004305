"""The words for statuses, kinds and dates; answers and quotes as content. Outside text is made safe by `content`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from textual.content import Content

from regbot.model import Confidence, LegalStatus, TextKind
from regbot.tui import actions
from regbot.tui.content import join, line, say, touchable

__all__ = ["join", "line", "say", "touchable"]

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
    TextKind.COPY: "imported copy, unchecked",
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


def badge(status: LegalStatus) -> Content:
    """The legal status in a word and a colour."""
    return Content.styled(STATUS_WORDS[status], f"bold {STATUS_COLOURS[status]}")


def kind(value: TextKind, lang: str) -> str:
    """Whose words a text is in, and in which language: `unofficial translation, English`."""
    return f"{KIND_WORDS[value]}, {LANGUAGES.get(lang, lang)}"


def day(value: date | None) -> str:
    """`8 Aug 2023`; empty for None."""
    return f"{value.day} {value:%b %Y}" if value else ""


def in_force(begins: date | None, ends: date | None) -> str:
    """`in force 1 Jun 2025`, `in force 1 Jun 2025 to 9 Jun 2025`, `in force to 9 Jun 2025`; empty when neither is known."""
    told = " to ".join(day(value) for value in (begins, ends) if value)
    return f"in force {'' if begins else 'to '}{told}" if told else ""


def days(count: int) -> str:
    """`1 day`, `12 days`."""
    return f"{count} day" if count == 1 else f"{count:,} days"


def remedy(words: str, keys: Mapping[str, str], style: str = "") -> Content:
    """What mends something, on one line; where it names commands, also the keys that do the same here.

    `keys` is the person's own key map.
    """
    instead = actions.instead(words, keys)
    return join(line(words, style, 600), Content.styled(f"Here: {instead}", "bold $accent") if instead else Content())


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
