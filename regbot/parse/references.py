"""References to provisions, in a person's question or in prose, as eids; and eids as a person would say them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from regbot.parse.mentions import Mention, fill_ranges
from regbot.parse.mentions_chinese import chinese_mentions
from regbot.parse.mentions_english import english_mentions
from regbot.parse.prose import BLANKS
from regbot.parse.tree import ATTACHMENTS, Kind

_NEXT_TO = re.compile(rf"[,，、]?[{BLANKS}]{{0,3}}")
_DIVISIONS = (
    ATTACHMENTS,
    {Kind.TITLE, Kind.PART},
    {Kind.SUBTITLE, Kind.SUBPART},
    {Kind.CHAPTER},
    {Kind.SUBCHAPTER},
)
_OF = re.compile(rf"[{BLANKS}]{{1,3}}(?:of|in)[{BLANKS}]{{1,3}}")


@dataclass(frozen=True, slots=True)
class Reference:
    """`text[start:end]`, as written in `label`, refers to the provision `eid`.

    `alternatives` are further eids that may be meant, likeliest first: "Article 13(2)" is the second paragraph or the
    second item of the first. What a range only implies has the span of the number that ends the range.
    """

    start: int
    end: int
    label: str
    eid: str
    alternatives: tuple[str, ...] = ()


def parse_reference(text: str, lang: str | None = None) -> list[Reference]:
    """The references in `text`, in order; `lang`, "en…" or "zh…", leaves the other language's forms aside."""
    mentions: list[Mention] = []
    if not (lang or "").startswith("zh"):
        mentions += fill_ranges(english_mentions(text))
    if not (lang or "").startswith("en"):
        mentions += fill_ranges(chinese_mentions(text))
    mentions.sort(key=lambda mention: mention.start)
    return [_reference(text, scope, mention) for scope, mention in _scoped(text, mentions)]


def resolve(reference: Reference, eids: Collection[str]) -> str | None:
    """Which of a document's `eids` is meant: the reference's, an alternative, that in a division, or what is above it.

    None if the document has none of these, or has it in several divisions.
    """
    for eid in (reference.eid, *reference.alternatives):
        if eid in eids:
            return eid
    wanted = reference.eid
    while wanted:
        within = [eid for eid in eids if eid == wanted or eid.endswith(f"__{wanted}")]
        if within:
            return wanted if wanted in within else within[0] if len(within) == 1 else None
        wanted = wanted.rpartition("__")[0]
    return None


def _scoped(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[Mention, ...], Mention]]:
    """Each mention behind the divisions named next to it: "Chapter 2, Article 1", "Article 1 of Chapter 2"."""
    scope: tuple[Mention, ...] = ()
    place = 0
    while place < len(mentions):
        here, after = mentions[place], mentions[place + 1] if place + 1 < len(mentions) else None
        between = text[here.end : after.start] if after else ""
        place += 1
        if after and _may_hold(here, after) and _NEXT_TO.fullmatch(between):
            scope += (here,)
            continue
        if after and not scope and _may_hold(after, here) and _OF.fullmatch(between):
            scope, place = (after,), place + 1
        yield scope, here
        scope = ()


def _may_hold(outer: Mention, inner: Mention) -> bool:
    """Whether `inner` can be a part of `outer`: kinds further down the list are parts of those further up."""
    if outer.below or Kind.RECITAL in (outer.kind, inner.kind):
        return False
    sections = outer.kind is not inner.kind and Kind.SECTION in (outer.kind, inner.kind)
    return _depth(outer.kind) < _depth(inner.kind) or (sections and _depth(outer.kind) == _depth(inner.kind))


def _depth(kind: Kind) -> int:
    return next((depth for depth, kinds in enumerate(_DIVISIONS) if kind in kinds), len(_DIVISIONS))


def _reference(text: str, scope: tuple[Mention, ...], mention: Mention) -> Reference:
    start, end = min(item.start for item in (*scope, mention)), max(item.end for item in (*scope, mention))
    divisions = [f"{item.kind}_{item.numbers[0].text}" for item in scope]
    heads = [f"{mention.kind}_{number.text}" for number in mention.numbers]
    scoped = ["__".join((*divisions[place:], head)) for place in range(len(divisions) + 1) for head in heads]
    eids = [eid for head in scoped for eid in _eids(head, mention)]
    return Reference(start, end, text[start:end], eids[0], tuple(eids[1:]))


def _eids(head: str, mention: Mention) -> Iterator[str]:
    """The eid below `head` that is mentioned; and, as "(2)" may be an item of the only paragraph, that one."""
    yield "__".join((head, *mention.below))
    if mention.loose and len(mention.below) == 1:
        yield f"{head}__para_1__item_{mention.below[0].partition('_')[2]}"
