"""One change between two texts: in two columns, each with its own part of the redline, or in one."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from regbot.compare.align import Change, Kind
from regbot.compare.redline import Op, Span
from regbot.model import Provision
from regbot.sanitise import plain
from regbot.tui import text

KINDS = {
    Kind.KEPT: "$quiet",
    Kind.AMENDED: "bold $draft",
    Kind.ADDED: "bold $in-force",
    Kind.DROPPED: "bold $error",
    Kind.MOVED: "bold $news",
    Kind.NOT_AVAILABLE: "$quiet",
}
SIGNS = {
    Kind.KEPT: "=",
    Kind.AMENDED: "±",
    Kind.ADDED: "+",
    Kind.DROPPED: "−",
    Kind.MOVED: "→",
    Kind.NOT_AVAILABLE: "?",
}
STRUCK, WRITTEN = "strike $error", "underline $in-force"


def badge(change: Change) -> Content:
    """The kind of change in a word and a colour."""
    return Content.styled(change.kind.value.replace("_", " ").upper(), KINDS[change.kind])


def name(provision: Provision | None) -> str:
    """Label and heading."""
    return " ".join(filter(None, (provision.label or provision.eid, provision.heading))) if provision else "—"


def entry(change: Change) -> Content:
    """One line of the list of changes."""
    new, old = change.new or change.old, change.old
    moved = f" ← {old.label or old.eid}" if old and change.new and old.label != change.new.label else ""
    label = (new.label or new.eid) if new else ""
    return text.join(
        Content.styled(SIGNS[change.kind], KINDS[change.kind]),
        text.line(f"{label}{moved}", "bold", 60),
        text.line(new.heading if new else "", "$quiet", 120),
    )


def unified(change: Change) -> Content:
    """Old and new in one text: what was struck out, what was written in."""
    return marked(_redline(change))


def before(change: Change) -> Content:
    """The old text with what was struck out."""
    return _side(change.old, (span for span in _redline(change) if span.op is not Op.INSERT), STRUCK)


def after(change: Change) -> Content:
    """The new text with what was written in."""
    return _side(change.new, (span for span in _redline(change) if span.op is not Op.DELETE), WRITTEN)


def header(change: Change, number: int, count: int) -> Content:
    """Kind, names, how much stayed; topics, figures and what has to be said."""
    stayed = f"{round(100 * change.similarity)} % of the text stayed" if change.kind is Kind.AMENDED else ""
    lines = [
        text.join(badge(change), Content.styled(f"{number} of {count}", "$quiet"), Content.styled(stayed, "$quiet")),
        text.line(" → ".join(name(item) for item in (change.old, change.new) if item), "bold", 400),
    ]
    if change.topics:
        lines.append(text.line(" · ".join(change.topics), "$quiet", 200))
    for figure in change.figures:
        sides = [side.figure.text for side in (figure.old, figure.new) if side]
        words = " → ".join(sides) if len(sides) == 2 else f"{sides[0]} ({'old' if figure.old else 'new'} text alone)"
        lines.append(text.join(Content.styled("figure", "bold $accent"), text.line(words, "", 200)))
    if change.note:
        lines.append(text.line(change.note, "$draft", 400))
    return Content("\n").join(lines)


def marked(spans: Iterable[Span]) -> Content:
    """A redline of two texts: what was struck out, what was written in."""
    return _spans(spans, {Op.EQUAL: "", Op.DELETE: STRUCK, Op.INSERT: WRITTEN})


def _redline(change: Change) -> tuple[Span, ...]:
    if change.redline:
        return change.redline
    provision = change.new or change.old
    op = {Kind.ADDED: Op.INSERT, Kind.DROPPED: Op.DELETE}.get(change.kind, Op.EQUAL)
    return (Span(op, provision.text),) if provision and provision.text else ()


def _side(provision: Provision | None, spans: Iterable[Span], mark: str) -> Content:
    if provision is None:
        return Content.styled("Nothing stands here.", "$quiet")
    if provision.gap:
        return text.line(provision.gap, "$draft", 600)
    return _spans(spans, {Op.EQUAL: "", Op.DELETE: mark, Op.INSERT: mark})


def _spans(spans: Iterable[Span], styles: dict[Op, str]) -> Content:
    return Content.assemble(*(Content.styled(plain(span.text), styles[span.op]) for span in spans))
