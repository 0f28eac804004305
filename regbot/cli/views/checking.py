"""Rates, health checks, places and settings for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot.cli.views.parts import heading, indented, joined, table, words

if TYPE_CHECKING:
    from regbot.workflows.check import Check
    from regbot.workflows.evaluate import Evaluation, Rate

MARKS = {"ok": Text("ok", "green"), "warn": Text("warn", "yellow"), "broken": Text("broken", "bold red")}


def evaluation_view(evaluation: Evaluation) -> Iterator[RenderableType]:
    """The rates, overall and by type of question, then what failed."""
    grid = table("Rate", "Value", "95 % interval", "Of")
    for name, rate in evaluation.rates.items():
        grid.add_row(name, _share(rate), _interval(rate), str(rate.total))
    yield Text(f"{evaluation.n} questions", "bold")
    yield grid
    types = table("Type", "n", *evaluation.rates)
    for name, part in evaluation.by_type().items():
        types.add_row(words(name), str(part.n), *(_share(rate) for rate in part.rates.values()))
    yield Text("")
    yield types
    if evaluation.failures:
        yield heading(f"Failures ({len(evaluation.failures)})")
    for item in evaluation.failures:
        yield joined(Text(item.question.id, "bold"), item.question.text)
        for problem in item.problems:
            yield indented(words(problem))


def doctor_view(checks: Sequence[Check]) -> Iterator[RenderableType]:
    """One line a check, its remedy below."""
    for check in checks:
        yield Text.assemble(MARKS[check.level], " " * (7 - len(check.level)), f"{check.name}: ", words(check.message))
        if check.remedy:
            yield indented(Text.assemble(("remedy: ", "bold"), words(check.remedy)), 7)


def pairs_view(pairs: Mapping[str, object]) -> Iterator[RenderableType]:
    """Names and values."""
    grid = table("", "")
    grid.show_header = False
    for name, value in pairs.items():
        grid.add_row(Text(name, "bold"), words(str(value)))
    yield grid


def _share(rate: Rate) -> str:
    return "-" if rate.value is None else f"{rate.value:.3f}"


def _interval(rate: Rate) -> str:
    return "-" if rate.interval is None else f"{rate.interval[0]:.3f} to {rate.interval[1]:.3f}"
