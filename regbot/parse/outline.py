"""Which markers are headings: those in sequence. Where numbering restarts, and what is odd about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from regbot.parse.contents import without_contents
from regbot.parse.markers import Marker
from regbot.parse.numbering import Number, follows, links, longest_rising, missing
from regbot.parse.tree import ATTACHMENTS, PROVISIONS, Issue, IssueKind, Kind

_PROVISION_RANK, _PREAMBLE_RANK, _RECITAL_RANK = 97, 98, 99
_EVERY_KIND = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Heading:
    """A marker that is in sequence, with what its number means there. The lower the rank, the higher in the tree."""

    marker: Marker
    number: Number
    rank: int

    @property
    def kind(self) -> Kind:
        """What the heading heads."""
        return self.marker.kind

    @property
    def is_division(self) -> bool:
        """Whether it heads a part, chapter, annex …, which holds provisions, rather than a provision."""
        return self.rank < _PROVISION_RANK


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of a text in order.

    `scopes[kind]` are the kinds within which the numbering of `kind` starts anew: an eid begins with that of the
    nearest ancestor of such a kind.
    """

    headings: tuple[Heading, ...]
    scopes: Mapping[Kind, frozenset[Kind]]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Markers of one kind with no higher heading between them; `boundary` is the highest heading just before them."""

    markers: Sequence[Marker]
    numbers: Sequence[Number]
    boundary: Kind | None

    def begins_anew(self, last: Number) -> bool:
        """Whether its numbers make more sense from 1 than as what goes on after `last`.

        One provision in an annex does not: UK schedules name the section they belong to under their title.
        """
        alone = _rising(self.numbers)
        enough = len(alone) > 1 or self.boundary not in ATTACHMENTS or self.markers[0].kind not in PROVISIONS
        return self.numbers[0].is_first and enough and links(alone, None) > links(_rising(self.above(last)), last)

    def above(self, last: Number) -> list[Number]:
        """The numbers greater than `last`."""
        return [number for number in self.numbers if number.key > last.key]


def read_outline(text: str, markers: Iterable[Marker]) -> Outline:
    """Choose the headings among `markers`, the lines of `text` that look like headings."""
    candidates = without_contents(text, _without_explanations(markers))
    ranks = _ranks(candidates)
    headings: list[Heading] = []
    issues: list[Issue] = []
    scopes: dict[Kind, frozenset[Kind]] = {}
    for kind, rank in sorted(ranks.items(), key=lambda item: item[1]):
        dividers = [heading for heading in headings if heading.rank < rank]
        groups = _groups([marker for marker in candidates if marker.kind is kind], dividers)
        runs, restarts = _runs(groups)
        for run in runs:
            _choose(run, rank, headings, issues)
        continues = len(runs) < len(groups)
        scopes[kind] = restarts if rank >= _PROVISION_RANK else frozenset() if continues else _EVERY_KIND
        headings.sort(key=lambda heading: heading.marker.start)
    return Outline(tuple(headings), scopes, tuple(sorted(issues, key=lambda issue: issue.position)))


def _without_explanations(markers: Iterable[Marker]) -> list[Marker]:
    """Leave out what an explanation that comes after the provisions only mentions, up to the next annex."""
    kept: list[Marker] = []
    provisions, silenced = False, False
    for marker in markers:
        provisions = provisions or marker.kind in PROVISIONS
        if marker.kind in ATTACHMENTS:
            silenced = False
        if not silenced and (provisions or marker.kind is not Kind.EXPLANATION):
            kept.append(marker)
            silenced = marker.kind is Kind.EXPLANATION
    return kept


def _ranks(markers: Sequence[Marker]) -> dict[Kind, int]:
    """Each kind's rank. Divisions rank by which comes first; sections within chapters are the lowest of them."""
    provisions = _provision_kinds(markers)
    ranks: dict[Kind, int] = {}
    for kind in dict.fromkeys(marker.kind for marker in markers):
        if kind in ATTACHMENTS or kind is Kind.EXPLANATION:
            ranks[kind] = 0
        elif kind in provisions:
            ranks[kind] = _PROVISION_RANK
        elif kind is Kind.RECITAL:
            ranks[kind] = _RECITAL_RANK
        elif kind in (Kind.RECITALS, Kind.FORMULA):
            ranks[kind] = _PREAMBLE_RANK
        else:
            ranks[kind] = _PROVISION_RANK - 1 if kind is Kind.SECTION else len(ranks) + 1
    return ranks


