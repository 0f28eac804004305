"""C10: the numbered questions that a notice asks, and whether the comment speaks to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from regbot.draft.checks.fields import own_fields
from regbot.draft.checks.finding import AgencyQuestion, Facts, Finding, Level
from regbot.draft.comment import Comment
from regbot.index.tokens import tokens
from regbot.model import Provision
from regbot.parse.numerals import parse_number

LONGEST = 600
LONGEST_NOTICE = 400_000
SPOKEN_TO = 0.5
"""Share of a question's words that a comment has when it speaks to it without naming its number."""

NAMED = re.compile(
    r"(?:^|(?<=[.?!:;)\n])|(?<=\n))[ \t*•-]*(?P<label>(?:Question|Consultation question"
    r"|Q)\s?\.?\s?(?P<number>\d{1,3}[a-z]?)\s*[.:)–—-]?)\s+"
    r"(?P<text>[A-Z][^\n]{8,}?(?:\?|(?=\n)|$))",
    re.MULTILINE,
)
LISTED = re.compile(r"^[ \t]*[（(]?(?P<number>\d{1,3}|[a-z])[.)）]\s+(?P<text>[A-Z“\"][^\n?]{8,}\?)", re.MULTILINE)
NAMED_CHINESE = re.compile(
    r"(?P<label>问题\s?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3}))\s*[:：、.．]\s*(?P<text>[^\n？?]{4,}[？?]?)"
)
LISTED_CHINESE = re.compile(
    r"^[ \t　]*[（(]?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})[）)、.．]\s*(?P<text>[^\n？?]{4,}[？?])",
    re.MULTILINE,
)


def agency_questions(provisions: Iterable[Provision]) -> tuple[AgencyQuestion, ...]:
    """The questions in the texts and headings of a notice, in order, each number once.

    Items of a list are questions only where they end in `?`.
    """
    found: dict[str, AgencyQuestion] = {}
    read = 0
    for provision in provisions:
        named = ": ".join(filter(None, (provision.label, provision.heading)))
        text = f"{named}\n{provision.text}"[: max(0, LONGEST_NOTICE - read)]
        read += len(text)
        matches = [match for form in (NAMED, NAMED_CHINESE) for match in form.finditer(text)]
        if not matches:
            by_start = {
                match.start("text"): match for form in (LISTED_CHINESE, LISTED) for match in form.finditer(text)
            }
            matches = list(by_start.values()) if len(by_start) > 1 else []
        for match in sorted(matches, key=lambda match: match.start()):
            number = _number(match["number"])
            found.setdefault(number, AgencyQuestion(number, " ".join(match["text"].split())[:LONGEST], provision.ref))
    return tuple(found.values())


def questions_answered(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C10: which of the notice's questions the comment names, or speaks to in its words, and which it does not."""
    if not facts.questions:
        return
    said = "\n".join(text for _, text in own_fields(comment))
    words = frozenset(tokens(said))
    left = [item for item in facts.questions if not _names(said, item.number) and _share(item.text, words) < SPOKEN_TO]
    if not left:
        return
    numbers = ", ".join(item.number for item in left[:12]) + (" …" if len(left) > 12 else "")
    message = f"The notice asks {len(facts.questions)} numbered questions; the comment does not speak to {len(left)}: {numbers}."
    first = left[0]
    fix = f"answer those you know of, by number. Question {first.number}: “{first.text[:160]}” ({first.ref})"
    yield Finding("C10", Level.NOTE, message, "points", fix)


def _names(said: str, number: str) -> bool:
    for found in re.finditer(
        r"(?:\bquestions?|\bq|问题)\s?\.?\s?(?P<numbers>(?:\d{1,3}[a-z]?|[一二三四五六七八九十]{1,3})"
        r"(?:\s*(?:,|and|to|&|、|和|及|-|–)\s*\d{1,3}[a-z]?)*)",
        said,
        re.IGNORECASE,
    ):
        if number in {
            _number(part) for part in re.findall(r"\d{1,3}[a-z]?|[一二三四五六七八九十]{1,3}", found["numbers"])
        }:
            return True
    return False


def _number(written: str) -> str:
    value = parse_number(written)
    return str(value) if value is not None else written.casefold()


def _share(question: str, words: frozenset[str]) -> float:
    wanted = frozenset(tokens(question))
    return len(wanted & words) / len(wanted) if wanted else 0.0
