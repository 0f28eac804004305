"""The texts of a comment by the path that a finding names, and a comment with one of them changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from regbot.draft.comment import Comment, Point, Sender

SIGNED = ("name", "contact")
WHOLE = ("title", *SIGNED, "standing", "opening", "closing", "disclosure")
IN_POINT = ("quote", "reason", "wording")


def sent_fields(comment: Comment) -> Iterator[tuple[str, str]]:
    """Path and text of every filled field that is sent, in the order of the letter."""
    for name in WHOLE:
        if name in ("closing", "disclosure"):
            continue
        if getattr(comment, name).strip() and not (name in SIGNED and comment.sender is Sender.ANONYMOUS):
            yield name, getattr(comment, name)
    for point in comment.points:
        yield from _of_point(point)
    for name in ("closing", "disclosure"):
        if getattr(comment, name).strip():
            yield name, getattr(comment, name)


def own_fields(comment: Comment) -> Iterator[tuple[str, str]]:
    """As `sent_fields`, without what is quoted from the provision or proposed for it."""
    return ((where, text) for where, text in sent_fields(comment) if not where.endswith((".quote", ".wording")))


def with_field(comment: Comment, where: str, text: str) -> Comment:
    """`comment` with the field at `where` changed; an item of evidence that becomes empty is gone.

    Raises KeyError for a path that it does not have.
    """
    if where in WHOLE:
        return replace(comment, **{where: text})  # type: ignore[arg-type]
    name, _, part = where.partition(".")
    points = {point.id: point for point in comment.points}
    point = points[name]
    if part.startswith("evidence."):
        items = list(point.evidence)
        items[int(part.removeprefix("evidence.")) - 1] = text
        changed = replace(point, evidence=tuple(item for item in items if item.strip()))
    elif part in IN_POINT:
        changed = replace(point, **{part: text})  # type: ignore[arg-type]
    else:
        raise KeyError(where)
    return replace(comment, points=tuple(changed if item.id == name else item for item in comment.points))


def _of_point(point: Point) -> Iterator[tuple[str, str]]:
    for name in ("quote", "reason"):
        if getattr(point, name).strip():
            yield f"{point.id}.{name}", getattr(point, name)
    for number, item in enumerate(point.evidence, 1):
        yield f"{point.id}.evidence.{number}", item
    if point.wording.strip():
        yield f"{point.id}.wording", point.wording
