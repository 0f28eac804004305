"""What a person changed from one state of a comment to the next, in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from regbot.draft.comment import Comment, Point

LEFT_OUT = frozenset(("id", "created", "points", "sent"))
NAMES = {
    "lang": "language",
    "sender": "as what",
    "own_views": "own views",
    "channel": "how to send it",
    "disclosure": "software used",
    "anchor": "provision",
}
"""Fields that a person knows by another name than the code."""


def difference(before: Comment | None, after: Comment) -> str:
    """What is new in `after`, point by point; `begun` for a first state, `nothing` where both say the same."""
    if before is None:
        return "begun"
    told = [*_changed(before, after, LEFT_OUT), *_points(before, after)]
    if before.sent != after.sent:
        told.append("noted as sent" if len(after.sent) > len(before.sent) else "sent")
    return "; ".join(told) or "nothing"


def _points(before: Comment, after: Comment) -> Iterator[str]:
    earlier, later = ({point.id: point for point in comment.points} for comment in (before, after))
    for name, point in later.items():
        if name not in earlier:
            yield f"{_called(point)} added"
        elif changed := ", ".join(_changed(earlier[name], point, frozenset(("id",)))):
            yield f"{_called(point)}: {changed}"
    yield from (f"{_called(point)} taken out" for name, point in earlier.items() if name not in later)
    if [name for name in earlier if name in later] != [name for name in later if name in earlier]:
        yield "points in another order"


def _changed(before: Any, after: Any, left_out: frozenset[str]) -> list[str]:
    names = [field.name for field in fields(after) if field.name not in left_out]
    return [NAMES.get(name, name) for name in names if getattr(before, name) != getattr(after, name)]


def _called(point: Point) -> str:
    eid = point.anchor.ref.partition("#")[2] if point.anchor else ""
    return f"{point.id} ({eid})" if eid else point.id
