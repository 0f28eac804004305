"""What a consultation came to: a draft and its final text by topic, with a verdict, its reasons and both quotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from regbot.compare.align import ALMOST, Change, Kind
from regbot.compare.compare import Comparison
from regbot.compare.likeness import NUMBERED
from regbot.compare.signals import Direction, Signal, signals
from regbot.compare.units import Part
from regbot.model import Confidence, Provision

MOSTLY = 0.4
"""Similarity from which a text without any telling difference counts as reworded rather than changed."""

NO_TOPIC = "other"


class Verdict(StrEnum):
    """What became of a rule, as far as words can tell."""

    KEPT = "kept"
    REWORDED = "reworded"
    TIGHTENED = "tightened"
    WEAKENED = "weakened"
    GENERALISED = "generalised"
    CHANGED = "changed"
    DROPPED = "dropped"
    NEW = "new"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a provision: its `text[start:end]` in code points."""

    provision: Provision
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.provision.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: what the draft said, what the final text says, a verdict and why. No quotes on a side without text."""

    topic: str
    topics: tuple[str, ...]
    draft: tuple[Quote, ...]
    final: tuple[Quote, ...]
    verdict: Verdict
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows by topic, topics in the order in which the draft, then the final text, first has them."""

    comparison: Comparison
    rows: tuple[Row, ...]

    @property
    def summary(self) -> dict[str, int]:
        """How many rows have each verdict."""
        return {verdict.value: sum(row.verdict is verdict for row in self.rows) for verdict in Verdict}


def outcome(comparison: Comparison) -> Outcome:
    """The table for a comparison of a draft (old) with its final text (new).

    A rule stands once, under the topic that both its sides have, else its first; `topics` holds all. Within a topic,
    the comparison's order. What bears no number (a notice, an order) is about the text rather than of it and left out,
    unless nothing bears one. Verdicts come from rules about words and say so; where no rule can tell, the verdict is
    `changed`.
    """
    numbered = [change for change in comparison.changes if _is_numbered(change)]
    rows = [_row(change) for change in numbered or comparison.changes]
    order = {topic: place for place, topic in enumerate(dict.fromkeys(topic for row in rows for topic in row.topics))}
    return Outcome(comparison, tuple(sorted(rows, key=lambda row: order.get(row.topic, len(order)))))


def verdict_on(change: Change) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on one change, and the reasons for it."""
    if change.kind is Kind.NOT_AVAILABLE:
        return Verdict.NOT_AVAILABLE, (change.note,)
    if change.kind is Kind.DROPPED:
        return Verdict.DROPPED, ("nothing in the final text corresponds to it",)
    if change.kind is Kind.ADDED:
        return Verdict.NEW, ("nothing in the draft corresponds to it",)
    found = signals(*change.texts)
    if found:
        return _weighed(found), tuple(signal.reason for signal in found)
    stayed = f"{round(100 * change.similarity)} % of the text stayed"
    if change.similarity >= ALMOST:
        return Verdict.KEPT, (stayed,)
    untold = f"{stayed}; the rules see no figure, duty, exception, condition or addressee that changed: read both"
    return (Verdict.REWORDED if change.similarity >= MOSTLY else Verdict.CHANGED), (untold,)


def _weighed(found: Iterable[Signal]) -> Verdict:
    directions = {signal.direction for signal in found} - {Direction.UNCLEAR}
    if Direction.WIDER in directions:
        return Verdict.GENERALISED
    if directions == {Direction.TIGHTER}:
        return Verdict.TIGHTENED
    return Verdict.WEAKENED if directions == {Direction.WEAKER} else Verdict.CHANGED


def _is_numbered(change: Change) -> bool:
    return any(NUMBERED.fullmatch(item.eid) for item in (change.old, change.new) if item)


def _row(change: Change) -> Row:
    verdict, reasons = verdict_on(change)
    topics = change.topics
    shared = [topic for topic in topics if all(topic in item.topics for item in (change.old, change.new) if item)]
    return Row(
        topic=next(iter([*shared, *topics]), NO_TOPIC),
        topics=topics or (NO_TOPIC,),
        draft=_quotes(change.old, change.old_parts),
        final=_quotes(change.new, change.new_parts),
        verdict=verdict,
        reasons=reasons,
        cautions=tuple(
            f"{which} text: {_weakness(item)}"
            for which, item in (("draft", change.old), ("final", change.new))
            if item and item.text.strip() and item.confidence is not Confidence.VERIFIED
        ),
        change=change,
    )


def _weakness(item: Provision) -> str:
    if item.confidence is Confidence.UNVERIFIED:
        return f"{item.label} is unverified"
    return f"the number of {item.label} is unverified"


def _quotes(item: Provision | None, parts: tuple[Part, ...]) -> tuple[Quote, ...]:
    if not item or not item.text.strip():
        return ()
    return tuple(Quote(item, part.start, part.end) for part in parts or (Part(0, len(item.text)),))
