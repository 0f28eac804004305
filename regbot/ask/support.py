"""How much of a question a text speaks to, and which stretch of the text does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from regbot.ask.expects import Expected, holds
from regbot.index.tokens import STOP_WORDS, distinct_tokens, is_asian, query_tokens, stem
from regbot.index.wordsets import spaced
from regbot.model import Document, Provision
from regbot.parse.sentences import Sentence, split_sentences

MOST_TOKENS = 160
WHOLE = {"en": 500, "zh": 180}
LONGEST = {"en": 800, "zh": 280}
NEARLY_BEST, AS_GOOD = 0.7, 0.9
SUMS = (Expected.MONEY, Expected.PERCENT)
"""Of these a provision often has several, and the first alone would mislead."""
HOLDS = 0.3
OPENING = 0.1
"""A provision's first sentence is its rule, the others are mostly its particulars."""
SINGLE = 0.5
UNKNOWN_PAIR = 0.25
DEONTIC = 0.25
DEONTIC_WORDS = """
    ban banned bans prohibit prohibited prohibits forbid forbids forbidden outlaw outlawed allow allowed allows permit permits
    permitted legal legally illegal illegally lawful lawfully unlawful unlawfully
"""
FUNCTION_WORDS = frozenset(
    "的了吗呢吧啊在是有和与或及就都而也还要会能可不我你他她它们这那个些哪什么怎么样多少几谁被把让给对从到为以于之其所"
)
"""Chinese characters that say nothing of a question's subject."""

Span = tuple[int, int]
"""`text[start:end]` of a provision, in code points."""
Similarity = Callable[[str, Sequence[str]], Sequence[float]]
"""Cosine of a question with each text; zeros where no model can say."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The telling tokens of a question with their weights (inverse document frequency)."""

    question: str
    weights: dict[str, float]

    def coverage(self, text: str) -> float:
        """Share, 0..1, of the question's weight that stands in `text`."""
        return self.share(distinct_tokens(text))

    def share(self, present: Collection[str]) -> float:
        """Share, 0..1, of the question's weight that stands among the tokens `present`.

        Single Chinese characters count beside a whole word only: on their own they stand everywhere.
        """
        total = sum(self.weights.values())
        found = {token: weight for token, weight in self.weights.items() if token in present}
        if all(_is_character(token) for token in found) and not all(_is_character(token) for token in self.weights):
            return 0.0
        return sum(found.values()) / total if total else 0.0


def single_tokens(question: str) -> list[str]:
    """The telling tokens of a question without word pairs; of Chinese the pairs, which carry the meaning."""
    found = (token for token in _tokens(question) if not (is_asian(token) and len(token) == 1))
    return [token for token in found if token not in _stop_stems()]


def weighed(question: str, rarity: Callable[[Sequence[str]], dict[str, float]]) -> Wanted:
    """The question's telling tokens by `rarity`.

    Single Chinese characters count for half; for a quarter pairs that stand nowhere, most of which straddle two words, and
    words for what is allowed or not, which rules themselves say in other ways ("may not").
    """
    rare = rarity(["", *_tokens(question)])
    unknown = rare.pop("")
    return Wanted(
        question, {token: weight * _share(token, is_unknown=weight >= unknown) for token, weight in rare.items()}
    )


def _is_character(token: str) -> bool:
    return is_asian(token) and len(token) == 1


def _share(token: str, *, is_unknown: bool) -> float:
    if not is_asian(token):
        return DEONTIC if token in _deontic_stems() else 1.0
    return SINGLE if len(token) == 1 else UNKNOWN_PAIR if is_unknown else 1.0


def _tokens(question: str) -> list[str]:
    found = query_tokens(question, MOST_TOKENS)
    return [
        token for token in found if "_" not in token and not all(character in FUNCTION_WORDS for character in token)
    ]


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in STOP_WORDS)


@cache
def _deontic_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in DEONTIC_WORDS.split())


def searched_text(document: Document, provision: Provision) -> str:
    """All words under which a provision can be found: its text, heading, terms, summaries and its document's names."""
    own = "\n".join([provision.text, *provision.breadcrumb, *provision.summaries.values()])
    return "\n".join([own, _names(document), _subject_text(provision)])


def spaced_names(document: Document) -> str:
    """The distinct tokens of a document's names, as `regbot.index.wordsets` keeps them."""
    return _spaced_tokens(_names(document))


