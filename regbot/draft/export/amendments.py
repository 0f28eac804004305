"""A redline told in sentences: replace “this” with “that”, for texts in which nothing can be struck out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regbot.compare.redline import Op, Span, similarity
from regbot.draft.export.phrases import Phrases

REWRITTEN = 0.35
"""Share of the text that must have stayed for changes to be told one by one."""

MOST = 12
"""More changes than this are read better in the new wording itself."""

NEIGHBOUR = re.compile(r"\S+(?:\s+\S+){0,4}")
ASIAN = re.compile(r"[\u3400-\u9fff]")
ASIAN_NEIGHBOURS = 8


def amendments(spans: Sequence[Span], words: Phrases) -> tuple[str, ...]:
    """Each change of a redline as a clause, in order; none when most of the text, or very much of it, was rewritten."""
    if similarity(spans) < REWRITTEN:
        return ()
    told = tuple(_clauses(spans, words))
    return told if len(told) <= MOST else ()


def _clauses(spans: Sequence[Span], words: Phrases) -> Iterator[str]:
    for at, span in enumerate(spans):
        before = spans[at - 1] if at else None
        after = spans[at + 1] if at + 1 < len(spans) else None
        new = " ".join(span.text.split())
        if not new:
            continue
        if span.op is Op.DELETE:
            if after and after.op is Op.INSERT and after.text.strip():
                yield words.replace.format(old=new, new=" ".join(after.text.split()))
            else:
                yield words.delete.format(old=new)
        elif span.op is Op.INSERT and not (before and before.op is Op.DELETE and before.text.strip()):
            yield _inserted(new, spans[:at], spans[at + 1 :], words)


def _inserted(new: str, before: Sequence[Span], after: Sequence[Span], words: Phrases) -> str:
    previous = "".join(span.text for span in before if span.op is not Op.INSERT)
    following = "".join(span.text for span in after if span.op is not Op.INSERT)
    if previous.strip():
        return words.insert_after.format(new=new, place=_last_words(previous))
    return words.insert_before.format(new=new, place=_first_words(following))


def _last_words(text: str) -> str:
    line = text.rstrip().rpartition("\n")[2].strip()
    return line[-ASIAN_NEIGHBOURS:] if ASIAN.search(line) else " ".join(line.split()[-5:])


def _first_words(text: str) -> str:
    line = text.lstrip().partition("\n")[0].strip()
    found = NEIGHBOUR.match(line)
    return line[:ASIAN_NEIGHBOURS] if ASIAN.search(line) else found[0] if found else ""
