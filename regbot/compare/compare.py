"""Two documents, or two versions of one, compared as a whole: changes, counts, and what has to be said beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regbot.compare.align import Change, Kind, align
from regbot.errors import CorpusError
from regbot.model import Document, Provision, TextKind, Version

RELATED = ("finalises", "finalised_by", "amends", "supersedes")
NUMBERED = re.compile(r"(?P<kind>[a-z]+)_(?P<number>\d{1,4})")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: a document and the version of it that is compared."""

    document: Document
    version: Version


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from `old` to `new`, in the order that `align` gives; `notes` are sentences for the reader."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> dict[str, int]:
        """How many rows of each kind there are, and how many in all."""
        counts = Counter(change.kind for change in self.changes)
        return {kind.value: counts[kind] for kind in Kind} | {"total": len(self.changes)}


def compare(old: Side, new: Side, *, topic: str = "", refs: Sequence[str] = ()) -> Comparison:
    """Compare two texts of one language, provision by provision.

    `topic` keeps the rows that bear it; `refs` (`document-id#eid`, a part of a provision, or a bare document id) those
    with a provision that one of them names, holds or lies in. Filters never change how provisions are aligned.
    Raises CorpusError when the languages differ.
    """
    if old.version.lang != new.version.lang:
        raise CorpusError(
            f"{old.document.id} is in {old.version.lang!r}, {new.document.id} in {new.version.lang!r}: "
            "only texts of one language can be compared",
            "compare versions of one language: `--lang`",
        )
    changes = align(
        old.version.provisions,
        new.version.provisions,
        related=are_related(old.document, new.document),
        old_partial=is_partial(old),
        new_partial=is_partial(new),
    )
    kept = (
        change
        for change in changes
        if (not topic or topic in change.topics) and (not refs or any(_named(change, ref) for ref in refs))
    )
    return Comparison(old, new, tuple(kept), tuple(_notes(old, new)))


def are_related(old: Document, new: Document) -> bool:
    """Whether one of the two is the other, or grew out of it, by their declared relations."""
    return old.id == new.id or any(
        there.id in here.related(relation) for here, there in ((old, new), (new, old)) for relation in RELATED
    )


def versions_to_compare(old: Sequence[Version], new: Sequence[Version], lang: str = "") -> tuple[Version, Version]:
    """The newest version of each side in `lang`, else in a language that both have: English, Chinese, then any other.

    Raises CorpusError when there is none.
    """
    shared = {version.lang for version in old} & {version.lang for version in new}
    wanted = [lang] if lang else sorted(shared, key=lambda code: (code != "en", code != "zh", code))
    for code in wanted:
        sides = [[version for version in side if version.lang == code] for side in (old, new)]
        if all(sides):
            first, second = (max(side, key=lambda version: version.date) for side in sides)
            return first, second
    held = " and ".join(", ".join(sorted({version.lang for version in side})) or "nothing" for side in (old, new))
    raise CorpusError(
        f"the two texts are not held in one language: {held}", "import a text in the language of the other"
    )


def is_partial(side: Side) -> bool:
    """Whether more of the document is missing than its declared gaps: an outline, an extract."""
    declared = any(item.gap for item in side.version.provisions)
    return bool(side.document.incomplete) and (not declared or bool(holes(side.version)))


def holes(version: Version) -> tuple[str, ...]:
    """Eids that the numbering skips, declared gaps not among them."""
    numbers: dict[str, set[int]] = {}
    for item in version.provisions:
        match = NUMBERED.fullmatch(item.eid)
        if match:
            numbers.setdefault(match["kind"], set()).add(int(match["number"]))
    return tuple(
        f"{kind}_{number}" for kind, held in numbers.items() for number in range(1, max(held)) if number not in held
    )


def _named(change: Change, ref: str) -> bool:
    document, _, eid = ref.partition("#")
    return any(item.document == document and _touches(item.eid, eid) for item in (change.old, change.new) if item)


def _touches(held: str, eid: str) -> bool:
    return not eid or held == eid or held.startswith(f"{eid}__") or eid.startswith(f"{held}__")


def _notes(old: Side, new: Side) -> Iterator[str]:
    yield "This shows how the texts differ. It does not say why they differ."
    unofficial = [side for side in (old, new) if side.version.kind is not TextKind.OFFICIAL]
    if unofficial:
        which = " and ".join(f"{side.document.name} ({side.version.kind})" for side in unofficial)
        yield f"Not the official text: {which}. A difference in wording may be the translators' or editors' own."
    for side in (old, new):
        name = side.document.name
        if side.document.incomplete:
            yield f"{name} is incomplete: {side.document.incomplete}"
        missing = [item for item in side.version.provisions if item.gap]
        for item in missing:
            yield f"{name}: {_title(item)} is not available, so a counterpart in it cannot be ruled out."
        skipped = holes(side.version)
        if skipped:
            more = f" and {len(skipped) - 10} more" if len(skipped) > 10 else ""
            yield f"{name}: the numbering skips {', '.join(skipped[:10])}{more}."


def _title(item: Provision) -> str:
    return item.label or item.eid
