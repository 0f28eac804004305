"""The comment as it goes by its channel: within the limits, or split into a short body and an attachment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regbot.compare.redline import redline
from regbot.draft.channels import CODE, Length, Place, Route, measure
from regbot.draft.comment import Point
from regbot.draft.export.amendments import amendments
from regbot.draft.export.blocks import Letter
from regbot.draft.export.cleaning import clean, clean_line
from regbot.draft.export.letter import confirmation, counted, header_lines, letter, summary_items, title
from regbot.draft.export.material import Material
from regbot.draft.export.sources import short_sources
from regbot.draft.export.text import as_text
from regbot.errors import DraftError
from regbot.parse.sentences import split_sentences

REASONS = (10_000, 4_000, 3_000, 2_000, 1_500, 1_000, 700, 500, 350, 250, 150, 0)
"""Characters of each reason that a short body is tried with, the most first."""

LONGEST_CHANGE = 400
"""Characters that a change told in clauses may take there."""

ATTACHED = "comment.docx"
"""What the whole comment is called where only a short body fits into the message."""


@dataclass(frozen=True, slots=True)
class Sendable:
    """`body` is the text that is sent, pasted or printed. `split`: the whole letter goes along as a file.

    `over` is by how many characters and bytes the body exceeds the channel's limits; zeros when it does not.
    """

    subject: str
    body: str
    length: Length
    split: bool = False
    over: tuple[int, int] = (0, 0)


def sendable(material: Material, attached: str = ATTACHED) -> Sendable:
    """The comment by the material's route; without one, the whole letter. A text too long for the channel goes without the
    present wording of what it would change. Still too long, it is split where attachments are allowed, the attachment named
    `attached`; where they are not, `over` says by how much it is too long.
    """
    route = material.route
    body = _body(letter(material), material, route)
    if route and not route.fits(measure(body)):
        body = _body(letter(material, present=False), material, route)
    length = measure(body)
    if route is None or route.fits(length):
        return Sendable(subject(material), body, length)
    short = _short_body(material, route, attached) if route.attachments is not None else None
    if short is None:
        return Sendable(subject(material), body, length, over=route.over(length))
    return Sendable(subject(material), short, measure(short), split=True)


def checked_length(ready: Sendable, route: Route) -> None:
    """Raises DraftError for a text that the channel would not take."""
    if ready.over == (0, 0):
        return
    characters, size = ready.over
    counts = [f"{count:,} {unit}" for count, unit in ((characters, "characters"), (size, "bytes")) if count]
    raise DraftError(
        f"the comment has {ready.length.characters:,} characters, {ready.length.bytes:,} bytes in UTF-8: "
        f"{' and '.join(counts)} more than this {route.kind} takes ({route.limit_from})",
        "shorten it, or take a channel with more room: `--channel`",
    )


def subject(material: Material) -> str:
    """The subject line: the required words, alone unless they are a bare file number; else the comment's title."""
    route, heading = material.route, title(material)
    marking = clean_line(route.marking) if route and route.place is not Place.ENVELOPE else ""
    if not marking:
        return heading
    rest = CODE.sub("", marking)
    is_number = CODE.search(marking) is not None and len(re.findall(r"\w{3,}", rest)) <= 2
    return f"{marking} – {heading}" if is_number else marking


def _body(whole: Letter, material: Material, route: Route | None) -> str:
    if route is None or route.kind != "portal":
        return as_text(whole)
    text = as_text(whole, sources=False, width=0)
    sources = "\n".join(short_sources(material))
    return f"{text}\n{material.words.sources}\n{sources}\n" if sources else text


def _short_body(material: Material, route: Route, attached: str) -> str | None:
    """What the comment asks for and why, as fully as fits; None where not even the heading does."""
    words, said = material.words, material.comment
    items = [f"{number}. {item}" for number, item in enumerate(summary_items(material), 1)]
    told = [_told(point, material) for point in said.points]
    standing = clean(said.standing)
    head = [title(material), *header_lines(material), ""]
    end = ["", *confirmation(said, material), *material.signature, words.attached.format(name=attached), ""]

    def written(kept: int, most: int, *, who: bool) -> str:
        lines = [*head, *([standing, ""] if who and standing else []), *([counted(material)] if items else [])]
        for item, (reason, changes) in zip(items[:kept], told[:kept], strict=True):
            lines += [
                item,
                *([excerpt(reason, most)] if reason and most else []),
                *([changes] if changes and most else []),
            ]
        left = len(items) - kept
        return "\n".join([*lines, *([words.more_attached[left != 1].format(count=left)] if left else []), *end])

    tried = (written(kept, most, who=who) for kept, most, who in _attempts(len(items)))
    return next((text for text in tried if route.fits(measure(text))), None)


def _told(point: Point, material: Material) -> tuple[str, str]:
    """Why, and what should change, each on one line; the change is empty where it cannot be told in a clause or two."""
    words = material.words
    held = material.texts.get(point.anchor) if point.anchor else None
    reason, wording = clean_line(point.reason), clean(point.wording)
    told = amendments(redline(clean(held.text), wording), words) if held and wording else ()
    changes = f"{words.changes}{words.colon}{words.listing.join(told)}{words.full_stop}" if told else ""
    return f"{words.reason}{words.colon}{reason}" if reason else "", changes if len(changes) <= LONGEST_CHANGE else ""


def excerpt(text: str, most: int) -> str:
    """`text`, or as many of its sentences as have `most` characters together; of a longer sentence, words and an ellipsis."""
    if len(text) <= most:
        return text
    end = max((sentence.end for sentence in split_sentences(text) if sentence.end <= most), default=0)
    if end >= most // 2:
        return f"{text[:end]}…"
    cut = text[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _attempts(points: int) -> Iterator[tuple[int, int, bool]]:
    """Fullest first: how many points to name, how many characters of each reason to give, whether to say who writes."""
    yield from ((points, most, True) for most in REASONS)
    yield from ((kept, 0, False) for kept in range(points, -1, -1))
