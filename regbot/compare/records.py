"""Comparisons and outcomes as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from regbot.compare.align import Change
from regbot.compare.compare import Comparison, Side
from regbot.compare.figure_changes import FigureChange, FigureSide
from regbot.compare.outcome import Outcome, Quote, Row
from regbot.compare.redline import Span
from regbot.compare.units import Part


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """The `compare` object of the contract, with versions, language, figures, parts and notes beside it."""
    return {
        "old": comparison.old.document.id,
        "new": comparison.new.document.id,
        "old_version": comparison.old.version.date.isoformat(),
        "new_version": comparison.new.version.date.isoformat(),
        "lang": comparison.old.version.lang,
        "changes": [change_data(change) for change in comparison.changes],
        "summary": comparison.summary,
        "notes": list(comparison.notes),
    }


def change_data(change: Change) -> dict[str, Any]:
    """One row. `old_parts` and `new_parts` are there where a provision was split or merged: spans in code points."""
    data = {
        "kind": change.kind.value,
        "old_ref": change.old_ref,
        "new_ref": change.new_ref,
        "old_label": change.old.label if change.old else None,
        "new_label": change.new.label if change.new else None,
        "topics": list(change.topics),
        "similarity": round(change.similarity, 3),
        "redline": spans_data(change.redline),
        "figures": [_figure_change(item) for item in change.figures],
        "note": change.note,
    }
    if change.old_parts or change.new_parts:
        data |= {"old_parts": _parts(change.old_parts), "new_parts": _parts(change.new_parts)}
    return data


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    """The outcome of a consultation; `rows` by topic."""
    return {
        "draft": _document(outcome.comparison.old),
        "final": _document(outcome.comparison.new),
        "rows": [_row(row) for row in outcome.rows],
        "summary": outcome.summary,
        "notes": list(outcome.comparison.notes),
    }


def spans_data(spans: Iterable[Span]) -> list[dict[str, str]]:
    """A redline."""
    return [{"op": span.op.value, "text": span.text} for span in spans]


def _row(row: Row) -> dict[str, Any]:
    return {
        "topic": row.topic,
        "topics": list(row.topics),
        "verdict": row.verdict.value,
        "reasons": list(row.reasons),
        "cautions": list(row.cautions),
        "similarity": round(row.change.similarity, 3),
        "draft": [_quote(quote) for quote in row.draft],
        "final": [_quote(quote) for quote in row.final],
        "old_ref": row.change.old_ref,
        "new_ref": row.change.new_ref,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "ref": quote.provision.ref,
        "label": quote.provision.label,
        "lang": quote.provision.lang,
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "confidence": quote.provision.confidence.value,
    }


def _document(side: Side) -> dict[str, Any]:
    return {
        "id": side.document.id,
        "title": side.document.title_in(side.version.lang),
        "version": side.version.date.isoformat(),
        "lang": side.version.lang,
        "legal_status": side.document.legal_status.value,
        "url": side.document.url,
        "text": side.version.kind.value,
    }


def _figure_change(change: FigureChange) -> dict[str, Any]:
    return {"kind": change.kind.value, "old": _figure(change.old), "new": _figure(change.new)}


def _figure(side: FigureSide | None) -> dict[str, Any] | None:
    if not side:
        return None
    figure = side.figure
    return {"value": figure.value, "unit": figure.unit, "text": figure.text, "quote": side.sentence}


def _parts(parts: Iterable[Part]) -> list[dict[str, int]]:
    return [{"start": part.start, "end": part.end} for part in parts]
