"""The words in which both faces tell statuses, kinds of text and states."""

from __future__ import annotations

from datetime import timedelta

from regbot.model import Act, Confidence, Document, ForceChange, LegalStatus, TextKind
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


def force_change(document: Document, change: ForceChange) -> str:
    """`delayed from 2025-03-03 to 2025-05-05 by rule-9 (2025-02-10)`, `extended …`, `withdrawn by rule-9 on 2025-02-10`."""
    if change.act is Act.WITHDRAWS:
        return f"withdrawn by {change.by}" + (f" on {change.counts_from}" if change.counts_from else "")
    delays = change.act is Act.DELAYS
    first = document.effective if delays else document.expires
    since = f" from {first}" if first else ""
    until = f" to {change.day}" if change.day else " without a new day"
    published = f" ({change.published})" if change.published else ""
    return f"{'delayed' if delays else 'extended'}{since}{until} by {change.by}{published}"


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
