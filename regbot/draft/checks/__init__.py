"""Checks of a comment before it is sent: pure functions of the comment and the facts, each named C01 to C24."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from regbot.draft.checks import after, channel, content, deadline, personal, questions, quotes, similarity, tone
from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.comment import Comment

CHECKS: tuple[Callable[[Comment, Facts], Iterator[Finding]], ...] = (
    content.names_consultation,
    deadline.still_open,
    deadline.sources_agree,
    quotes.provisions_exist,
    quotes.quotes_exact,
    content.positions,
    content.reasons,
    content.evidence,
    quotes.wording_differs,
    questions.questions_answered,
    content.standing,
    channel.length,
    channel.characters,
    channel.channel_stated,
    deadline.lead_time,
    channel.attachments,
    personal.personal_data,
    tone.confidential,
    similarity.similarity,
    tone.tone,
    channel.language_taken,
    content.own_views,
    content.placeholders,
    after.recorded,
)
"""In the order of their numbers."""


def run_checks(comment: Comment, facts: Facts) -> tuple[Finding, ...]:
    """All findings: what blocks first, then warnings, then notes; within a level by the checks' numbers."""
    found = [finding for check in CHECKS for finding in check(comment, facts)]
    order = list(Level)
    return tuple(sorted(found, key=lambda finding: (order.index(finding.level), finding.id)))
