"""Questions of an interview as data, and replies read: by number, by word, by change to a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from regbot.errors import DraftError
from regbot.model import Provision

if TYPE_CHECKING:
    from regbot.draft.suggest import Suggestion

YES = frozenset(("y", "yes", "j", "ja", "true", "1", "是", "对", "好", "确认"))
NO = frozenset(("n", "no", "nein", "false", "0", "否", "不", "不是"))
CHANGE = re.compile(r"^(?P<old>.*?)\s*(?:=>|→|⇒)\s*(?P<new>.*)$")


class Ask(StrEnum):
    """What kind of reply a question takes. LINES is one item a line; CHOICES may name several."""

    CHOICE = "choice"
    CHOICES = "choices"
    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: by its number in the list or by `value`. `text` is an exact quote of `ref`."""

    value: str
    label: str
    text: str = ""
    ref: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `current` is what the draft has now; `about` the provision it concerns.

    `background` is there to read, `choices` to choose from, `suggestions` are questions to think of.
    """

    id: str
    ask: Ask
    text: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    background: tuple[Choice, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    current: str = ""
    about: Provision | None = None


def chosen(question: Question, reply: str) -> str:
    """The value chosen: by number, or by its beginning. Raises DraftError."""
    wanted = reply.strip().casefold()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(question.choices):
        return question.choices[int(wanted) - 1].value
    fitting = [choice.value for choice in question.choices if wanted and choice.value.casefold().startswith(wanted)]
    if len(set(fitting)) != 1:
        names = ", ".join(f"{at} {choice.value}" for at, choice in enumerate(question.choices, 1))
        raise DraftError(f"{reply[:80]!r} is none of the choices", f"choices: {names}")
    return fitting[0]


def is_yes(reply: str) -> bool:
    """Whether the reply is a yes. Raises DraftError for neither yes nor no."""
    said = reply.strip().casefold()
    if said not in YES | NO:
        raise DraftError(f"{reply[:80]!r} is neither yes nor no", "answer `y` or `n`")
    return said in YES


def items_of(question: Question, reply: str) -> tuple[str, ...]:
    """The reply's lines; one that is only the number of a choice stands for the choice's ref."""
    refs = {str(at): choice.ref for at, choice in enumerate(question.choices, 1)}
    lines = (line.strip().removeprefix("- ").strip() for line in reply.split("\n"))
    return tuple(dict.fromkeys(refs.get(line, line) for line in lines if line))


def reworded(text: str, reply: str) -> str:
    """`reply`, or where each of its lines is a change `old => new`, `text` with these changes.

    Raises DraftError where the old words do not stand in the text exactly once.
    """
    changes = [CHANGE.match(line) for line in reply.split("\n") if line.strip()]
    if not all(changes):
        return reply
    for change in changes:
        assert change
        old, new = change["old"].strip(), change["new"].strip()
        count = text.count(old) if old else 0
        if count != 1:
            problem = "stand in the text more than once" if count else "do not stand in the text"
            raise DraftError(
                f"the words {old[:80]!r} {problem}", "copy words of the provision exactly, and enough of them"
            )
        text = text.replace(old, new)
    return re.sub(r"[ \t]{2,}", " ", text).strip()
