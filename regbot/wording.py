"""The words in which both faces tell statuses, kinds of text and states."""

from __future__ import annotations

from datetime import timedelta

from regbot.model import Confidence, LegalStatus, TextKind
from regbot.track.deadlines import State

STATUS = {
    LegalStatus.DRAFT: "DRAFT",
    LegalStatus.IN_FORCE: "IN FORCE",
    LegalStatus.NOT_YET_IN_FORCE: "NOT YET IN FORCE",
    LegalStatus.SUPERSEDED: "SUPERSEDED",
    LegalStatus.REPEALED: "REPEALED",
    LegalStatus.NEWS: "NEWS",
}
KIND = {
    TextKind.OFFICIAL: "official text",
    TextKind.COPY: "imported copy, unchecked",
    TextKind.TRANSLATION: "unofficial translation",
    TextKind.RESTATEMENT: "unofficial restatement",
    TextKind.SUMMARY: "unofficial summary",
}
CONFIDENCE = {
    Confidence.VERIFIED: "",
    Confidence.NUMBER_UNVERIFIED: "number not verified",
    Confidence.UNVERIFIED: "content not verified",
}
COMMENTS = {
    State.UPCOMING: "opening soon for comments",
    State.OPEN: "open for comments",
    State.CLOSING: "closing for comments",
    State.CLOSED: "comments closed",
    State.WITHDRAWN: "withdrawn",
    State.OUTCOME: "outcome published, comments closed",
    State.UNKNOWN: "open for comments, closing date unknown",
}
LANGUAGES = {"en": "English", "zh": "中文"}


def text_kind(kind: TextKind, lang: str) -> str:
    """`unofficial translation, English`."""
    return f"{KIND[kind]}, {LANGUAGES.get(lang, lang)}"


def comments(state: State, days_left: int | None) -> str:
    """`open for comments, 18 days left`, `comments closed 3 days ago`."""
    words = COMMENTS[state]
    if days_left is None or state in (State.UPCOMING, State.WITHDRAWN):
        return words
    days = counted(abs(days_left), "day")
    if state.is_over:
        if days_left > 0:
            return words
        return f"{words} {days} ago" if days_left else f"{words} today"
    return f"{words}, {days} left" if days_left else f"{words}, last day today"


def counted(number: int, noun: str) -> str:
    """`1 day`, `1,200 days`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def ago(age: timedelta) -> str:
    """How long ago, in the largest whole unit: `3 hours ago`, `just now`."""
    minutes = int(age.total_seconds() // 60)
    for unit, size in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= size:
            return f"{counted(minutes // size, unit)} ago"
    return "just now"
