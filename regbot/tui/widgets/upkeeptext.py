"""What the Maintain screen says of the whole: the line that sums up, index and health."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from regbot.tui import text
from regbot.tui.refresher import Step
from regbot.tui.widgets import sourcerows
from regbot.wording import counted

if TYPE_CHECKING:
    from regbot.index.generation import IndexStatus
    from regbot.tui.refresher import Steps
    from regbot.workflows.check import Check
    from regbot.workflows.sources import SourceStatus

ENDED = ("done", "stopped")
LEVELS = {"ok": ("●", "$in-force"), "warn": ("●", "$draft"), "broken": ("●", "$error")}


def running(steps: Steps, *, stopping: bool) -> Content:
    """How far a refresh of several sources is."""
    done = sum(step.stage in ENDED for step in steps.values())
    return text.join(
        Content.styled("Refreshing", "bold $primary"),
        sourcerows.bar(Step("fetching", done, len(steps)), 0),
        Content(f"{done} of {len(steps)}"),
        Content.styled("stopping…", "$draft") if stopping else Content.styled("c cancels, Delete one alone", "$quiet"),
        by="   ",
    )


def resting(statuses: Sequence[SourceStatus], said: Content, chosen: int) -> Content:
    """How many sources there are, and what was `said` last or else what is wrong."""
    on = sum(status.enabled for status in statuses)
    troubled = sum(bool(status.error) for status in statuses if status.enabled)
    trouble = Content.styled(f"{troubled} failed last time", "$error") if troubled else Content()
    return text.join(
        Content.styled(f"{counted(len(statuses), 'source')}, {on} on", "bold"),
        said or trouble,
        Content.styled(f"{chosen} chosen", "bold $accent") if chosen else Content(),
        by="   ",
    )


def health(index: IndexStatus | None, checks: Sequence[Check], keys: Mapping[str, str]) -> Content:
    """How the index stands to the corpus, then what the doctor found. `keys` is the person's own key map."""
    return Content("\n").join(
        [
            Content(),
            Content.styled("Index", "bold $primary"),
            *(_index(index) if index else ()),
            Content(),
            Content.styled("Doctor", "bold $primary"),
            *(_finding(check, keys) for check in checks),
        ]
    )


def _index(index: IndexStatus) -> list[Content]:
    manifest = index.manifest
    held = "There is none yet."
    if manifest:
        held = f"{manifest.texts:,} texts, {manifest.vectors:,} vectors, built {text.day(manifest.built_at.date())}"
    current = index.state.value == "current"
    words = "matches the corpus" if current else index.reason
    return [
        text.join(Content.styled("●", "$in-force" if current else "$draft"), text.line(words, "", 300)),
        text.line(held, "$quiet"),
        *(() if current else (Content.styled("b rebuilds it", "$quiet"),)),
    ]


def _finding(check: Check, keys: Mapping[str, str]) -> Content:
    sign, colour = LEVELS[check.level]
    line = text.join(Content.styled(sign, colour), text.line(check.name, "bold", 40), text.line(check.message, "", 600))
    return (
        Content("\n").join([line, Content("   ") + text.remedy(check.remedy, keys, "$accent")])
        if check.remedy
        else line
    )
