"""C17: what tells more of a person than a comment needs, and the comment without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regbot.draft.checks.fields import SIGNED, sent_fields, with_field
from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.checks.identifiers import hits
from regbot.draft.comment import Comment
from regbot.errors import DraftError

ABOUT = frozenset(("health", "a child"))
CORE = 6
"""Signs at the end of a street address, road and number, by which that of the notice is known whatever stands before."""


def personal_data(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C17: each hit masked, with its place; what the notice itself says, such as its own address, is none.

    What a person gives as their name and contact is theirs to give: only a note that it may be published.
    """
    public = _squeezed(facts.public)
    for where, text in sent_fields(comment):
        if where.endswith(".quote"):
            continue
        for hit in hits(text):
            said = _squeezed(text[hit.start : hit.end])
            if (said[-CORE:] if hit.kind == "street address" else said) in public:
                continue
            given = where in SIGNED
            what = f"It tells of {hit.kind}" if hit.kind in ABOUT else f"It gives {_a(hit.kind)}"
            yield Finding(
                "C17",
                Level.NOTE if given else Level.WARN,
                f"{what}: {hit.masked} Comments are commonly published.",
                where,
                "leave it if you want it published" if given else "take it out, unless your point needs it",
                hit.start,
                hit.end,
                removable=True,
            )


def redacted(comment: Comment, finding: Finding) -> Comment:
    """`comment` without the place that a removable finding names; blanks around it are made one.

    Raises DraftError for a finding that cannot be removed, or whose place is no longer there.
    """
    texts = dict(sent_fields(comment))
    text = texts.get(finding.where, "")
    if not finding.removable or not 0 <= finding.start < finding.end <= len(text):
        raise DraftError(f"nothing can be taken out at {finding.where}", "check the draft again")
    before, after = text[: finding.start], text[finding.end :]
    if before[-1:].isspace() and (not after or after[0].isspace() or after[0] in ".,;:!?)，。；：！？）"):
        before = before.rstrip(" \t")
    elif not before:
        after = after.lstrip()
    return with_field(comment, finding.where, before + after)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s()（）-]+", "", text).casefold()


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeI" else f"a {kind}"
