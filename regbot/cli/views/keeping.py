"""What was imported and what the index is, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot.cli.views.parts import badge, indented, joined, words
from regbot.model import LegalStatus

if TYPE_CHECKING:
    from regbot.index.generation import IndexStatus
    from regbot.index.manifest import Manifest
    from regbot.index.verify import VerifyReport
    from regbot.workflows.importing import Imported

MOST_SHOWN = 10


def imported_view(imported: Sequence[Imported]) -> Iterator[RenderableType]:
    """Each document with what was made of it and what was odd."""
    for item in imported:
        verb = "Replaced" if item.replaced else "Imported"
        count = f"{item.provisions:,} " + ("passages" if item.kind == "passages" else "provisions")
        yield joined(
            Text.assemble(f"{verb} ", (item.document, "bold")), badge(LegalStatus(item.legal_status)), item.title, count
        )
        if item.closes or item.channels:
            closing = f"until {item.closes}" if item.closes else "closing date unknown"
            yield indented(joined(f"open for comment, {closing}", ", ".join(item.channels)))
        if item.removed:
            yield indented(Text(f"{item.removed:,} control characters were removed", "yellow"))
        for issue in item.issues[:MOST_SHOWN]:
            yield indented(words(issue, "yellow"))
        if len(item.issues) > MOST_SHOWN:
            yield indented(Text(f"… and {len(item.issues) - MOST_SHOWN:,} more", "yellow"))


def manifest_view(manifest: Manifest) -> Iterator[RenderableType]:
    """What is published."""
    yield Text(
        f"The index holds {manifest.documents:,} documents, {manifest.texts:,} texts, {manifest.vectors:,} vectors."
    )
    if manifest.server:
        yield words(f"The vectors are on the Chroma server at {manifest.server}.")
    if manifest.encoder_note:
        yield words(manifest.encoder_note, "yellow")


def status_view(status: IndexStatus) -> Iterator[RenderableType]:
    """The state, why, and what to do."""
    yield joined(Text(status.state.value.upper(), "bold"), status.reason)
    for name in status.changed:
        yield indented(words(name))
    if status.manifest:
        yield from manifest_view(status.manifest)
        yield Text(f"built {status.manifest.built_at:%Y-%m-%d %H:%M %Z}".rstrip(), "dim")
    if status.state.value != "current":
        yield Text("run `regbot index build`")


def report_view(report: VerifyReport) -> Iterator[RenderableType]:
    """What was checked and what was wrong."""
    yield Text(
        f"{report.texts:,} texts and {report.vectors:,} vectors checked; lowest cosine {report.lowest_cosine:.5f}; "
        f"{len(report.problems):,} problems"
    )
    for problem in report.problems:
        yield indented(words(problem, "red"))
    if report.problems:
        yield Text("run `regbot index build --force`")
