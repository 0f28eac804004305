"""What retrieval offers for a topic, with the signals by which an answer is trusted or refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter
from weakref import WeakKeyDictionary

from regbot.ask.composer import ORDER
from regbot.ask.kinship import Kinship
from regbot.ask.mentions import Names
from regbot.ask.support import Wanted, spaced_names, weighed
from regbot.index import wordsets
from regbot.index.catalogue import Choice, Selection
from regbot.index.closeness import Near
from regbot.index.frequencies import weights
from regbot.index.retrieve import Found, Index, Mode
from regbot.index.wordsets import among
from regbot.model import Document, DocumentKind, Filters, Hit, LegalStatus, Provision
from regbot.parse.sentences import language_of

EDITORS_NOTE = "Editors' note"
POOL = 30
OFFERED = 20
COVERAGE_WEIGHT = 0.3
MEANING_WEIGHT = 1.0
RANK_BY_WORDS = 0.2
RANK_BY_COVERAGE = 0.35
HANDICAP = {DocumentKind.NEWS: 0.15, DocumentKind.TIMELINE: 0.15, DocumentKind.INTERPRETATION: 0.15}
"""Taken from the rank of what is not itself the rule: reports of it, and courts' readings of it."""
NOTE_HANDICAP = 0.15
WEAK = 0.24
WEAK_BY_WORDS = 0.14
"""Below this strength a provision does not speak to a topic: with a model's word for it, and without."""
UNSURE = 0.45
UNSURE_BY_WORDS = 0.2
"""Below this one the best provision is the right one about every second time only: 24 of 46 English answers of that kind to
our own questions were wrong and 3 of 5 Chinese ones; above it 28 of 119, and 2 of 18."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What of a topic a provision is found under, and what of it its subject names, in any language's words.

    `near` as `Meaning.closeness` gives it; `coverage` and `named` as in `Fit`.
    """

    near: Near | None
    coverage: float
    named: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How a provision fares by several measures of a topic, each 0..1.

    `words` is its BM25 score as a share of the best one found, `coverage` the share of the topic's weighted words that
    stand in it, `named` the share that its heading and terms name; `whole`, `sentence` and `subject` are cosines of the
    topic with the provision, its nearest sentence, and its heading with everyday terms (0 where no model can say).
    `is_note`: it is the editors' own note and not part of the document.
    """

    document: Document
    is_note: bool
    words: float
    coverage: float
    named: float
    whole: float = 0.0
    sentence: float = 0.0
    subject: float = 0.0

    @property
    def meaning(self) -> float:
        """The mean of the three cosines."""
        return (self.whole + self.sentence + self.subject) / 3

    @property
    def rank(self) -> float:
        """What candidates of one topic are ordered by; not comparable between topics."""
        by_words = RANK_BY_WORDS * self.words + RANK_BY_COVERAGE * self.coverage
        fit = by_words + 3 * self.meaning if self.meaning else self.coverage + self.named
        return fit - HANDICAP.get(self.document.kind, 0.0) - (NOTE_HANDICAP if self.is_note else 0.0)

    @property
    def order(self) -> tuple[float, float, int]:
        """Sort key of candidates of one topic, best first: of equals the one to read first."""
        return -self.rank, -self.coverage, ORDER[self.document.kind]

    @property
    def speaks(self) -> bool:
        """Whether the provision speaks to the topic at all."""
        return self.strength >= (WEAK if self.meaning else WEAK_BY_WORDS)

    @property
    def is_sure(self) -> bool:
        """Whether the provision can be given as the answer, rather than as what comes nearest."""
        return self.strength >= (UNSURE if self.meaning else UNSURE_BY_WORDS)

    @property
    def is_news(self) -> bool:
        """Whether the provision is news, and so no evidence of what a rule says."""
        return self.document.legal_status is LegalStatus.NEWS

    @property
    def strength(self) -> float:
        """How far the provision speaks to the topic; comparable between topics of one language."""
        if self.meaning:
            return COVERAGE_WEIGHT * self.coverage + MEANING_WEIGHT * self.meaning
        return (self.coverage + self.named) / 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provision offered for a topic, and how it fares."""

    hit: Hit
    fit: Fit

    @property
    def provision(self) -> Provision:
        """The provision, in the text that suits the question's language."""
        return self.hit.provision

    @property
    def document(self) -> Document:
        """The document it belongs to."""
        return self.fit.document

    @property
    def is_note(self) -> bool:
        """Whether the provision is the editors' own note and not part of the document."""
        return self.fit.is_note

    @property
    def coverage(self) -> float:
        """As `Fit.coverage`."""
        return self.fit.coverage

    @property
    def rank(self) -> float:
        """As `Fit.rank`."""
        return self.fit.rank

    @property
    def strength(self) -> float:
        """As `Fit.strength`."""
        return self.fit.strength

    @property
    def speaks(self) -> bool:
        """As `Fit.speaks`."""
        return self.fit.speaks

    @property
    def is_news(self) -> bool:
        """As `Fit.is_news`."""
        return self.fit.is_news


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Looks topics up in one index under the caller's filters.

    `seconds` collects what each search took, `weighed` the topics weighed so far, `measured` how provisions fare by them.
    """

    index: Index
    filters: Filters
    kinship: Kinship
    mode: Mode = Mode.HYBRID
    seconds: list[float] = field(default_factory=list)
    weighed: dict[str, Wanted] = field(default_factory=dict)
    measured: dict[tuple[str, Choice], Measures] = field(default_factory=dict)

    def wanted(self, topic: str) -> Wanted:
        """The topic's telling words, weighted by how rare they are in the corpus."""
        if topic not in self.weighed:
            self.weighed[topic] = weighed(topic, lambda tokens: weights(self.index.catalogue, tokens))
        return self.weighed[topic]

    def candidates(self, topic: str, documents: Sequence[str] = (), limit: int = OFFERED) -> list[Candidate]:
        """Provisions for `topic`, best first, of `documents` alone if given; declared gaps are left out."""
        best = self._fitted(topic, documents, max(limit, POOL))[:limit]
        hits = self.index.read([item for _, item in best])
        return [Candidate(hit, fit) for hit, (fit, _) in zip(hits, best, strict=True)]

    def fits(self, topic: str) -> list[Fit]:
        """How the candidates for `topic` fare, best first, without reading their texts."""
        return [fit for fit, _ in self._fitted(topic, (), POOL)[:OFFERED]]

    def candidate(self, topic: str, ref: str) -> Candidate:
        """One provision measured against `topic`, though no search offered it. Raises UnknownRefError."""
        choice = self.index.catalogue.choice(ref, language_of(topic), self.filters.as_of)
        found = [Found(choice, 0.0)]
        return Candidate(self.index.read(found)[0], self._fits(topic, found)[0])

    def _fitted(self, topic: str, documents: Sequence[str], limit: int) -> list[tuple[Fit, Found]]:
        filters = self.within(documents)
        if filters is None or not topic.strip():
            return []
        began = perf_counter()
        measure = partial(self._measure, topic)
        found = self.index.find(topic, filters, mode=self.mode, limit=limit, meanwhile=measure)
        self.seconds.append(perf_counter() - began)
        held = [item for item in found if not item.choice.is_gap]
        fits = zip(self._fits(topic, held), held, strict=True)
        return sorted(fits, key=lambda pair: (*pair[0].order, -pair[1].score))

    def _fits(self, topic: str, found: Sequence[Found]) -> list[Fit]:
        most = max((item.lexical_score for item in found), default=0.0) or 1.0
        self._measure(topic, [item.choice for item in found])
        fits = []
        for item in found:
            measures = self.measured[topic, item.choice]
            whole = max(item.vector_score, 0.0)
            sentence, subject = measures.near or (whole, whole)
            fits.append(
                Fit(
                    document=self.index.catalogue.document(item.choice.document),
                    is_note=item.choice.label == EDITORS_NOTE,
                    words=item.lexical_score / most,
                    coverage=measures.coverage,
                    named=measures.named,
                    whole=whole or sentence,
                    sentence=sentence,
                    subject=subject,
                )
            )
        return fits

    def _measure(self, topic: str, choices: Collection[Choice]) -> None:
        """Measure what has not been measured yet."""
        new = [choice for choice in choices if (topic, choice) not in self.measured]
        nearness = self.index.meaning.closeness(topic, new)
        sets = wordsets.fetch(self.index.catalogue, [text for choice in new for text in choice.texts])
        wanted = self.wanted(topic)
        for choice, near in zip(new, nearness, strict=True):
            own = sets[choice.text]
            subject = (own.topics, *(sets[text].subject for text in choice.texts))
            names = spaced_names(self.index.catalogue.document(choice.document))
            summaries = (sets[text].body for text in choice.summaries)
            searched = among(wanted.weights, *subject, own.body, own.around, names, *summaries)
            coverage, named = wanted.share(searched), wanted.share(among(searched, *subject))
            self.measured[topic, choice] = Measures(near, coverage, named)

    def within(self, documents: Sequence[str]) -> Filters | None:
        """The caller's filters narrowed to `documents`; None when nothing is left."""
        if not documents:
            return self.filters
        if not self.filters.documents:
            return replace(self.filters, documents=tuple(documents))
        both = tuple(item for item in documents if self.allows(item))
        return replace(self.filters, documents=both) if both else None

    def allows(self, document: str) -> bool:
        """Whether the caller's filters admit the document of this id, if there is one."""
        catalogue = self.index.catalogue
        return catalogue.holds(document) and catalogue.number(document) in catalogue.select(self.filters).days

    def allowed(self) -> Sequence[Document]:
        """Every document the caller's filters admit."""
        return self._known()[0]

    def names(self) -> Names:
        """The names of the documents allowed."""
        return self._known()[1]

    def _known(self) -> tuple[Sequence[Document], Names]:
        selection = self.index.catalogue.select(self.filters)
        found = _known.get(selection)
        if found is None:
            documents = self.index.catalogue.selected(selection)
            found = _known[selection] = documents, Names(documents)
        return found


_known: WeakKeyDictionary[Selection, tuple[Sequence[Document], Names]] = WeakKeyDictionary()
"""The documents of each selection in use, and their names: worked out once, not at every question."""
