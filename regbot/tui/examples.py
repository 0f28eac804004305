"""Example questions for a newcomer, made from the documents that are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from regbot.model import Answer, DocumentKind, LegalStatus, Provision
from regbot.sanitise import one_line

if TYPE_CHECKING:
    from regbot.tui.views import Place
    from regbot.workflows.documents import Listed

BINDING = (LegalStatus.IN_FORCE, LegalStatus.NOT_YET_IN_FORCE)


def examples(entries: Iterable[Listed], provisions: Iterable[Provision]) -> tuple[str, ...]:
    """Up to three questions: what a rule says on one of its headings, a deadline, what became of a draft.

    `provisions` are those of the first binding document, from which the heading is taken.
    """
    entries = list(entries)
    found = [_heading(entries, list(provisions)), _deadline(entries), _outcome(entries), *_topics(entries)]
    return tuple(dict.fromkeys(question for question in found if question))[:3]


def first_binding(entries: Iterable[Listed]) -> Listed | None:
    """The document a newcomer most likely wants: the newest rule or law that binds."""
    binding = [entry for entry in entries if entry.legal_status in BINDING]
    rules = [entry for entry in binding if entry.document.kind is DocumentKind.RULE]
    return max(rules or binding, key=lambda entry: str(entry.document.published or ""), default=None)


def follow_ups(answer: Answer, places: Mapping[str, Place]) -> tuple[str, ...]:
    """Up to two questions that may come after `answer`: about other provisions that bear on it."""
    cited = {citation.ref for citation in answer.citations}
    found = [places[ref] for ref in answer.related if ref in places and ref not in cited]
    asked = one_line(answer.question).casefold()
    questions = [f"What does {place.label} of the {place.document} say?" for place in found if place.label]
    return tuple(dict.fromkeys(one_line(item) for item in questions if item.casefold() != asked))[:2]


def _heading(entries: list[Listed], provisions: list[Provision]) -> str:
    entry = first_binding(entries)
    titled = [item for item in provisions if 0 < len(item.heading) <= 24 and "," not in item.heading]
    if not entry or not titled:
        return ""
    middle = titled[len(titled) // 3]
    return f"What is said about {_lower(middle.heading)} in the {entry.document.name}?"


def _deadline(entries: list[Listed]) -> str:
    dated = [entry for entry in entries if entry.deadline and entry.deadline.closes_at]
    if not dated:
        return ""
    latest = max(dated, key=lambda entry: str(entry.deadline and entry.deadline.closes_at))
    open_now = latest.deadline is not None and latest.deadline.state.takes_comments
    if open_now:
        return f"How can I comment on the {latest.document.name}, and until when?"
    return f"When did the comment period on the {latest.document.name} close?"


def _outcome(entries: list[Listed]) -> str:
    names = {entry.document.id: entry.document.name for entry in entries}
    for entry in entries:
        for target in entry.document.related("finalised_by"):
            if target in names:
                return f"What changed between the {entry.document.name} and the {names[target]}?"
    return ""


def _topics(entries: list[Listed]) -> list[str]:
    return [
        f"What is said about {topic.replace('-', ' ')} in the {entry.document.name}?"
        for entry in entries
        for topic in entry.document.topics[:2]
    ]


def _lower(heading: str) -> str:
    first = heading.split(" ", 1)[0]
    return heading if first.isupper() and len(first) > 1 else heading[:1].lower() + heading[1:]