def spaced_matter(document: Document) -> str:
    """Like `spaced_names`, and those of its topics, its issuer and its jurisdiction."""
    topics = (topic.replace("-", " ") for topic in document.topics)
    issuer = (document.issuer, document.issuer_zh, document.jurisdiction)
    return _spaced_tokens("\n".join([_names(document), *topics, *issuer]))


@lru_cache(maxsize=1 << 15)
def _spaced_tokens(text: str) -> str:
    return spaced(distinct_tokens(text))


def _names(document: Document) -> str:
    return "\n".join([*document.title.values(), document.short_title, *document.aliases])


def _subject_text(provision: Provision) -> str:
    """What a provision is about: its heading, terms and topics."""
    terms = [term for values in provision.terms.values() for term in values]
    return "\n".join([provision.heading, *terms, *(topic.replace("-", " ") for topic in provision.topics)])


def best_spans(
    provision: Provision, wanted: Wanted, similarity: Similarity, expected: Expected | None = None
) -> tuple[Span, ...]:
    """The stretches of a provision's text that answer, in order: all of a short one, else the best sentences and their
    lead-in, and before them the opening sentence where it speaks as much to the question.

    A sentence that holds the kind of thing `expected` is preferred.
    """
    text = provision.text
    lang = "zh" if provision.lang == "zh" else "en"
    sentences = split_sentences(text)
    if is_short(provision) or len(sentences) < 2:
        return ((sentences[0].start, sentences[-1].end) if sentences else (0, len(text)),)
    quoted = [text[item.start : item.end] for item in sentences]
    meanings = similarity(wanted.question, quoted)
    scores = [
        wanted.coverage(quote) + meaning + (HOLDS if expected and holds(quote, expected, wanted.question) else 0.0)
        for quote, meaning in zip(quoted, meanings, strict=True)
    ]
    scores[0] += OPENING
    best = max(range(len(scores)), key=lambda index: scores[index])
    first, last = _with_lead_in(sentences, best)
    told = {index for index, quote in enumerate(quoted) if expected in SUMS and holds(quote, expected, wanted.question)}
    start, end = _widened(sentences, scores, first, last, LONGEST[lang], told)
    head, follows = sentences[0], sentences[1]
    apart = head.end < start and not follows.is_item and end - start + head.end - head.start <= LONGEST[lang]
    if apart and scores[0] >= AS_GOOD * max(scores):
        return (head.start, head.end), (start, end)
    return ((start, end),)


def is_short(provision: Provision) -> bool:
    """Whether the provision is quoted whole."""
    return len(provision.text) <= WHOLE["zh" if provision.lang == "zh" else "en"]


def opening(provision: Provision) -> Span:
    """The first sentences of a provision, as many as a quote may hold, and at least one."""
    sentences = split_sentences(provision.text)
    if not sentences:
        return 0, len(provision.text)
    longest = LONGEST["zh" if provision.lang == "zh" else "en"]
    ends = [item.end for item in sentences if item.end - sentences[0].start <= longest]
    return sentences[0].start, max(ends, default=sentences[0].end)


def _with_lead_in(sentences: Sequence[Sentence], best: int) -> tuple[int, int]:
    first = best
    while sentences[first].is_item and first > 0:
        first -= 1
    last = best
    if not sentences[best].is_item:
        while last + 1 < len(sentences) and sentences[last + 1].is_item:
            last += 1
    return first, last


def _widened(
    sentences: Sequence[Sentence], scores: Sequence[float], first: int, last: int, longest: int, told: Collection[int]
) -> Span:
    """The stretch with what stands beside it and is nearly as good, to `longest` characters; `told` is never cut off.

    An item comes with its lead-in, or not at all.
    """
    threshold = NEARLY_BEST * max(scores)
    while True:
        options = {}
        for index in (first - 1, last + 1):
            if not 0 <= index < len(sentences) or (index not in told and scores[index] < threshold):
                continue
            start = min(first, _with_lead_in(sentences, index)[0])
            end = max(last, index)
            if index in told or sentences[end].end - sentences[start].start <= longest:
                options[index] = start, end
        if not options:
            return sentences[first].start, sentences[last].end
        first, last = options[max(options, key=lambda index: scores[index])]
