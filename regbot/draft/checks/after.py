"""C24: what is worth keeping once the comment was sent."""

from __future__ import annotations

from collections.abc import Iterator

from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.comment import Comment


def recorded(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C24: of each sending the channel, the hash of what was sent, and the number that a form gave for it."""
    for number, sent in enumerate(comment.sent, 1):
        lacking = [
            name
            for name, value in (("the channel", sent.channel), ("the hash of the text", sent.sha256))
            if not value.strip()
        ]
        if sent.channel == "portal" and not sent.tracking.strip():
            lacking.append("the tracking number")
        if lacking:
            message = f"Of what was sent on {sent.at:%Y-%m-%d} {', '.join(lacking)} is not recorded."
            yield Finding("C24", Level.NOTE, message, f"sent.{number}", f"`regbot draft sent {comment.id}` records it")
