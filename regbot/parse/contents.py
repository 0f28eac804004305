"""A table of contents repeats the headings of the text: finds it and leaves it out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise
from string import digits

from regbot.parse.markers import Marker
from regbot.parse.prose import is_title

_FIRST_PLACES = 5


def without_contents(text: str, markers: Sequence[Marker]) -> list[Marker]:
    """`markers` without those of a table of contents: two titles or more in a row, repeated in order right after."""
    for begin in range(min(_FIRST_PLACES, len(markers))):
        end = _repeated_at(markers, begin)
        run = markers[begin:end]
        if len(run) > 1 and _is_list_of_titles(text, run) and _is_repeated(run, markers[end:]):
            return [*markers[:begin], *markers[end:]]
    return list(markers)


def _repeated_at(markers: Sequence[Marker], begin: int) -> int:
    """Where the marker at `begin` first comes again; `begin` if it does not."""
    first = markers[begin]
    places = (place for place in range(begin + 1, len(markers)) if _same(markers[place], first))
    return next(places, begin)


def _same(one: Marker, other: Marker) -> bool:
    return one.kind is other.kind and one.readings == other.readings


def _is_list_of_titles(text: str, run: Sequence[Marker]) -> bool:
    """Whether each of `run` is a title on its line, with at most one more line of title between it and the next."""
    between = all(_is_entry(text[one.stop : other.start]) for one, other in pairwise(run))
    return between and all(_is_entry(text[one.content : one.stop]) for one in run)


def _is_entry(words: str) -> bool:
    """Whether `words` are at most one line of title, dots and page number aside."""
    title = words.strip().rstrip(digits).rstrip(" \t.…·")
    return not title or ("\n" not in title and is_title(title, 120))


def _is_repeated(run: Sequence[Marker], rest: Sequence[Marker]) -> bool:
    kinds = {marker.kind for marker in run}
    again = list(islice((marker for marker in rest if marker.kind in kinds), len(run)))
    return len(again) == len(run) and all(_same(one, other) for one, other in zip(run, again, strict=True))
