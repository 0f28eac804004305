"""Provision by provision: what was kept, amended, added, dropped or moved, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from regbot.compare.figure_changes import FigureChange, figure_changes
from regbot.compare.links import Link, link, same_text
from regbot.compare.redline import Op, Span, redline, similarity
from regbot.compare.signals import signals
from regbot.compare.units import Part
from regbot.model import Provision

ALMOST = 0.9
"""Similarity from which a provision with another number and no telling change counts as moved."""


class Kind(StrEnum):
    """What became of a provision."""

    KEPT = "kept"
    AMENDED = "amended"
    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of `old`, or where `new` came from; at least one of them is there.

    `similarity` is the share of both texts that stayed, 0 to 1. Where a provision was split or merged, `old_parts` and
    `new_parts` say which of its text the row is about (code points; none: all of it); `redline` still gives both whole.
    """

    kind: Kind
    old: Provision | None
    new: Provision | None
    similarity: float
    redline: tuple[Span, ...]
    figures: tuple[FigureChange, ...] = ()
    old_parts: tuple[Part, ...] = ()
    new_parts: tuple[Part, ...] = ()
    note: str = ""

    @property
    def topics(self) -> tuple[str, ...]:
        """Topics of both sides, the old ones first."""
        return tuple(dict.fromkeys(topic for item in (self.old, self.new) if item for topic in item.topics))

    @property
    def old_ref(self) -> str | None:
        """`document-id#eid` of the old provision."""
        return self.old.ref if self.old else None

    @property
    def new_ref(self) -> str | None:
        """`document-id#eid` of the new provision."""
        return self.new.ref if self.new else None

    @property
    def texts(self) -> tuple[str, str]:
        """The old and the new text that the row is about: the parts, else the whole; empty for a missing side."""
        return _about(self.old, self.old_parts), _about(self.new, self.new_parts)

    @property
    def focus(self) -> tuple[Span, ...]:
        """The redline of what the row is about, for display: `redline` also shows what belongs to other rows."""
        return redline(*self.texts) if self.old_parts or self.new_parts else self.redline


def align(
    old: Sequence[Provision],
    new: Sequence[Provision],
    *,
    related: bool = True,
    old_partial: bool = False,
    new_partial: bool = False,
) -> tuple[Change, ...]:
    """What became of every provision of `old`, and where every one of `new` came from.

    In the order of `old`; what was added follows the row of the new provision that stands before it. A provision has
    several rows where it was split or merged. `related` says that one text grew out of the other, so that the same
    number means something. What is missing on a side that is only partly held (`old_partial`, `new_partial`), or that
    has a declared gap there, is not available rather than added or dropped.
    """
    links = link(old, new, related=related)
    here, there = {item.old for item in links}, {item.new for item in links}
    absent = _absent(old, new, here, there)
    rows: list[tuple[tuple[float, int], Change]] = [
        ((item.old, item.new), _paired(old[item.old], new[item.new], item)) for item in links
    ]
    rows += [((place, other), _unavailable(old[place], new[other])) for place, other in absent]
    here |= {place for place, _ in absent}
    there |= {other for _, other in absent}
    rows += [
        ((place, -1), _alone(item, None, unknown=new_partial)) for place, item in enumerate(old) if place not in here
    ]
    before = _places_before(len(new), [place for place, _ in rows])
    rows += [
        ((before[place], place), _alone(None, item, unknown=old_partial))
        for place, item in enumerate(new)
        if place not in there
    ]
    return tuple(change for _, change in sorted(rows, key=lambda row: row[0]))


def is_missing(item: Provision) -> bool:
    """Whether the provision is known to exist and its text is not held."""
    return bool(item.gap) or not item.text.strip()


def _absent(
    old: Sequence[Provision], new: Sequence[Provision], here: Iterable[int], there: Iterable[int]
) -> list[tuple[int, int]]:
    by_eid = {item.eid: place for place, item in enumerate(new) if place not in set(there)}
    return [
        (place, by_eid[item.eid])
        for place, item in enumerate(old)
        if place not in set(here) and item.eid in by_eid and (is_missing(item) or is_missing(new[by_eid[item.eid]]))
    ]


def _places_before(count: int, placed: Iterable[tuple[float, int]]) -> list[float]:
    """For each new place a sort key just behind the old place of the nearest new provision before it."""
    at: dict[int, float] = {}
    for place, other in sorted(placed):
        at.setdefault(other, place)
    keys: list[float] = []
    last = -1.0
    for place in range(count):
        last = at.get(place, last)
        keys.append(last + 0.5)
    return keys


def _paired(old: Provision, new: Provision, link: Link) -> Change:
    if is_missing(old) or is_missing(new):
        same_version = (old.document, old.version, old.lang) == (new.document, new.version, new.lang)
        if not same_version and (old.gap or new.gap or old.text.strip() != new.text.strip()):
            return _unavailable(old, new)
    whole = redline(old.text, new.text)
    texts = _about(old, link.old_parts), _about(new, link.new_parts)
    alike = similarity(redline(*texts) if link.old_parts or link.new_parts else whole)
    kind = _kind(old, new, texts, alike, whole_texts=not (link.old_parts or link.new_parts))
    figures = () if kind is Kind.KEPT else figure_changes(*texts)
    return Change(kind, old, new, alike, whole, figures, link.old_parts, link.new_parts)


def _kind(old: Provision, new: Provision, texts: tuple[str, str], alike: float, *, whole_texts: bool) -> Kind:
    same = same_text(texts[0]) == same_text(texts[1])
    if same and whole_texts and old.eid == new.eid:
        return Kind.KEPT
    if old.eid != new.eid and (same or (alike >= ALMOST and not signals(*texts))):
        return Kind.MOVED
    return Kind.AMENDED


def _unavailable(old: Provision, new: Provision) -> Change:
    return Change(Kind.NOT_AVAILABLE, old, new, 0.0, redline(old.text, new.text), note=_gap(old) or _gap(new))


def _alone(old: Provision | None, new: Provision | None, *, unknown: bool) -> Change:
    item = old or new
    assert item
    spans = (Span(Op.DELETE if old else Op.INSERT, item.text),) if item.text else ()
    if is_missing(item):
        return Change(Kind.NOT_AVAILABLE, old, new, 0.0, spans, note=_gap(item))
    if unknown:
        return Change(Kind.NOT_AVAILABLE, old, new, 0.0, spans, note="the other text is only partly held")
    return Change(Kind.DROPPED if old else Kind.ADDED, old, new, 0.0, spans)


def _gap(item: Provision) -> str:
    if not is_missing(item):
        return ""
    return f"{item.label or item.eid} is not available" + (f": {item.gap}" if item.gap else "")


def _about(item: Provision | None, parts: Sequence[Part]) -> str:
    if not item:
        return ""
    return "\n\n".join(item.text[part.start : part.end] for part in parts) if parts else item.text
