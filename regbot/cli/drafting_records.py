"""The JSON of drafts: dates as ISO 8601, empty fields as empty strings, what is not known as null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regbot.compare.redline import Span
    from regbot.draft.comment import Comment
    from regbot.track.deadlines import Deadline
    from regbot.workflows.closed import Closed
    from regbot.workflows.draft_checks import Report
    from regbot.workflows.draft_states import Kept
    from regbot.workflows.drafts import Begun, Entry, ShownDraft, ShownPoint


def begun_record(begun: Begun) -> dict[str, Any]:
    """What `draft new` made."""
    comment = begun.comment
    return {
        "draft": comment.id,
        "consultation": comment.consultation,
        "path": str(begun.path),
        "lang": comment.lang,
        "title": comment.title,
        "practice": comment.practice,
        **_deadline(begun.deadline),
        "closed": _closed(begun.closed),
        "others": list(begun.others),
    }


def entry_record(entry: Entry) -> dict[str, Any]:
    """An item of `draft list`."""
    comment = entry.comment
    return {
        "draft": entry.id,
        "consultation": comment.consultation if comment else None,
        "title": comment.title if comment else None,
        "lang": comment.lang if comment else None,
        "points": len(comment.points) if comment else None,
        "practice": comment.practice if comment else None,
        "sent": len(comment.sent) if comment else None,
        "changed": entry.changed.isoformat(),
        "path": str(entry.path),
        **_deadline(entry.deadline),
        "problem": entry.problem or None,
    }


def draft_record(shown: ShownDraft) -> dict[str, Any]:
    """A `draft show` object."""
    comment = shown.stored.comment
    return {
        "draft": comment.id,
        "path": str(shown.stored.path),
        "sha256": shown.stored.sha256,
        **_fields(comment),
        **_deadline(shown.deadline),
        "closed": _closed(shown.closed),
        "points": [_point(point) for point in shown.points],
        "sent": [
            {"at": sent.at.isoformat(), "channel": sent.channel, "sha256": sent.sha256, "tracking": sent.tracking}
            for sent in comment.sent
        ],
    }


def report_record(report: Report) -> dict[str, Any]:
    """A `draft check` object."""
    return {
        "draft": report.draft,
        "consultation": report.consultation,
        "channel": report.channel or None,
        "findings": [
            {
                "id": item.id,
                "level": item.level.value,
                "message": item.message,
                "where": item.where,
                "fix": item.fix,
                "start": item.start if item.end else None,
                "end": item.end or None,
                "removable": item.removable,
                "redline": _redline(item.redline),
            }
            for item in report.findings
        ],
        "ready": report.ready,
    }


def state_record(kept: Kept) -> dict[str, Any]:
    """An item of `draft history`."""
    state = kept.state
    return {
        "at": state.at.isoformat(),
        "changed": kept.changed,
        "sha256": state.sha256,
        "bytes": state.size,
        "aside": state.aside,
    }


def _fields(comment: Comment) -> dict[str, Any]:
    texts = "consultation lang title name contact standing worry opening closing channel disclosure template notes"
    return {
        **{name: getattr(comment, name) for name in texts.split()},
        "sender": comment.sender.value if comment.sender else None,
        "attachments": list(comment.attachments),
        "own_views": comment.own_views,
        "practice": comment.practice,
        "created": comment.created.isoformat() if comment.created else None,
    }


def _point(shown: ShownPoint) -> dict[str, Any]:
    point, anchor = shown.point, shown.point.anchor
    return {
        "id": point.id,
        "ref": anchor.ref if anchor else None,
        "version": anchor.version.isoformat() if anchor else None,
        "lang": anchor.lang if anchor else None,
        "sha256": anchor.sha256 if anchor else None,
        "position": point.position.value if point.position else None,
        "quote": point.quote,
        "reason": point.reason,
        "evidence": list(point.evidence),
        "wording": point.wording,
        "redline": _redline(shown.redline),
    }


def _redline(spans: Iterable[Span]) -> list[dict[str, str]]:
    return [{"op": span.op.value, "text": span.text} for span in spans]


def _deadline(found: Deadline | None) -> dict[str, Any]:
    return {
        "state": found.state.value if found else None,
        "closes_at": found.closes_at.isoformat() if found and found.closes_at else None,
        "days_left": found.days_left if found else None,
    }


def _closed(over: Closed | None) -> dict[str, Any] | None:
    if over is None:
        return None
    return {
        "superseded_by": over.sequel.id if over.sequel else None,
        "legal_status": over.sequel_status.value if over.sequel_status else None,
        "remedies": [
            {
                "ref": item.provision.ref,
                "document": item.document.id,
                "lang": item.provision.lang,
                "version": item.provision.version.isoformat(),
                "quote": item.quote,
            }
            for item in over.remedies
        ],
    }
