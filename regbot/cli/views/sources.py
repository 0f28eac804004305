"""Sources and what a refresh did, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot.cli.views.parts import heading, indented, joined, table, words
from regbot.wording import ago, counted

if TYPE_CHECKING:
    from regbot.workflows.add_source import Added
    from regbot.workflows.refresh import RefreshReport, SourceReport
    from regbot.workflows.sources import SourceStatus

MOST_SHOWN = 20
EFFECT_STYLES = {"new": "bold green", "changed": "bold yellow", "updated": "cyan"}


def refresh_view(report: RefreshReport, *, quiet: bool = False) -> Iterator[RenderableType]:
    """What changed, what failed, a table of all sources, and the index; with `quiet` only what changed and failed."""
    for source in report.sources:
        yield from _changes(source)
        yield from _failures(source)
    if quiet:
        return
    if not report.sources:
        yield Text("No source is switched on: see `regbot sources`, or name one.")
        return
    yield heading("Nothing was written (dry run)" if report.dry_run else "Refreshed")
    grid = table("Source", "Seen", "New", "Changed", "Updated", "Unchanged", "Skipped", "Failed", "Seconds")
    for source in report.sources:
        numbers = (source.new, source.changed, source.updated, source.unchanged, source.skipped, source.failed)
        style = "" if source.ok else "red"
        grid.add_row(
            words(source.source, style), str(source.seen), *(f"{n or '-'}" for n in numbers), f"{source.seconds:.1f}"
        )
    yield grid
    yield _index_line(report)


def sources_view(statuses: Sequence[SourceStatus]) -> Iterator[RenderableType]:
    """A table of sources; below it what is wrong with any, and the terms of each."""
    if not statuses:
        yield Text("There are no sources yet: `regbot sources add URL`.")
        return
    grid = table("Source", "Type", "State", "Last success", "Items", "Cadence", "Address")
    for status in statuses:
        last = ago(status.age) if status.age is not None else "never"
        grid.add_row(
            words(status.name, "bold"),
            words(status.type),
            _state(status),
            Text(last, "yellow" if status.overdue else ""),
            str(status.items or "-"),
            words(status.cadence),
            words(status.address),
        )
    yield grid
    yield heading("Terms of reuse")
    for status in statuses:
        yield joined(words(status.name, "bold"), status.terms)
    troubled = [status for status in statuses if status.error]
    if troubled:
        yield heading("Problems")
        for status in troubled:
            yield joined(words(status.name, "bold"), words(status.error, "red"))
            yield indented(words(status.hint))


def added_view(added: Added) -> Iterator[RenderableType]:
    """What is at the address, the table written for it, and the next step."""
    yield joined(Text("Found"), added.found)
    yield heading("Added to corpus/sources.toml")
    for line in added.table.splitlines():
        yield indented(words(line))
    yield Text.assemble("\n", "Next: ", (f"regbot refresh {added.name}", "bold"))


def _changes(source: SourceReport) -> Iterator[RenderableType]:
    for change in source.changes[:MOST_SHOWN]:
        effect = Text(change.effect.upper(), EFFECT_STYLES.get(change.effect, ""))
        yield joined(effect, words(change.document, "bold"), change.title, ", ".join(change.versions))
        if change.note:
            yield indented(words(change.note, "yellow"))
    if len(source.changes) > MOST_SHOWN:
        yield Text(f"… and {counted(len(source.changes) - MOST_SHOWN, 'more document')} of {source.source}", "dim")
    for note in source.notes:
        yield joined(words(source.source, "bold"), words(note, "yellow"))


def _failures(source: SourceReport) -> Iterator[RenderableType]:
    if source.error:
        yield joined(Text("FAILED", "bold red"), words(source.source, "bold"), words(source.error, "red"))
        yield indented(words(source.hint))
    for failure in source.failures[:MOST_SHOWN]:
        yield joined(Text("FAILED", "bold red"), words(failure.key, "bold"), failure.title, words(failure.error, "red"))
        yield indented(words(failure.hint))
    if len(source.failures) > MOST_SHOWN:
        yield Text(f"… and {len(source.failures) - MOST_SHOWN:,} more failed", "red")


def _state(status: SourceStatus) -> Text:
    if status.reachable is not None:
        return Text("works", "green") if status.reachable and not status.error else Text("failed", "bold red")
    if not status.enabled:
        return Text("off", "dim")
    return Text("failed", "bold red") if status.error else Text("on", "green")


def _index_line(report: RefreshReport) -> Text:
    if report.index_error:
        return words(f"The index could not be built: {report.index_error}", "red")
    if report.indexed:
        return Text(f"The index was brought up to date: {counted(report.embedded, 'text')} embedded.")
    return Text("" if report.dry_run else "The index is as it was.", "dim")
