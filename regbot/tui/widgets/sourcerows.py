"""A source in the list: how it fares, or how far its refresh is; and more about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from regbot.tui import text
from regbot.wording import ago, counted

if TYPE_CHECKING:
    from regbot.tui.refresher import Step
    from regbot.workflows.refresh import RefreshReport, SourceReport
    from regbot.workflows.sources import SourceStatus

BAR, RUNNER = 24, 5
EFFECTS = {"new": "bold $in-force", "changed": "bold $draft", "updated": "bold $news"}


def bar(step: Step, beat: int) -> Content:
    """How much is done; where nobody knows of how much, something that moves with `beat`."""
    if step.stage == "done":
        return Content.styled("━" * BAR, "$in-force")
    if step.stage in ("waiting", "stopped"):
        return Content.styled("━" * BAR, "$rule")
    if step.stage == "fetching" and step.total:
        full = min(BAR, round(BAR * step.done / step.total))
        return Content.styled("━" * full, "$primary") + Content.styled("━" * (BAR - full), "$rule")
    start = beat % (BAR - RUNNER)
    parts = (("━" * start, "$rule"), ("━" * RUNNER, "$primary"), ("━" * (BAR - RUNNER - start), "$rule"))
    return Content.assemble(*(Content.styled(words, style) for words, style in parts))


def entry(
    status: SourceStatus, *, chosen: bool, step: Step | None = None, report: SourceReport | None = None, beat: int = 0
) -> Content:
    """Two lines and a blank one: the name and its state; a bar, what the refresh did, or when it last worked."""
    mark = Content.styled("✓ ", "bold $accent") if chosen else Content("  ")
    first = mark + text.join(
        text.line(status.name, "bold" if status.enabled or chosen else "$quiet", 60),
        text.line(status.publisher, "$quiet", 120),
    )
    second = Content("  ") + (_running(step, beat) if step else _did(report) if report else _last(status))
    return Content("\n").join([state(status) + first, Content("  ") + second, Content()])


def state(status: SourceStatus) -> Content:
    """One sign: works, deserves a look, failed, off."""
    if not status.enabled and status.reachable is None:
        return Content.styled("○ ", "$quiet")
    if status.error:
        return Content.styled("● ", "$error")
    if status.overdue or (status.last_success is None and status.reachable is None):
        return Content.styled("● ", "$draft")
    return Content.styled("● ", "$in-force")


def particulars(status: SourceStatus, keys: Mapping[str, str]) -> Content:
    """All that is known of a source: what is wrong with it first. `keys` is the person's own key map."""
    lines = [text.line(status.name, "bold", 100), text.line(status.publisher, "$quiet", 200)]
    if status.error:
        lines += [Content(), text.line(status.error, "$error", 600), text.remedy(status.hint, keys)]
    elif status.reachable:
        lines += [Content(), Content.styled("It answers, and its list can be read.", "$in-force")]
    asked = "never" if status.last_attempt is None else text.day(status.last_attempt.date())
    switched = f"asked {status.cadence}" if status.enabled else "switched off: chosen by hand, it is asked all the same"
    facts = (
        f"{status.type}, {switched}",
        f"last asked {asked}" if status.last_attempt else "not asked yet",
        f"{counted(status.items, 'item')} in its list" if status.items else "",
    )
    lines += [Content(), *(text.line(fact) for fact in facts if fact), text.line(status.address, "$accent", 400)]
    return Content("\n").join([*lines, Content(), text.line(status.terms, "$quiet", 1_000)])


def told(report: RefreshReport) -> list[tuple[Content, str]]:
    """What a refresh did, line by line, each with the document it is about, if any: what changed first."""
    lines: list[tuple[Content, str]] = []
    for source in report.sources:
        for change in source.changes:
            words = (
                Content.styled(f"{change.effect.upper():<7}", EFFECTS.get(change.effect, "bold")),
                text.line(change.title or change.document, "", 300),
                text.line(change.document, "$quiet", 120),
                text.line(change.note, "$draft", 200),
            )
            lines.append((text.join(*words), change.document))
    for source in report.sources:
        for failure in source.failures:
            lines.append((_failed(f"{source.source}: {failure.title or failure.key}", failure.error), ""))
        if source.error:
            lines.append((_failed(source.source, source.error), ""))
        lines += [
            (text.join(text.line(source.source, "bold", 60), text.line(note, "$draft", 300)), "")
            for note in source.notes
        ]
    return lines


def summed(report: RefreshReport) -> Content:
    """The whole refresh in a line."""
    sums = {name: sum(getattr(source, name) for source in report.sources) for name in ("new", "changed", "updated")}
    failed = [source for source in report.sources if not source.ok]
    parts = [f"{count} {name}" for name, count in sums.items() if count] or ["nothing new"]
    words = Content.styled(f"Refreshed {counted(len(report.sources), 'source')}: {', '.join(parts)}", "bold")
    trouble = Content.styled(f"{len(failed)} failed", "bold $error") if failed else Content()
    return text.join(words, trouble, Content.styled(f"{report.seconds:.1f} s", "$quiet"))


def _failed(what: str, error: str) -> Content:
    return text.join(
        Content.styled("FAILED ", "bold $error"), text.line(what, "bold", 200), text.line(error, "$error", 400)
    )


def _running(step: Step, beat: int) -> Content:
    count = f"{step.done} of {step.total}" if step.total and step.stage == "fetching" else str(step.done or "")
    words = " ".join(filter(None, (step.stage, count)))
    colour = "$draft" if step.stage in ("stopping", "stopped") else "$quiet"
    return text.join(bar(step, beat), Content.styled(words, colour), text.line(step.title, "$quiet", 200))


def _did(report: SourceReport) -> Content:
    if report.error:
        return text.line(report.error, "$error", 300)
    names = ("new", "changed", "updated", "unchanged", "skipped", "failed")
    counts = [f"{getattr(report, name)} {name}" for name in names if getattr(report, name)]
    words = Content.styled(", ".join(counts) or "nothing new", "$error" if report.failed else "")
    if report.cancelled:
        words = text.join(Content.styled("cancelled", "$draft"), words if counts else Content())
    return text.join(words, Content.styled(f"{report.seconds:.1f} s", "$quiet"))


def _last(status: SourceStatus) -> Content:
    if status.error:
        return text.line(status.error, "$error", 300)
    if status.reachable:
        return Content.styled("answers, and its list can be read", "$in-force")
    if not status.enabled:
        return Content.styled("switched off", "$quiet")
    worked = (
        Content.styled(f"worked {ago(status.age)}", "$draft" if status.overdue else "$quiet")
        if status.age is not None
        else ""
    )
    items = counted(status.items, "item") if status.items else ""
    return text.join(
        worked or Content.styled("never refreshed yet", "$quiet"),
        Content.styled(items, "$quiet"),
        Content.styled(status.cadence, "$quiet"),
    )
