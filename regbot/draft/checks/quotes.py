"""C04, C05, C09: provisions that exist, quotes that are exact, wording that differs from what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regbot.compare.redline import redline
from regbot.draft.checks.fields import own_fields
from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.checks.verbatim import exactly, nearest
from regbot.draft.comment import Comment, Point, Position
from regbot.model import Confidence, Document, Provision
from regbot.parse.references import parse_reference, resolve

REF = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}#[\w.-]{1,200}")
ANOTHER = re.compile(
    r"》|\b(?:[Aa]ct|[Ll]aws?|[Dd]irectives?|[Rr]egulations?|GDPR|PIPL|Code|Constitution|Charter|Convention|Treaty|C\.?F\.?R\.?|U\.?S\.?C\.?|Measures)\b"
    r"|[法典条例约章]第|办法第|解释第"
)
REACH = 60
"""Characters on both sides of a reference in which another law may be named that it belongs to."""


def provisions_exist(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C04: what points and evidence name exists in the present version, and is not from memory; numbers in the text, too."""
    hint = f"`regbot show {facts.document.id}` lists its provisions"
    for point in comment.points:
        if point.anchor and not facts.present.get(point.anchor.ref):
            message = f"{point.anchor.ref} does not exist in the version that is in consultation now."
            yield Finding("C04", Level.BLOCK, message, f"{point.id}.provision", hint)
        elif point.anchor and not any(text.text.strip() for text in facts.present[point.anchor.ref]):
            message = f"The text of {point.anchor.ref} is not at hand, so nothing can be quoted from it."
            yield Finding("C04", Level.WARN, message, f"{point.id}.provision", "compare with the publisher's own text")
        elif point.anchor:
            yield from _from_memory(point, facts.present[point.anchor.ref][0], facts.document)
        for number, item in enumerate(point.evidence, 1):
            if REF.fullmatch(item.strip()) and not facts.present.get(item.strip()):
                where = f"{point.id}.evidence.{number}"
                yield Finding("C04", Level.BLOCK, f"{item.strip()} does not exist in this corpus.", where, hint)
    if not facts.eids:
        return
    kinds = {eid.partition("_")[0] for eid in facts.eids}
    for where, text in own_fields(comment):
        for named in parse_reference(text):
            around = text[max(0, named.start - REACH) : named.end + REACH]
            if named.eid.partition("_")[0] not in kinds or resolve(named, facts.eids) or ANOTHER.search(around):
                continue
            message = f"“{named.label}” is no provision of {facts.document.id}."
            fix = f"correct the number, or name the law that you mean; {hint}"
            yield Finding("C04", Level.WARN, message, where, fix, named.start, named.end)


def quotes_exact(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C05: every quote is verbatim in the text as it is now; where that has changed since, its redline."""
    for point in comment.points:
        if not point.quote.strip():
            continue
        where = f"{point.id}.quote"
        if point.anchor is None:
            message = "It quotes words and does not say of which provision."
            yield Finding("C05", Level.BLOCK, message, where, "name the provision: a line `- provision: REF`")
            continue
        texts = [text for text in facts.present.get(point.anchor.ref, ()) if text.text.strip()]
        held = next((text for text in texts if text.lang == point.anchor.lang), None) or next(iter(texts), None)
        if held is not None:
            yield from _quote(point, where, held, facts)


def wording_differs(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C09: who would amend a provision proposes words, and they are not those that are there."""
    for point in comment.points:
        where = f"{point.id}.wording"
        if not point.wording.strip():
            if point.position is Position.AMEND:
                message = f"{point.id} asks for an amendment and does not say in what words."
                yield Finding("C09", Level.WARN, message, where, "write the provision as you would have it")
            continue
        texts = facts.present.get(point.anchor.ref, ()) if point.anchor else ()
        if any(" ".join(point.wording.split()) == " ".join(text.text.split()) for text in texts):
            message = f"The wording proposed in {point.id} is the provision's own, unchanged."
            yield Finding("C09", Level.WARN, message, where, "change the words that you want changed")


def _from_memory(point: Point, held: Provision, document: Document) -> Iterator[Finding]:
    name, where = held.label or held.ref, f"{point.id}.provision"
    source = (document.url if held.document == document.id else "") or "the publisher's own page"
    if held.confidence is Confidence.UNVERIFIED:
        message = f"What {name} says here was restated from memory: the issuer's own text may say otherwise."
        yield Finding("C04", Level.WARN, message, where, f"compare it with {source} before you send this")
    elif held.confidence is Confidence.NUMBER_UNVERIFIED:
        message = f"That this is {name} is from memory: the issuer's own text may number it otherwise."
        yield Finding("C04", Level.NOTE, message, where, f"compare the number with {source}")


def _quote(point: Point, where: str, held: Provision, facts: Facts) -> Iterator[Finding]:
    assert point.anchor
    before = facts.quoted.get(point.anchor)
    changed = held.lang == point.anchor.lang and bool(point.anchor.sha256) and held.sha256 != point.anchor.sha256
    is_there = exactly(point.quote, held.text) is not None
    near = nearest(point.quote, held.text)
    name = held.label or held.ref
    if changed:
        old, new = (before.text, held.text) if before else (point.quote, near or held.text)
        message = f"{name} has changed since you quoted it"
        message += ": your quote still stands in it." if is_there else ", and no longer says what you quote."
        fix = "read what changed, then quote it again" + (f": “{near[:200]}”" if near and not is_there else "")
        level = Level.WARN if is_there else Level.BLOCK
        yield Finding("C05", level, message, where, fix, redline=redline(old, new))
    elif not is_there:
        message = f"“{point.quote[:80]}” is not what {name} says word for word."
        fix = f"it says: “{near[:200]}”" if near else f"copy its words: `regbot show {held.ref}`"
        yield Finding("C05", Level.BLOCK, message, where, fix, redline=redline(near, point.quote) if near else ())
