"""C12 to C14, C16, C21: the rules of the channel."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePath

from regbot.draft.channels import MEGABYTE, Place
from regbot.draft.checks.fields import sent_fields
from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.checks.verbatim import exactly
from regbot.draft.comment import Comment
from regbot.sanitise import UNSAFE

TAKEN = frozenset(
    [
        "pdf",
        "docx",
        "doc",
        "odt",
        "rtf",
        "txt",
        "wpd",
        "xlsx",
        "xls",
        "ods",
        "csv",
        "pptx",
        "ppt",
        "xml",
        "sgml",
        "htm",
        "html",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "bmp",
        "tif",
        "tiff",
    ]
)
"""Endings of files that forms and mail rooms commonly open."""

SEE_ATTACHED = re.compile(
    r"\b(?:see|please (?:see|find)|refer to|in) (?:the |my |our )?attach(?:ed|ment)|(?:详?见|参见|请见)附件",
    re.IGNORECASE,
)
SUBSTANCE = 200
"""Characters of reasons below which “see attached” is all there is to read."""

JOINERS = "\u200c\u200d\ufe0e\ufe0f\u20e3"
MOST_SHOWN = 8


def length(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C12: what will be sent against the channel's limits, in characters and in bytes of UTF-8."""
    ready, route = facts.ready, facts.route
    if route is None:
        return
    counts = f"{ready.length.characters:,} characters, {ready.length.bytes:,} bytes in UTF-8"
    limits = " and ".join(
        f"{limit:,} {unit}"
        for limit, unit in ((route.max_characters, "characters"), (route.max_bytes, "bytes"))
        if limit is not None
    )
    if not limits:
        message = f"{counts}; no limit of length is known for this {route.kind}."
        yield Finding("C12", Level.NOTE, message, "channel", "look on the form whether it has one")
    elif ready.over != (0, 0):
        over = ", ".join(
            f"{count:,} {unit}" for count, unit in zip(ready.over, ("characters", "bytes"), strict=True) if count
        )
        message = f"{counts}: {over} more than the {limits} that {route.limit_from} allows."
        yield Finding("C12", Level.BLOCK, message, "channel", "shorten it, or take a channel with more room")
    elif ready.split:
        message = (
            f"The comment is too long for {limits}: a short form of {counts} goes with the whole as an attachment."
        )
        yield Finding("C12", Level.NOTE, message, "channel", "shorten it to have it read in one piece")


def characters(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C13: control characters anywhere; emoji where a form would refuse them; characters of no known meaning."""
    is_form = facts.route is not None and facts.route.kind == "portal"
    for where, text in sent_fields(comment):
        if text.isascii() and text.isprintable():
            continue
        for shown, (start, end, name) in enumerate(_forbidden(text)):
            if shown == MOST_SHOWN:
                break
            level = Level.WARN if name == "emoji" and not is_form else Level.BLOCK
            points = " ".join(f"U+{ord(sign):04X}" for sign in text[start:end][:4])
            fix = "take it out: forms and printers refuse or garble it"
            yield Finding("C13", level, f"There is {_a(name)} here ({points}).", where, fix, start, end, removable=True)


def channel_stated(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C14: the channel is one that the notice names, and the words it asks for stand where they should."""
    route = facts.route
    if route is None:
        problem = facts.route_problem or "No channel is chosen."
        yield Finding("C14", Level.BLOCK, problem, "channel", "choose one that the notice names")
        return
    quote = route.channel.quote
    if not quote.strip():
        message = f"No words of the notice are kept for this {route.kind}, so it cannot be checked."
        yield Finding("C14", Level.WARN, message, "channel", f"compare {route.channel.address} with the notice")
    elif facts.public and exactly(quote, facts.public) is None:
        message = f"The text of the notice that is held does not have the words for this {route.kind}: “{quote[:100]}”."
        yield Finding("C14", Level.WARN, message, "channel", f"compare {route.channel.address} with the notice")
    said = facts.ready.subject if route.place is Place.SUBJECT else f"{facts.ready.subject}\n{facts.ready.body}"
    if route.marking and exactly(route.marking, said) is None:
        where = {Place.SUBJECT: "in the subject", Place.ENVELOPE: "on the envelope", Place.TEXT: "in the text"}[
            route.place
        ]
        message = f"“{route.marking}” is required {where} and is not there."
        yield Finding("C14", Level.BLOCK, message, "title", f"write it {where}")


def attachments(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C16: how many, how large, of what type, whether there; and a body that says more than “see attached”."""
    route = facts.route
    limits = route.attachments if route else None
    if comment.attachments and route and limits is None:
        message = f"Nothing says that this {route.kind} takes attachments."
        yield Finding("C16", Level.WARN, message, "attachments", "say what matters in the text itself")
    if limits and limits.most is not None and len(comment.attachments) > limits.most:
        message = f"{len(comment.attachments)} attachments are more than the {limits.most} allowed."
        yield Finding("C16", Level.WARN, message, "attachments", "put them together into fewer files")
    for number, path in enumerate(comment.attachments, 1):
        where = f"attachments.{number}"
        size, ending = facts.files.get(path), PurePath(path).suffix.lstrip(".").casefold()
        if size is None:
            yield Finding("C16", Level.WARN, f"{path} is not there, or cannot be read.", where, "correct its path")
        elif limits and limits.each is not None and size > limits.each:
            message = f"{path} has {size / MEGABYTE:.1f} MB, more than {limits.each // MEGABYTE} MB."
            yield Finding("C16", Level.WARN, message, where, "make it smaller, or divide it")
        if ending not in TAKEN:
            message = f"{path} is of a type that is not opened everywhere."
            yield Finding("C16", Level.WARN, message, where, "send it as PDF")
    said = [(where, SEE_ATTACHED.search(text)) for where, text in sent_fields(comment)]
    substance = sum(len(point.reason.strip()) for point in comment.points)
    for where, found in said:
        if found and substance < SUBSTANCE:
            message = "It sends the reader to an attachment and says little itself."
            fix = "say the main thing in the text: attachments are read last"
            yield Finding("C16", Level.WARN, message, where, fix, found.start(), found.end())
            return


def language_taken(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C21: the comment is in a language that the consultation is held in."""
    if facts.languages and comment.lang[:2] not in facts.languages:
        held = ", ".join(facts.languages)
        message = f"The comment is in {comment.lang!r}; the consultation is held in {held}."
        yield Finding("C21", Level.NOTE, message, "lang", "add a translation, or a summary in that language")


def _forbidden(text: str) -> Iterator[tuple[int, int, str]]:
    """Runs of characters that may not be sent: where, and what they are."""
    start, kind = 0, ""
    for place, sign in enumerate(text):
        here = kind if kind == "emoji" and sign in JOINERS else _kind(sign)
        if here != kind:
            if kind:
                yield start, place, kind
            start, kind = place, here
    if kind:
        yield start, len(text), kind


def _kind(sign: str) -> str:
    if " " <= sign <= "~" or sign in "\n\t" or "\u4e00" <= sign <= "\u9fff":
        return ""
    category = unicodedata.category(sign)
    if UNSAFE.match(sign) or category in ("Cc", "Cs"):
        return "control character"
    if category in ("Co", "Cn"):
        return "character without a meaning"
    if "\U0001f000" <= sign <= "\U0001faff" or "\u2600" <= sign <= "\u27bf" or sign in "\ufe0f\u20e3":
        return "" if sign in "✓✔✗✘☐☑☒" else "emoji"
    return ""


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
