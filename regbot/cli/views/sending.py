"""What was made ready, noted as sent, or came of it: for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from regbot.cli.views.comparing import VERDICTS, redline_text
from regbot.cli.views.interview import lines
from regbot.cli.views.moment import day_asked
from regbot.cli.views.parts import block, heading, indented, joined, words
from regbot.compare.redline import redline

if TYPE_CHECKING:
    from regbot.compare.outcome import Quote, Row
    from regbot.draft.channels import Route
    from regbot.draft.comment import Point
    from regbot.model import AsOf
    from regbot.workflows.exporting import Exported
    from regbot.workflows.sending import DraftOutcome, Noted, PointOutcome


def exported_view(made: Exported) -> Iterator[RenderableType]:
    """The files, what the channel asks, then what to do next."""
    for path in made.files:
        yield Text.assemble(("wrote ", "dim"), words(str(path), "bold"))
    yield joined(made.route.kind, made.route.channel.address)
    yield Text.assemble(("subject: ", "dim"), words(made.ready.subject))
    length = made.ready.length
    yield Text(f"{length.characters:,} characters, {length.bytes:,} bytes in UTF-8")
    for note in made.notes:
        yield Text.assemble(("note: ", "dim"), words(note))
    yield heading("What to do next (regbot sends nothing)")
    for number, step in enumerate(made.steps, 1):
        yield Text.assemble(f"{number}. ", words(step))


def exported_record(made: Exported) -> dict[str, Any]:
    """What `draft export` prints for scripts."""
    return {
        "draft": made.draft,
        "consultation": made.consultation,
        "format": made.form.value,
        "files": [str(path) for path in made.files],
        "channel": route_record(made.route),
        "subject": made.ready.subject,
        "characters": made.ready.length.characters,
        "bytes": made.ready.length.bytes,
        "split": made.ready.split,
        "sha256": made.sha256,
        "steps": list(made.steps),
        "notes": list(made.notes),
    }


def route_record(route: Route) -> dict[str, Any]:
    """A channel with its rules."""
    return {
        "kind": route.kind,
        "address": route.channel.address,
        "marking": route.marking,
        "marking_place": route.place.value,
        "max_characters": route.max_characters,
        "max_bytes": route.max_bytes,
        "limit_from": route.limit_from,
        "attachments": asdict(route.attachments) if route.attachments else None,
        "lead_days": route.lead_days,
    }


def noted_view(noted: Noted) -> Iterator[RenderableType]:
    """What was noted."""
    yield joined(
        f"noted as sent on {noted.sent.at:%Y-%m-%d %H:%M %z}".rstrip(), noted.sent.channel, noted.sent.tracking
    )
    yield indented(words(f"text kept in {noted.kept}"))
    yield indented(words(f"SHA-256 {noted.sent.sha256}"))
    for note in noted.notes:
        yield Text.assemble(("note: ", "dim"), words(note))


def noted_record(noted: Noted) -> dict[str, Any]:
    """What `draft sent` prints for scripts."""
    return {
        "draft": noted.draft,
        "consultation": noted.consultation,
        "at": noted.sent.at.isoformat(),
        "channel": noted.sent.channel,
        "tracking": noted.sent.tracking or None,
        "sha256": noted.sent.sha256,
        "kept": str(noted.kept),
        "notes": list(noted.notes),
    }


def outcome_view(found: DraftOutcome, as_of: AsOf, *, colour: bool) -> Iterator[RenderableType]:
    """The draft and its final text, then each point with both texts."""
    yield from day_asked(as_of)
    final = f"final text: {found.final.id}" if found.final else "no final text"
    yield joined(Text(found.comment.id, "bold"), f"comment on {found.draft.id}", final)
    for number, item in enumerate(found.points, 1):
        yield from _point(number, item, colour=colour)
    yield Text.assemble(("note: ", "dim"), words(found.note))


def outcome_record(found: DraftOutcome, as_of: AsOf) -> dict[str, Any]:
    """What `draft outcome` prints for scripts."""
    return {
        "draft": found.comment.id,
        "consultation": found.draft.id,
        "final": found.final.id if found.final else None,
        "as_of": as_of.date.isoformat(),
        "note": found.note,
        "points": [_point_record(item) for item in found.points],
    }


def _point(number: int, item: PointOutcome, *, colour: bool) -> Iterator[RenderableType]:
    position = item.point.position.value if item.point.position else ""
    yield heading(words(f"{number}. {_where(item.point)} {position}").plain)
    if item.point.quote:
        yield from lines(Text.assemble(("you quoted: ", "dim"), "“", block(item.point.quote), "”"))
    if item.note:
        yield indented(words(item.note))
    for row in item.rows:
        verdict = Text(row.verdict.value.replace("_", " ").upper(), VERDICTS.get(row.verdict, "bold yellow"))
        refs = " → ".join(ref for ref in (row.change.old_ref, row.change.new_ref) if ref)
        yield indented(joined(verdict, words(refs, "dim")))
        for reason in (*row.reasons, *row.cautions):
            yield indented(Text.assemble(("why: ", "dim"), words(reason)))
        for mark, quotes in (("draft", row.draft), ("final", row.final)):
            for quote in quotes:
                said = Text.assemble((f"{mark}, ", "bold"), words(quote.provision.label), ": “", block(quote.text), "”")
                yield from lines(said)
    final = "\n\n".join(quote.text for row in item.rows for quote in row.final)
    if item.point.wording and final:
        changed = redline_text(redline(item.point.wording, final), colour=colour)
        yield from lines(Text.assemble(("from your wording to the final text: ", "bold"), changed))
    if item.nearer:
        yield indented(words(item.nearer))


def _point_record(item: PointOutcome) -> dict[str, Any]:
    point = item.point
    return {
        "point": point.id,
        "ref": point.anchor.ref if point.anchor else None,
        "position": point.position.value if point.position else None,
        "quote": point.quote,
        "wording": point.wording or None,
        "note": item.note or None,
        "nearer": item.nearer or None,
        "changes": [_row_record(row) for row in item.rows],
    }


def _row_record(row: Row) -> dict[str, Any]:
    return {
        "verdict": row.verdict.value,
        "reasons": list(row.reasons),
        "cautions": list(row.cautions),
        "draft": [_quote_record(quote) for quote in row.draft],
        "final": [_quote_record(quote) for quote in row.final],
    }


def _quote_record(quote: Quote) -> dict[str, Any]:
    held = quote.provision
    return {
        "ref": held.ref,
        "label": held.label,
        "version": held.version.isoformat(),
        "lang": held.lang,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
    }


def _where(point: Point) -> str:
    return point.anchor.ref if point.anchor else "on the whole"
