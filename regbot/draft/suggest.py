"""Questions that a provision's own words raise, for a person to answer: never an opinion, never a fact."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from regbot.compare.figures import FigureKind, figures
from regbot.draft import suggest_chinese, suggest_english
from regbot.draft.suggest_rules import Rules
from regbot.parse.sentences import Sentence, language_of, split_sentences

MOST_OF_ONE = 2
"""Suggestions of one aspect that are enough for one provision."""

LONGEST_TEXT = 40_000
"""Characters of a provision that are looked through."""

SHARED_BY = 3
"""Provisions that must use a term before it counts as one of the document's own."""

MOST_TERMS = 60
NO_NUMBERS = (FigureKind.LEVEL, FigureKind.GRADE)


class Aspect(StrEnum):
    """What a suggestion is about. The order is that in which they are asked where several begin at one place."""

    CONDITION = "condition"
    EXCEPTION = "exception"
    DECIDER = "decider"
    NUMBER = "number"
    NO_DEADLINE = "no_deadline"
    VAGUE = "vague"
    UNDEFINED = "undefined"
    NO_REMEDY = "no_remedy"


QUESTIONS = {
    "en": {
        Aspect.CONDITION: "When is this condition met in practice, and who has to show that it is?",
        Aspect.EXCEPTION: "Whom does this exception reach? Does it take in somebody it should not, or leave somebody out?",
        Aspect.DECIDER: "Who decides this, by what criteria, and how would those concerned learn of it?",
        Aspect.NUMBER: "Why this figure? What would change, for you or for others, if it were higher or lower?",
        Aspect.NO_DEADLINE: "By when does this have to be done? The sentence names no time.",
        Aspect.VAGUE: "What does this mean in practice? Would two readers draw the line at the same place?",
        Aspect.UNDEFINED: "The text uses this term in several places and defines it nowhere: what does it take in?",
        Aspect.NO_REMEDY: "What can a person do if this is not kept? This provision names no complaint, appeal or redress.",
    },
    "zh": {
        Aspect.CONDITION: "这一条件在实践中何时算满足？由谁证明？",
        Aspect.EXCEPTION: "这一例外适用于哪些人？有没有不该包括的，或者遗漏的？",
        Aspect.DECIDER: "由谁决定？依据什么标准？当事人怎样得知？",
        Aspect.NUMBER: "为什么是这个数？提高或者降低，对您或者他人有什么影响？",
        Aspect.NO_DEADLINE: "应当在什么期限内完成？该句没有写明时间。",
        Aspect.VAGUE: "在实践中这是什么意思？不同的人会不会有不同的理解？",
        Aspect.UNDEFINED: "全文多处使用这一用语而没有定义：它包括哪些？",
        Aspect.NO_REMEDY: "如果没有遵守，个人可以怎么办？本条没有写明投诉、申诉或者赔偿。",
    },
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question about `words`, which are `text[start:end]` of the provision (code points)."""

    aspect: Aspect
    question: str
    start: int
    end: int
    words: str


def suggestions(text: str, lang: str = "", *, undefined: Collection[str] = ()) -> tuple[Suggestion, ...]:
    """What `text` leaves to ask, in reading order, at most two of an aspect.

    `lang` is that of the questions (default: the text's own). `undefined` are terms as `undefined_terms` finds them in
    the whole document.
    """
    text = text[:LONGEST_TEXT]
    found = sorted(_spans(text, undefined), key=lambda item: (item[1], list(Aspect).index(item[0]), item[2]))
    asked = QUESTIONS["zh" if (lang or language_of(text)).startswith("zh") else "en"]
    taken: dict[Aspect, list[tuple[int, int]]] = {}
    kept: list[Suggestion] = []
    for aspect, start, end in found:
        others = taken.setdefault(aspect, [])
        if start < end and len(others) < MOST_OF_ONE and all(end <= left or right <= start for left, right in others):
            others.append((start, end))
            kept.append(Suggestion(aspect, asked[aspect], start, end, text[start:end]))
    return tuple(kept)


def undefined_terms(texts: Sequence[str], beneath: Sequence[str] = ()) -> tuple[str, ...]:
    """Terms that at least three of a document's provisions use, and that neither these nor `beneath`, the provisions of
    the law it rests on, define; those most used first.
    """
    texts = [text[:LONGEST_TEXT] for text in texts]
    rules = _rules("\n".join(texts))
    whole = "\n".join([*texts, *beneath])
    used = Counter(term for text in texts for term in set(rules.terms(text)))
    shared = [term for term, count in used.most_common() if count >= SHARED_BY]
    longest = [term for term in shared if not any(_swallows(other, term, used) for other in shared)]
    return tuple(term for term in longest[:MOST_TERMS] if not rules.defines(whole, term))


def _swallows(other: str, term: str, used: Counter[str]) -> bool:
    """Whether `term` is hardly ever used but as a part of the longer `other`."""
    return other != term and term in other and used[term] <= used[other] + 1


def _spans(text: str, undefined: Collection[str]) -> Iterator[tuple[Aspect, int, int]]:
    rules = _rules(text)
    patterns = (
        (Aspect.CONDITION, rules.condition),
        (Aspect.EXCEPTION, rules.exception),
        (Aspect.DECIDER, rules.decider),
        (Aspect.VAGUE, rules.vague),
    )
    for aspect, pattern in patterns:
        for match in pattern.finditer(text):
            yield aspect, *_trimmed(text, *match.span("words"))
    for figure in figures(text):
        if figure.kind not in NO_NUMBERS:
            yield Aspect.NUMBER, figure.start, figure.end
    sentences = split_sentences(text)
    for sentence in sentences:
        said = text[sentence.start : sentence.end]
        duty = rules.once.search(said)
        if duty and not rules.when.search(said):
            yield Aspect.NO_DEADLINE, *_trimmed(text, sentence.start + duty.start(), sentence.start + duty.end())
    yield from _without_remedy(text, sentences, rules)
    for term in undefined:
        use = re.search(rf"(?<![A-Za-z]){re.escape(term)}(?![A-Za-z])", text, re.IGNORECASE)
        if use:
            yield Aspect.UNDEFINED, *use.span()


def _without_remedy(text: str, sentences: Iterable[Sentence], rules: Rules) -> Iterator[tuple[Aspect, int, int]]:
    """The first sentence that binds somebody, where no sentence says what helps if it is not kept."""
    if rules.remedy.search(text):
        return
    for sentence in sentences:
        if rules.binds.search(text, sentence.start, sentence.end):
            yield Aspect.NO_REMEDY, sentence.start, sentence.end
            return


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _rules(text: str) -> Rules:
    return suggest_chinese.RULES if language_of(text) == "zh" else suggest_english.RULES
