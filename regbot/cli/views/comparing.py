"""Comparisons and outcomes for people: a redline that also reads without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot import wording
from regbot.cli.views.moment import spoken
from regbot.cli.views.parts import block, heading, indented, joined, words
from regbot.compare.align import Change, Kind
from regbot.compare.compare import Comparison, Side
from regbot.compare.figure_changes import FigureChange
from regbot.compare.outcome import Outcome, Quote, Row, Verdict
from regbot.compare.redline import Op, Span
from regbot.model import AsOf
from regbot.sanitise import plain

if TYPE_CHECKING:
    from regbot.workflows.documents import Listed

KINDS = {
    Kind.KEPT: "dim",
    Kind.AMENDED: "bold yellow",
    Kind.ADDED: "bold green",
    Kind.DROPPED: "bold red",
    Kind.MOVED: "bold cyan",
    Kind.NOT_AVAILABLE: "magenta",
}
VERDICTS = {
    Verdict.DROPPED: "bold red",
    Verdict.WEAKENED: "red",
    Verdict.TIGHTENED: "green",
    Verdict.NEW: "bold green",
    Verdict.KEPT: "dim",
    Verdict.NOT_AVAILABLE: "magenta",
}
STYLES = {Op.EQUAL: "", Op.DELETE: "red strike", Op.INSERT: "green underline"}
MARKS = {Op.EQUAL: ("", ""), Op.DELETE: ("[-", "-]"), Op.INSERT: ("{+", "+}")}


def comparison_view(comparison: Comparison, as_of: AsOf, *, colour: bool) -> Iterator[RenderableType]:
    """The two texts, counts, notes, then each change with its redline.

    With `colour` deletions are red and struck, insertions green and underlined; without, they stand in [-…-] and {+…+}.
    """
    yield spoken(as_of)
    for mark, side in (("-", comparison.old), ("+", comparison.new)):
        yield _side(mark, side)
    summary = comparison.summary
    yield Text(", ".join(f"{summary[kind.value]} {kind.value.replace('_', ' ')}" for kind in Kind), "bold")
    for note in comparison.notes:
        yield Text.assemble(("note: ", "dim"), words(note))
    for change in comparison.changes:
        yield from _change(change, colour=colour)
    if not comparison.changes:
        yield Text("\nNo provision fits.")


def outcome_view(found: Outcome, as_of: AsOf) -> Iterator[RenderableType]:
    """By topic: verdict and why, then both quotes."""
    yield spoken(as_of)
    for mark, side in (("draft:", found.comparison.old), ("final:", found.comparison.new)):
        yield _side(mark, side)
    told = (f"{count} {name.replace('_', ' ')}" for name, count in found.summary.items() if count)
    yield Text(", ".join(told) or "No rules.", "bold")
    for note in found.comparison.notes:
        yield Text.assemble(("note: ", "dim"), words(note))
    topic = ""
    for row in found.rows:
        if row.topic != topic:
            topic = row.topic
            yield heading(words(topic).plain)
        yield from _row(row)


def withdrawn_view(gone: Listed, as_of: AsOf) -> Iterator[RenderableType]:
    """The draft, and what withdrew it in that document's words."""
    document, change = gone.document, gone.withdrawal
    assert change
    yield spoken(as_of)
    yield joined(Text(words(document.id).plain, "bold"), wording.STATUS[gone.legal_status], document.title_in("en"))
    yield Text.assemble((words(wording.force_change(document, change)).plain, "bold"), ": no text came of it.")
    if change.quote:
        yield indented(words(f"“{change.quote}”"))


def redline_text(spans: Iterable[Span], *, colour: bool) -> Text:
    """A redline in one text."""
    text = Text()
    for span in spans:
        before, after = ("", "") if colour else MARKS[span.op]
        text.append(f"{before}{plain(span.text)}{after}", STYLES[span.op] if colour else "")
    return text


def _lines(text: Text) -> Iterator[RenderableType]:
    """Each line set in on its own, so that none is filled with blanks."""
    for line in text.split("\n", allow_blank=True):
        yield indented(line) if line else Text()


def _side(mark: str, side: Side) -> Text:
    version, document = side.version, side.document
    kind = wording.text_kind(version.kind, version.lang)
    status = wording.STATUS[document.legal_status]
    name = joined(
        Text(words(document.id).plain, "bold"), status, document.title_in(version.lang), f"version {version.date}"
    )
    return joined(Text.assemble(f"{mark} ", name), kind)


def _change(change: Change, *, colour: bool) -> Iterator[RenderableType]:
    kind = Text(change.kind.value.replace("_", " ").upper(), KINDS[change.kind])
    places = [words(_name(item.label, item.heading)) for item in (change.old, change.new) if item]
    share = f"{round(100 * change.similarity)} % of the text stayed" if change.kind is Kind.AMENDED else ""
    yield Text.assemble("\n", joined(kind, Text(" → ").join(places), share))
    refs = " → ".join(ref for ref in (change.old_ref, change.new_ref) if ref)
    yield indented(joined(words(refs, "dim"), words(", ".join(change.topics), "dim")))
    if change.note:
        yield indented(words(change.note, "magenta"))
    for figure in change.figures:
        yield indented(Text.assemble(("figure: ", "bold magenta"), words(_figure(figure))))
    if change.old_parts or change.new_parts:
        yield indented(Text("split or merged: this is about a part of it", "dim"))
    if change.kind is not Kind.KEPT and change.focus:
        yield from _lines(redline_text(change.focus, colour=colour))


def _figure(change: FigureChange) -> str:
    if change.old and change.new:
        return f"{change.old.figure.text} → {change.new.figure.text}"
    if change.old:
        return f"{change.old.figure.text} is in the old text alone"
    return f"{change.new.figure.text if change.new else ''} is in the new text alone"


def _row(row: Row) -> Iterator[RenderableType]:
    verdict = Text(row.verdict.value.replace("_", " ").upper(), VERDICTS.get(row.verdict, "bold yellow"))
    refs = " → ".join(ref for ref in (row.change.old_ref, row.change.new_ref) if ref)
    yield indented(joined(verdict, words(refs, "dim")), 2)
    for reason in (*row.reasons, *row.cautions):
        yield indented(Text.assemble(("why: ", "dim"), words(reason)))
    for mark, quotes in (("draft", row.draft), ("final", row.final)):
        for quote in quotes:
            yield from _lines(_quote(mark, quote))


def _quote(mark: str, quote: Quote) -> Text:
    return Text.assemble((f"{mark}, ", "bold"), words(quote.provision.label, "bold"), ": “", block(quote.text), "”")


def _name(label: str, title: str) -> str:
    return f"{label} {title}".strip()
