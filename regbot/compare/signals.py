"""What rules can tell from two wordings: a figure, duty, exception or condition that changed, and who is addressed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from regbot.compare import lexicon
from regbot.compare.figure_changes import FigureChange, FigureSide, figure_changes
from regbot.compare.figures import FigureKind
from regbot.compare.units import units

SAME_RULE = 60.0
"""Out of 100: how alike two sentences must be to be taken for one rule in other words."""

SAME_MATTER = 50.0
"""Out of 100: how alike a sentence must at least be to the one it is matched with."""

SHOWN = 200
"""Characters of a sentence that a reason repeats at most."""


class Direction(StrEnum):
    """Which way a difference points for those who are regulated."""

    TIGHTER = "tighter"
    WEAKER = "weaker"
    WIDER = "wider"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Signal:
    """One difference that a rule sees, and the words that say which."""

    direction: Direction
    reason: str


def signals(old: str, new: str) -> tuple[Signal, ...]:
    """The differences between two wordings that rules see, figures first; none where they see none.

    Rules look at words, not at meaning: what they do not know they do not report.
    """
    return (
        *_figures(old, new),
        *_force(old, new),
        *_exceptions(old, new),
        *_conditions(old, new),
        *_addressees(old, new),
        *_alone(old, new),
    )


def _figures(old: str, new: str) -> Iterator[Signal]:
    for change in figure_changes(old, new):
        if change.old and change.new:
            direction, what = _pointing(change.kind, change.old, change.new, old, new)
            told = f"“{change.old.figure.text}” became “{change.new.figure.text}”"
            yield Signal(direction, told + (f", {what}" if what else ""))
        else:
            yield Signal(Direction.UNCLEAR, _only(change))


def _only(change: FigureChange) -> str:
    if change.old:
        return f"only the earlier text has “{change.old.figure.text}”"
    return f"only the later text has “{change.new.figure.text}”" if change.new else ""


def _pointing(kind: FigureKind, before: FigureSide, after: FigureSide, old: str, new: str) -> tuple[Direction, str]:
    """Which way a change of figure points, and as what the figure stands there."""
    left, right = before.figure.value, after.figure.value
    frames = {_frame(old, before), _frame(new, after)}
    if isinstance(left, str) or isinstance(right, str) or before.figure.unit != after.figure.unit:
        return Direction.UNCLEAR, ""
    if frames <= {"trigger", "plain"} and "trigger" in frames and kind is FigureKind.COUNT and lexicon.DUTY.search(new):
        return _when(right < left), "from which the duty begins"
    if frames == {"fine"} and kind in (FigureKind.MONEY, FigureKind.PERCENT):
        return _when(right > left), "in a penalty"
    if frames == {"floor"}:
        return _when(right > left), "as a minimum"
    if frames == {"ceiling"}:
        return _when(right < left), "as a limit"
    return Direction.UNCLEAR, ""


def _when(tighter: bool) -> Direction:
    return Direction.TIGHTER if tighter else Direction.WEAKER


def _frame(text: str, side: FigureSide) -> str:
    before, after = text[side.quote.start : side.figure.start], text[side.figure.end : side.quote.end]
    if lexicon.FINE.search(before + after):
        return "fine"
    if lexicon.FLOOR.search(before):
        return "floor"
    if lexicon.CEILING.search(before) or lexicon.CEILING_ZH.search(before) or lexicon.CEILING_AFTER.search(after):
        return "ceiling"
    return "trigger" if lexicon.TRIGGER.search(before) or lexicon.TRIGGER_AFTER.search(after) else "plain"


def _force(old: str, new: str) -> Iterator[Signal]:
    (before, said), (after, says) = _strength(old), _strength(new)
    if before >= 2 > after >= 1:
        yield Signal(Direction.WEAKER, f"a duty (“{said}”) became advice or leave (“{says}”)")
    elif after >= 2 > before >= 1:
        yield Signal(Direction.TIGHTER, f"advice or leave (“{said}”) became a duty (“{says}”)")
    elif (before, after) == (3, 2):
        yield Signal(Direction.UNCLEAR, f"a ban (“{said}”) became a duty (“{says}”)")
    elif (before, after) == (2, 3):
        yield Signal(Direction.UNCLEAR, f"a duty (“{said}”) became a ban (“{says}”)")


def _strength(text: str) -> tuple[int, str]:
    """3 for a ban, 2 for a duty, 1 for advice or leave, 0 for neither; and the word that makes it one."""
    for strength, pattern in ((3, lexicon.BAN), (2, lexicon.DUTY), (1, lexicon.URGED), (1, lexicon.LEAVE)):
        found = pattern.search(text)
        if found:
            return strength, found.group().split()[0] if strength == 1 else found.group()
    return 0, ""


def _exceptions(old: str, new: str) -> Iterator[Signal]:
    before, after = _sentences(old), _sentences(new)
    for sentence in _excepted(after, before):
        yield Signal(Direction.WEAKER, f"no match in the earlier text for the exception in “{_short(sentence)}”")
    for sentence in _excepted(before, after):
        yield Signal(Direction.TIGHTER, f"no match in the later text for the exception in “{_short(sentence)}”")


def _excepted(sentences: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    """Exceptions in `sentences` that `others` make without: to the same rule, or to all of it."""
    for sentence in sentences:
        if lexicon.EXCEPT_SENTENCE.search(sentence):
            if not any(lexicon.EXCEPT_SENTENCE.search(other) and _alike(sentence, other) for other in others):
                yield sentence
        elif lexicon.EXCEPT_CLAUSE.search(sentence) and others:
            nearest = _nearest(sentence, others)
            same_rule = _alike(sentence, nearest) and _nearest(nearest, sentences) == sentence
            if same_rule and not lexicon.EXCEPT_CLAUSE.search(nearest):
                yield sentence


def _nearest(sentence: str, others: Sequence[str]) -> str:
    return max(others, key=lambda other: fuzz.token_set_ratio(sentence, other))


def _alike(left: str, right: str) -> bool:
    return fuzz.token_set_ratio(left, right) >= SAME_RULE


def _conditions(old: str, new: str) -> Iterator[Signal]:
    before, after = _conditional(old), _conditional(new)
    if before is False and after:
        yield Signal(
            Direction.WEAKER, "every duty of the later text is under a condition, not every one of the earlier"
        )
    elif after is False and before:
        yield Signal(
            Direction.TIGHTER, "every duty of the earlier text is under a condition, not every one of the later"
        )


def _conditional(text: str) -> bool | None:
    """Whether every sentence with a duty or a ban begins with a condition; None where there is no such sentence."""
    firm = [item for item in _sentences(text) if lexicon.DUTY.search(item) or lexicon.BAN.search(item)]
    return all(lexicon.CONDITION.search(sentence) for sentence in firm) if firm else None


def _addressees(old: str, new: str) -> Iterator[Signal]:
    before, after = ({found.lower(): None for found in lexicon.GROUP.findall(text)} for text in (old, new))
    if before and not after:
        yield Signal(Direction.WIDER, f"only the earlier text names {_listed(before)}; the later one names none")
    elif after and not before:
        yield Signal(Direction.WEAKER, f"only the later text names {_listed(after)}")


def _alone(old: str, new: str) -> Iterator[Signal]:
    before, after = _sentences(old), _sentences(new)
    pairs = sorted(
        (-fuzz.token_sort_ratio(left, right), i, j) for i, left in enumerate(before) for j, right in enumerate(after)
    )
    here, there = set(range(len(before))), set(range(len(after)))
    for unlike, i, j in pairs:
        if -unlike >= SAME_MATTER and i in here and j in there:
            here.remove(i)
            there.remove(j)
    for other, sentences, others, left in (("later", before, after, here), ("earlier", after, before, there)):
        for sentence in (sentences[place] for place in sorted(left)):
            near = any(fuzz.token_set_ratio(sentence, item) >= SAME_RULE for item in others)
            if not near and not lexicon.EXCEPT_SENTENCE.search(sentence):
                yield Signal(Direction.UNCLEAR, f"no match in the {other} text for “{_short(sentence)}”")


def _short(sentence: str) -> str:
    line = " ".join(sentence.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def _sentences(text: str) -> list[str]:
    return [text[part.start : part.end] for part in units(text)]


def _listed(names: dict[str, None]) -> str:
    return ", ".join(f"“{name}”" for name in list(names)[:4])
