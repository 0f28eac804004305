"""C19: how much of the comment is a template's, or another draft's, by stretches of five."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from regbot.draft.checks.fields import own_fields
from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.comment import Comment

FIVE = 5
ALIKE = 0.5
UNIT = re.compile(r"[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])\w)+")


def similarity(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C19: warns of a comment that mostly is a template, or the same as another draft of the person's."""
    own = own_text(comment)
    if comment.template.strip():
        shared = jaccard(own, comment.template)
        taken = taken_from(own, comment.template)
        if shared > ALIKE or taken > ALIKE:
            message = f"{round(100 * max(shared, taken))} % of what you say stands in the template, word for word."
            fix = "agencies count such comments as one: say in your own words what it means for you"
            yield Finding("C19", Level.WARN, message, "template", fix)
    for name, text in facts.other_drafts:
        shared = jaccard(own, text)
        if name != comment.id and shared > ALIKE:
            message = f"{round(100 * shared)} % of it is the same as in your draft {name}."
            yield Finding(
                "C19", Level.WARN, message, "points", "one comment with all your points counts for more than two"
            )


def own_text(comment: Comment) -> str:
    """What the person says themselves, without quotes and proposed wording, name and contact."""
    return "\n".join(text for where, text in own_fields(comment) if where not in ("title", "name", "contact"))


def jaccard(one: str, other: str) -> float:
    """Stretches of five words, or Chinese characters, that both texts have, of all that either has, 0 to 1."""
    left, right = _stretches(one), _stretches(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def taken_from(own: str, template: str) -> float:
    """Which share of the stretches of `own` stands in `template`, 0 to 1."""
    left = _stretches(own)
    return len(left & _stretches(template)) / len(left) if left else 0.0


@lru_cache(maxsize=64)
def _stretches(text: str) -> frozenset[tuple[str, ...]]:
    units = UNIT.findall(text.casefold())
    return frozenset(zip(*(units[start:] for start in range(FIVE)), strict=False))
