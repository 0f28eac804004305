"""A redline told in sentences: replace “this” with “that”, for texts in which nothing can be struck out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regbot.compare.redline import Op, Span, similarity
from regbot.compare.words import words as split_words
from regbot.draft.export.phrases import Phrases

REWRITTEN = 0.35
"""Share of the text that must have stayed for changes to be told one by one."""

MOST = 12
"""More changes than this are read better in the new wording itself."""

NEIGHBOURS, ASIAN_NEIGHBOURS = 5, 8
"""Words, or Chinese characters, that say where in the text a change is made; more of them where these stand there twice."""

ASIAN = re.compile(r"[\u3400-\u9fff]")


def amendments(spans: Sequence[Span], words: Phrases) -> tuple[str, ...]:
    """Each change of a redline as a clause, in order; none when most of the text, or very much of it, was rewritten."""
    if similarity(spans) < REWRITTEN:
        return ()
    told = tuple(_clauses(spans, words))
    return told if len(told) <= MOST else ()


def _clauses(spans: Sequence[Span], words: Phrases) -> Iterator[str]:
    for at, span in enumerate(spans):
        said = _spaced(span.text)
        if span.op is Op.EQUAL or not said:
            continue
        previous, following = _old(spans[:at]), _old(spans[at + 1 :])
        if span.op is Op.DELETE:
            after = spans[at + 1] if at + 1 < len(spans) else None
            new = _spaced(after.text) if after and after.op is Op.INSERT else ""
            yield _struck(span.text, new, previous, following, words)
        elif not (at and spans[at - 1].op is Op.DELETE and spans[at - 1].text.strip()):
            yield _inserted(said, previous, following, words)


def _struck(text: str, new: str, previous: str, following: str, words: Phrases) -> str:
    """The words struck alone where they stand once in the text, else with those around them; a sign is never alone."""
    old = _spaced(text)
    if any(map(str.isalnum, old)) and _times(old, previous + text + following) == 1:
        return (words.replace if new else words.delete).format(old=old, new=new)
    if previous.strip():
        place = _last_words(previous, following=text + following)
        return (words.replace_after if new else words.delete_after).format(old=old, new=new, place=place)
    kept = _first_words(following)
    blank = " " if (text + following.partition(kept)[0])[-1:].isspace() else ""
    return words.replace.format(old=old + blank + kept, new=(new + blank + kept).strip())


def _inserted(new: str, previous: str, following: str, words: Phrases) -> str:
    if previous.strip():
        return words.insert_after.format(new=new, place=_last_words(previous, following=following))
    return words.insert_before.format(new=new, place=_first_words(following))


def _old(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans if span.op is not Op.INSERT)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _times(part: str, text: str) -> int:
    """How often the words of `part` stand one after the other in `text`."""
    wanted, there = ([word.text for word in split_words(side)] for side in (part, text))
    return sum(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def _last_words(text: str, *, following: str) -> str:
    """As many words from the end of the last line as tell the place from every other."""
    line = text.rstrip().rpartition("\n")[2].strip()
    asian = ASIAN.search(line) is not None
    units, glue = (list(line), "") if asian else (line.split(), " ")
    counts = range(ASIAN_NEIGHBOURS if asian else NEIGHBOURS, len(units))
    tried = (glue.join(units[-count:]) for count in counts)
    return next((place for place in tried if _times(place, text + following) == 1), line)


def _first_words(text: str) -> str:
    line = text.lstrip().partition("\n")[0].strip()
    return line[:ASIAN_NEIGHBOURS] if ASIAN.search(line) else " ".join(line.split()[:NEIGHBOURS])