def _provision_kinds(markers: Sequence[Marker]) -> frozenset[Kind]:
    """PROVISIONS, less the articles of a text whose articles hold sections, or the sections that hold articles."""
    kinds = {marker.kind for marker in markers}
    if Kind.ARTICLE not in kinds:
        chinese = any(marker.kind is Kind.SECTION and marker.label.startswith("第") for marker in markers)
        return PROVISIONS - {Kind.SECTION} if chinese else PROVISIONS
    pairs = [before.kind for before, after in pairwise(markers) if before.kind is after.kind]
    sections_within_articles = pairs.count(Kind.SECTION) > pairs.count(Kind.ARTICLE)
    return PROVISIONS - {Kind.ARTICLE if sections_within_articles else Kind.SECTION}


def _groups(markers: Sequence[Marker], dividers: Sequence[Heading]) -> list[_Group]:
    starts = [heading.marker.start for heading in dividers]
    groups: list[_Group] = []
    begin, passed = 0, 0
    for place, marker in enumerate(markers):
        after = markers[place + 1] if place + 1 < len(markers) else None
        here = bisect_left(starts, marker.start)
        if after and bisect_left(starts, after.start) == here:
            continue
        group = markers[begin : place + 1]
        boundary = min(dividers[passed:here], key=lambda heading: heading.rank, default=None)
        groups.append(_Group(group, _settled(group), boundary.kind if boundary else None))
        begin, passed = place + 1, here
    return groups


def _settled(markers: Sequence[Marker]) -> list[Number]:
    """What each number means beside the others: "C" is a letter beside "B", a hundred only beside other numerals."""
    sure_letters = any(len(marker.readings) == 1 and marker.readings[0].text.isalpha() for marker in markers)
    sure_numerals = any(set("IVX") & set(marker.label.split()[-1]) for marker in markers if len(marker.readings) > 1)
    choice = -1 if sure_letters or not sure_numerals else 0
    return [marker.readings[choice] for marker in markers]


def _runs(groups: Sequence[_Group]) -> tuple[list[list[_Group]], frozenset[Kind]]:
    """Join groups whose numbering continues; also the kinds of boundary at which it starts anew.

    One restart is outvoted where at other boundaries of that kind numbering goes on: it is then a cross-reference.
    """
    _, restarted, continued = _join(groups, never=frozenset())
    outvoted = frozenset(kind for kind in set(restarted) if restarted.count(kind) <= continued.count(kind))
    runs, restarted, _ = _join(groups, outvoted)
    return runs, frozenset(kind for kind in restarted if kind)


def _join(
    groups: Sequence[_Group], never: frozenset[Kind | None]
) -> tuple[list[list[_Group]], list[Kind | None], list[Kind | None]]:
    runs: list[list[_Group]] = []
    restarted: list[Kind | None] = []
    continued: list[Kind | None] = []
    last: Number | None = None
    for group in groups:
        if last is None or (group.boundary not in never and group.begins_anew(last)):
            runs.append([])
            restarted += [] if last is None else [group.boundary]
            last = _rising(group.numbers)[-1]
        elif onward := _rising(group.above(last)):
            continued += [group.boundary] if follows(last, onward[0]) else []
            last = onward[-1]
        runs[-1].append(group)
    return runs, restarted, continued


def _rising(numbers: Sequence[Number]) -> list[Number]:
    return [numbers[place] for place in longest_rising(numbers)]


def _choose(run: Sequence[_Group], rank: int, headings: list[Heading], issues: list[Issue]) -> None:
    """Add to `headings` those of `run` that are in sequence, and to `issues` what is odd."""
    numbers = [number for group in run for number in group.numbers]
    chain = set(longest_rising(numbers))
    place = 0
    before: Number | None = None
    for group in run:
        adjacent = False
        for marker, number in zip(group.markers, group.numbers, strict=True):
            duplicate = adjacent and before is not None and number.key == before.key
            adjacent = duplicate or place in chain
            issue = _issue(marker, missing(before, number, counted=rank >= _PROVISION_RANK), adjacent, duplicate)
            issues += [issue] if issue else []
            if adjacent:
                headings.append(Heading(marker, number, rank))
                before = number
            place += 1


def _issue(marker: Marker, expected: str, chosen: bool, duplicate: bool) -> Issue | None:
    if chosen and not duplicate and not expected:
        return None
    kind = IssueKind.DUPLICATE if duplicate else IssueKind.GAP if chosen else IssueKind.OUT_OF_SEQUENCE
    return Issue(kind, marker.kind, marker.start, marker.label, expected if kind is IssueKind.GAP else "")
