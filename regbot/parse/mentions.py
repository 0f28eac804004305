"""What a mention of a provision in running text is, and what a range of mentions implies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from regbot.parse.numbering import Number
from regbot.parse.tree import Kind

_LONGEST_RANGE = 200


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` names a provision of a kind. `numbers` are what its number can mean, likeliest first.

    `below` are the words of an eid below it, e.g. ("para_2", "item_3"). `ends_range` says that what lies between the
    mention before and this one is meant as well; `loose` that its "(2)" need not be a paragraph.
    """

    start: int
    end: int
    kind: Kind
    numbers: tuple[Number, ...]
    below: tuple[str, ...] = ()
    ends_range: bool = False
    loose: bool = False


def fill_ranges(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """`mentions`, with what ranges imply put in: under the span of the mention that ends the range."""
    before: Mention | None = None
    for mention in mentions:
        if before and mention.ends_range and before.kind is mention.kind:
            yield from _between(before, mention)
        yield mention
        before = mention


def _between(first: Mention, last: Mention) -> Iterator[Mention]:
    if not (first.below or last.below):
        for value in _values_between(first.numbers[0].text, last.numbers[0].text):
            yield replace(last, numbers=(Number((value,), str(value)),))
    elif first.numbers == last.numbers and first.below[:-1] == last.below[:-1]:
        level, number = last.below[-1].split("_")
        for value in _values_between(first.below[-1].split("_")[-1], number):
            yield replace(last, below=(*last.below[:-1], f"{level}_{value}"))


def _values_between(first: str, last: str) -> range:
    if not (first.isdigit() and last.isdigit()):
        return range(0)
    values = range(int(first) + 1, int(last))
    return values if len(values) <= _LONGEST_RANGE else range(0)
