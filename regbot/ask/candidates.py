"""What retrieval offers for a topic, with the signals by which an answer is trusted or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from regbot.ask.kinship import Kinship
from regbot.ask.support import Wanted, searched_tokens, weighed
from regbot.index.frequencies import weights
from regbot.index.retrieve import Index, Mode
from regbot.model import Document, DocumentKind, Filters, Hit, LegalStatus, Provision, TextKind
from regbot.parse.sentences import language_of

EDITORS_NOTE = "Editors' note"
POOL = 60
OFFERED = 20
COVERAGE_WEIGHT = 0.3
MEANING_WEIGHT = 1.0
WORDS_WEIGHT = 0.2
HANDICAP = {DocumentKind.NEWS: 0.15, DocumentKind.TIMELINE: 0.15, DocumentKind.INTERPRETATION: 0.15}
"""Taken from the rank of what is not itself the rule: reports of it, and courts' readings of it."""
NOTE_HANDICAP = 0.15
WEAK = 0.24
WEAK_BY_WORDS = 0.14
"""Below this strength a provision does not speak to a topic: with a model's word for it, and without."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provision offered for a topic, with how it fares by several measures, each 0..1.

    `words` is its BM25 score as a share of the best one found, `coverage` the share of the topic's weighted words that
    stand in it, `named` the share that its heading and terms name; `whole`, `sentence` and `subject` are cosines of the
    topic with the provision, its nearest sentence, and its heading with everyday terms (0 where no model can say).
    """

    document: Document
    hit: Hit
    words: float
    coverage: float
    named: float
    whole: float = 0.0
    sentence: float = 0.0
    subject: float = 0.0

    @property
    def provision(self) -> Provision:
        """The provision, in the text that suits the question's language."""
        return self.hit.provision

    @property
    def meaning(self) -> float:
        """The mean of the three cosines."""
        return (self.whole + self.sentence + self.subject) / 3

    @property
    def rank(self) -> float:
        """What candidates of one topic are ordered by; not comparable between topics."""
        words = WORDS_WEIGHT * self.words + 3 * self.meaning if self.meaning else self.coverage + self.named
        return words - HANDICAP.get(self.document.kind, 0.0) - (NOTE_HANDICAP if self.is_note else 0.0)

    @property
    def is_news(self) -> bool:
        """Whether the provision is news, and so no evidence of what a rule says."""
        return self.document.legal_status is LegalStatus.NEWS

    @property
    def is_note(self) -> bool:
        """Whether the provision is the editors' own note and not part of the document."""
        return self.provision.label == EDITORS_NOTE

    @property
    def speaks(self) -> bool:
        """Whether the provision speaks to the topic at all."""
        return self.strength >= (WEAK if self.meaning else WEAK_BY_WORDS)

    @property
    def strength(self) -> float:
        """How far the provision speaks to the topic; comparable between topics of one language."""
        if self.meaning:
            return COVERAGE_WEIGHT * self.coverage + MEANING_WEIGHT * self.meaning
        return (self.coverage + self.named) / 2


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Looks topics up in one index under the caller's filters; `seconds` collects what each search took."""

    index: Index
    filters: Filters
    kinship: Kinship
    mode: Mode = Mode.HYBRID
    seconds: list[float] = field(default_factory=list)

    def wanted(self, topic: str) -> Wanted:
        """The topic's telling words, weighted by how rare they are in the corpus."""
        return weighed(topic, lambda tokens: weights(self.index.catalogue, tokens))

    def candidates(self, topic: str, documents: Sequence[str] = (), limit: int = OFFERED) -> list[Candidate]:
        """Provisions for `topic`, best first, of `documents` alone if given; declared gaps are left out."""
        filters = self.within(documents)
        if filters is None or not topic.strip():
            return []
        began = perf_counter()
        hits = self.index.search(topic, filters, mode=self.mode, limit=max(limit, POOL))
        self.seconds.append(perf_counter() - began)
        found = self._measured(topic, [hit for hit in hits if hit.provision.text])
        return sorted(found, key=lambda item: (-item.rank, -item.coverage, -item.hit.score))[:limit]

    def candidate(self, topic: str, ref: str) -> Candidate:
        """One provision measured against `topic`, though no search offered it. Raises UnknownRefError."""
        lang = language_of(topic)
        provision = self.index.catalogue.provision(ref, lang, as_of=self.filters.as_of)
        return self._measured(topic, [Hit(provision, 0.0)])[0]

    def _measured(self, topic: str, hits: Sequence[Hit]) -> list[Candidate]:
        wanted = self.wanted(topic)
        most = max((hit.lexical_score for hit in hits), default=0.0) or 1.0
        provisions = [hit.provision for hit in hits]
        nearness = self.index.closeness(topic, provisions)
        variants = self.index.catalogue.variants_of(provisions)
        found = []
        for hit, near, texts in zip(hits, nearness, variants, strict=True):
            document = self.index.catalogue.document(hit.provision.document)
            described = _described(hit.provision, texts)
            searched, about = searched_tokens(document, described)
            coverage, named = wanted.share(searched), wanted.share(about)
            sentence, subject = near or (max(hit.vector_score, 0.0),) * 2
            whole = max(hit.vector_score, 0.0) or sentence
            found.append(Candidate(document, hit, hit.lexical_score / most, coverage, named, whole, sentence, subject))
        return found

    def within(self, documents: Sequence[str]) -> Filters | None:
        """The caller's filters narrowed to `documents`; None when nothing is left."""
        if not documents:
            return self.filters
        if not self.filters.documents:
            return replace(self.filters, documents=tuple(documents))
        admitted = {document.id for document in self.allowed()}
        both = tuple(item for item in documents if item in admitted)
        return replace(self.filters, documents=both) if both else None

    def allowed(self) -> list[Document]:
        """Every document the caller's filters admit."""
        selection = self.index.catalogue.select(self.filters)
        ids = set(self.index.catalogue.named(list(selection.days)))
        return [document for document in self.index.catalogue.documents() if document.id in ids]


def _described(provision: Provision, variants: Sequence[Provision]) -> Provision:
    """The provision with the words that any language's text of it is found under."""
    terms = {f"{item.lang}{number}": value for number, item in enumerate(variants) for value in item.terms.values()}
    summaries = {item.lang: item.text for item in variants if item.kind is TextKind.SUMMARY}
    heading = " ".join(item.heading for item in variants)
    return replace(provision, terms=terms, summaries={**provision.summaries, **summaries}, heading=heading)
