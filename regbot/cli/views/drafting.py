"""Drafts for people: what was begun, the list, one draft, what the checks found, its history. Outside text is no markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot import wording
from regbot.cli.views.comparing import redline_text
from regbot.cli.views.interview import lines
from regbot.cli.views.parts import badge, block, heading, indented, joined, table, words
from regbot.draft.checks.finding import Finding, Level

if TYPE_CHECKING:
    from rich.table import Table

    from regbot.track.deadlines import Deadline
    from regbot.workflows.closed import Closed
    from regbot.workflows.draft_checks import Report
    from regbot.workflows.draft_states import Kept
    from regbot.workflows.drafts import Begun, Entry, ShownDraft, ShownPoint

LEVELS = {Level.BLOCK: "bold red", Level.WARN: "yellow", Level.NOTE: "dim"}
SECTIONS = {
    "worry": "What worries you (not sent)",
    "standing": "Who you are in this",
    "opening": "Opening",
}
AFTER = {"closing": "Closing", "contact": "Contact", "disclosure": "Software used", "notes": "Notes (not sent)"}
FIRST_WORDS = 60


def begun_view(begun: Begun) -> Iterator[RenderableType]:
    """The new draft, what there is to know of its deadline, and what to do next."""
    comment = begun.comment
    yield joined(Text.assemble(("begun: ", "dim"), words(comment.id, "bold")), words(str(begun.path)))
    yield from _deadline(begun.deadline)
    if begun.closed:
        yield from closed_view(begun.closed)
        yield Text("The draft is kept for practice.", "yellow")
    if begun.others:
        yield Text.assemble(("you already have: ", "yellow"), words(", ".join(begun.others)))
        yield indented(
            Text.assemble(("go on with it: ", "dim"), words(f"regbot draft edit {begun.others[0]} --interview"))
        )
    yield Text.assemble(("next: ", "dim"), words(f"regbot draft point {comment.id} REF --position … --reason …"))


def closed_view(over: Closed) -> Iterator[RenderableType]:
    """What took a closed consultation's place, and what can still be done, in the rule's own words."""
    if over.sequel and over.sequel_status:
        yield joined(
            Text.assemble(
                "withdrawn by " if over.is_withdrawal else "followed by ",
                words(over.sequel.id, "bold"),
            ),
            badge(over.sequel_status),
            over.sequel.name,
        )
    for item in over.remedies:
        where = f"{item.provision.label}, {item.document.name}"
        yield Text.assemble("still open to you: ", words(where), " says “", block(item.quote), "”")
        yield indented(
            joined(words(item.provision.ref, "dim"), wording.text_kind(item.provision.kind, item.provision.lang))
        )


def list_view(entries: Sequence[Entry], deleted: Sequence[str] = ()) -> Iterator[RenderableType]:
    """A row a draft; those that were deleted by their ids."""
    if entries:
        yield _list_table(entries)
    else:
        yield Text("No drafts yet. `regbot draft new CONSULTATION` begins one.")
    if deleted:
        yield Text.assemble(("deleted, `regbot draft restore ID` brings one back: ", "dim"), words(", ".join(deleted)))


def _list_table(entries: Sequence[Entry]) -> Table:
    grid = table("Draft", "Consultation", "Begins", "Points", "Changed", "State")
    for entry in entries:
        comment = entry.comment
        if comment is None:
            grid.add_row(
                words(entry.id, "bold"), words(entry.problem, "red"), "", "", f"{entry.changed:%Y-%m-%d %H:%M}", ""
            )
            continue
        found = entry.deadline
        state = wording.comments(found.state, found.days_left) if found else ""
        marks = [state, "practice" if comment.practice else "", f"sent {len(comment.sent)}×" if comment.sent else ""]
        grid.add_row(
            words(entry.id, "bold"),
            words(comment.consultation),
            words(comment.first_words[:FIRST_WORDS]),
            str(len(comment.points)),
            f"{entry.changed:%Y-%m-%d %H:%M}",
            joined(*marks),
        )
    return grid


def draft_view(shown: ShownDraft, *, colour: bool) -> Iterator[RenderableType]:
    """The whole draft in the order of the letter."""
    comment = shown.stored.comment
    marks = [comment.consultation, comment.lang, comment.sender or "", comment.name, comment.channel]
    yield joined(words(comment.id, "bold"), *marks, "for practice" if comment.practice else "")
    if comment.title:
        yield words(comment.title, "bold")
    yield from _deadline(shown.deadline)
    if shown.closed:
        yield from closed_view(shown.closed)
    for name, title in SECTIONS.items():
        yield from _section(title, getattr(comment, name))
    for point in shown.points:
        yield from _point(point, colour=colour)
    for name, title in AFTER.items():
        yield from _section(title, getattr(comment, name))
    if comment.template:
        yield from _section("Template", f"{len(comment.template):,} characters, kept to compare with")
    for path in comment.attachments:
        yield joined(Text("attachment", "dim"), path)
    for sent in comment.sent:
        yield joined(
            Text("sent", "bold green"), f"{sent.at:%Y-%m-%d %H:%M %Z}", sent.channel, sent.tracking, sent.sha256[:12]
        )
    yield Text.assemble("\n", (str(words(shown.stored.path.as_posix())), "dim"))


def report_view(report: Report, *, colour: bool) -> Iterator[RenderableType]:
    """Each finding with where and what to do; then whether anything blocks."""
    for item in report.findings:
        yield from _finding(item, colour=colour)
    counts = [sum(item.level is level for item in report.findings) for level in Level]
    told = f"{counts[0]} blocking, {wording.counted(counts[1], 'warning')}, {wording.counted(counts[2], 'note')}"
    mark = Text("READY", "bold green") if report.ready else Text("NOT READY", "bold red")
    yield joined(mark, f"for {report.channel}" if report.channel else "", told)


def history_view(kept: Iterable[Kept]) -> Iterator[RenderableType]:
    """A row a state."""
    grid = table("Time", "Changed", "Bytes", "Hash")
    for item in kept:
        state = item.state
        aside = "put aside, another window had saved meanwhile" if state.aside else ""
        grid.add_row(state.at.isoformat(), joined(item.changed, aside), f"{state.size:,}", state.sha256[:12])
    yield grid if grid.row_count else Text("No earlier states are kept.")


def _deadline(found: Deadline | None) -> Iterator[RenderableType]:
    if found is None:
        return
    style = "bold red" if found.state.is_over else "green"
    closes = f"{found.closes_at:%A %d %B %Y, %H:%M} ({found.document.timezone})" if found.closes_at else ""
    local = found.closes_at_local
    if found.closes_at and local and local.utcoffset() != found.closes_at.utcoffset():
        closes += f", your time {local:%A %d %B, %H:%M}"
    yield joined(Text(wording.comments(found.state, found.days_left).upper(), style), closes)
    for caution in found.cautions:
        yield indented(Text.assemble(("caution: ", "yellow"), words(caution)))


def _section(title: str, text: str) -> Iterator[RenderableType]:
    if text.strip():
        yield heading(title)
        yield from lines(block(text))


def _point(shown: ShownPoint, *, colour: bool) -> Iterator[RenderableType]:
    point, held = shown.point, shown.provision
    where = f"{held.label} {held.heading}".strip() if held else ""
    ref = point.anchor.ref if point.anchor else "no provision"
    title = joined(
        words(point.id, "bold"), (point.position or "no position yet").upper(), where, Text(words(ref).plain, "dim")
    )
    yield Text.assemble("\n", title)
    if point.quote:
        yield from lines(Text.assemble("“", block(point.quote), "”"))
    if point.reason:
        yield from lines(Text.assemble(("why: ", "dim"), block(point.reason)))
    for item in point.evidence:
        yield indented(Text.assemble(("- ", "dim"), words(item)))
    if shown.redline:
        yield indented(Text("proposed, as a redline:", "dim"))
        yield from lines(redline_text(shown.redline, colour=colour))
    elif point.wording:
        yield from lines(Text.assemble(("proposed: ", "dim"), block(point.wording)))


def _finding(item: Finding, *, colour: bool) -> Iterator[RenderableType]:
    mark = Text(f"{item.level.upper():5} {item.id}", LEVELS[item.level])
    yield Text.assemble(mark, "  ", words(item.message))
    yield indented(joined(words(item.where, "dim"), Text.assemble(("fix: ", "dim"), words(item.fix))), 11)
    if item.redline:
        yield from (indented(part, 7) for part in lines(redline_text(item.redline, colour=colour)))  # type: ignore[arg-type]
