"""Answers from what provisions say: the few quotes that speak to a question, or the reason why none does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from regbot.ask.abstain import NEAR, Refusal, nothing_found, refusal_of, telling, unnamed, unproven, words_missing
from regbot.ask.candidates import Candidate, Retrieval
from regbot.ask.citations import Evidence
from regbot.ask.composer import Composer, reading_order
from regbot.ask.counterparts import counterpart, drafts_of, finals_of
from regbot.ask.events import month_asked
from regbot.ask.expects import BY_WHEN, Expected, holds, preferred_in
from regbot.ask.phrases import name_of, say
from regbot.ask.support import best_spans, opening
from regbot.ask.understand import CHECKS_A_REPORT, Question
from regbot.model import Answer, Confidence, Document, DocumentKind, LegalStatus
from regbot.parse.sentences import split_sentences

BESIDE = 0.93
"""A further provision is quoted when it is at least this share as strong as the best."""
EQUAL = 0.96
"""Beside a whole family of provisions another law's is quoted only when it is this nearly as good."""
KIN = 0.7
"""The best provision's draft ancestor is quoted from this share of its strength on; what a draft became, always."""
NEWS_LEADS = 1.25
"""News answers a question that names no document only when it is this much stronger than every rule."""
OUTSIDE = 1.15
"""A relative this much stronger than the document named is looked at: the question may name the wrong one."""
ATTRIBUTION = re.compile(r"^[^,.]{0,80}?\b(?:reported|wrote|said|stated|described)\b(?: that)?\s*")
"""Who says it, before what is said."""
COVERED = 0.6
"""A document with a provision that has this share of the question's words does speak to it, whatever others say."""
ASKS_WHAT_IT_IS = re.compile(
    r"^\W*(?:what(?: is|'s| are)(?: an?)?|define|(?:the )?(?:meaning|definition) of)\s+(?!the\b)([\w-]+(?: [\w-]+){0,3})\s*[?.!]*$|"
    r"^(?:什么是|什么叫|何为|何谓)([\u4e00-\u9fff]{2,12})[？?]?$|^([\u4e00-\u9fff]{2,12}?)(?:是什么意思|是指什么|的定义是什么)[？?]?$",
    re.IGNORECASE,
)
DEFINING, DATED = 0.7, 0.7
COVERED_WHOLLY = 0.99
RIVALS = 4
MOST_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates for one topic in one group of documents, and those of them to quote.

    `at_large`: whatever they say is wanted.
    """

    topic: str
    candidates: tuple[Candidate, ...] = ()
    chosen: tuple[Candidate, ...] = ()
    at_large: bool = False

    @property
    def best(self) -> float:
        """Strength of the best candidate; 0 when there is none."""
        return max((item.strength for item in self.candidates), default=0.0)

    @property
    def speaks(self) -> bool:
        """Whether any candidate speaks to the topic."""
        return any(item.speaks or self.at_large for item in self.chosen)


def answer_content(question: Question, composer: Composer, retrieval: Retrieval) -> Answer:
    """Answer `question` from provisions, or abstain."""
    found = _found(question, retrieval)
    composer.relate(*(candidate.provision.ref for item in found for candidate in item.candidates[:5]))
    refusal = refusal_of(question, [item.candidates for item in found], retrieval)
    if refusal:
        return refused(composer, refusal)
    corrects = question.documents and not question.of_reports
    found = [_corrected(composer, retrieval, question, item) if corrects else item for item in found]
    chosen = {candidate.provision.ref: candidate for item in found if item.speaks for candidate in item.chosen}
    if not chosen:
        return refused(composer, nothing_found(question, retrieval, [item.candidates for item in found]))
    for item in found:
        if question.documents and item.candidates and not item.speaks:
            composer.state(say(composer.lang, "no_rule", name=name_of(item.candidates[0].document, composer.lang)))
    missing = unnamed(question, [candidate for item in found for candidate in item.candidates])
    if missing:
        composer.state(say(composer.lang, "unnamed", words=missing))
    elif not any(candidate.fit.is_sure for item in found for candidate in item.candidates) and not question.of_reports:
        composer.state(say(composer.lang, "unsure", words=words_missing(question, retrieval)))
    pieces = [piece for candidate in chosen.values() for piece in evidence_of(question, candidate, retrieval)]
    for piece in sorted(pieces, key=reading_order):
        composer.quote(piece)
    confidence = min(1.0, max(item.best for item in found))
    return composer.answered(confidence) if composer.citations else refused(composer, unproven(question))


def _found(question: Question, retrieval: Retrieval) -> list[Found]:
    """What speaks to the question in each document it names; rules are searched for what a report named claims."""
    if question.of_reports:
        return [item for group in question.documents for item in _reported(question, group, retrieval)]
    groups: Sequence[tuple[str, ...]] = question.documents or ((),)
    reports = [group for group in groups if group and all(_is_report(document, retrieval) for document in group)]
    said = [item for group in reports for item in look_up(question, group, retrieval)]
    if reports and len(reports) < len(groups):
        claims = [_claim(question, candidate, retrieval) for item in said for candidate in item.chosen]
        question = replace(question, topics=tuple(" ".join([topic, *claims]) for topic in question.topics))
    return [item for group in groups if group not in reports for item in look_up(question, group, retrieval)] + said


def _reported(question: Question, group: tuple[str, ...], retrieval: Retrieval) -> list[Found]:
    """What the reports in `group` that tell most of the topic say of it, each in its own words."""
    found = retrieval.candidates(question.text if question.at_large else question.topic, group)
    told = [item for item in found if not item.is_note]
    reports = list(dict.fromkeys(item.document.id for item in told))[:MOST_BESIDE]
    own = [[item for item in told if item.document.id == report] for report in reports]
    ordered = [_holding_first(question, question.topic, items, retrieval) for items in own]
    said = [Found(question.topic, tuple(items), tuple(items[:1]), question.at_large) for items in ordered]
    return [item for item in said if item.speaks] or said[:1]


def _is_report(document: str, retrieval: Retrieval) -> bool:
    return retrieval.index.catalogue.document(document).legal_status is LegalStatus.NEWS


def _claim(question: Question, candidate: Candidate, retrieval: Retrieval) -> str:
    text = candidate.provision.text
    sentences = [text[item.start : item.end] for item in split_sentences(text)]
    wanted = retrieval.wanted(question.topic)
    cosines = retrieval.index.meaning.similarity(question.topic, sentences)
    scored = zip(sentences, cosines, strict=True)
    claim = max(scored, key=lambda pair: wanted.coverage(pair[0]) + pair[1], default=("", 0.0))[0]
    return ATTRIBUTION.sub("", claim)


def look_up(question: Question, group: tuple[str, ...], retrieval: Retrieval) -> list[Found]:
    """For each topic of the question what speaks to it in `group`; an empty group means every document."""
    found = [(topic, retrieval.candidates(topic, group or question.scope)) for topic in question.topics]
    found = [
        (topic, _defining_first(question.text, _holding_first(question, topic, candidates, retrieval)))
        for topic, candidates in found
    ]
    if not group:
        found = [(topic, _dated_first(question.text, candidates)) for topic, candidates in found]
        ordered = [(topic, _law_or_news(candidates)) for topic, candidates in found]
        return [Found(topic, tuple(items), tuple(_family(topic, items, retrieval))) for topic, items in ordered]
    if len(group) > 1:
        likely = likeliest(group, [candidates for _, candidates in found], retrieval)
        found = [(topic, [item for item in candidates if item.document.id == likely]) for topic, candidates in found]
    most = 1 if len(question.documents) > MOST_BESIDE else MOST_BESIDE
    checks = len(question.documents) == 1 and CHECKS_A_REPORT.search(question.text) is not None
    return [
        Found(topic, tuple(candidates), tuple(_nearly_best(candidates, most, with_note=checks)))
        for topic, candidates in found
    ]


def likeliest(group: Sequence[str], found: Sequence[Sequence[Candidate]], retrieval: Retrieval) -> str:
    """Of documents that one name fits, the one that speaks most to the topics; others' reports on it count a little."""
    pointed = [relation.target for document in retrieval.allowed() for relation in document.relations]

    def fit(document: str) -> float:
        strengths = [
            max((item.strength for item in candidates if item.document.id == document), default=0.0)
            for candidates in found
        ]
        return sum(strengths) + 0.1 * (document in pointed)

    return max(group, key=fit)


def evidence_of(question: Question, candidate: Candidate, retrieval: Retrieval) -> list[Evidence]:
    """The stretches of a candidate to quote, in order."""
    provision, wanted = candidate.provision, retrieval.wanted(question.topic)
    likeness = partial(retrieval.index.meaning.likeness, provision)
    spans = (
        (opening(provision),)
        if question.at_large
        else best_spans(provision, wanted, likeness, preferred_in(question.text))
    )
    return [Evidence(candidate.document, provision, start, end) for start, end in spans]


def refused(composer: Composer, refusal: Refusal) -> Answer:
    """The abstention that `refusal` gives the reason for."""
    composer.relate(*refusal.related)
    return composer.abstained(refusal.reason, refusal.confidence)


def _holding_first(
    question: Question, topic: str, candidates: Sequence[Candidate], retrieval: Retrieval
) -> list[Candidate]:
    """To a question for a sum, a number or the like, a provision as good as the best that gives one comes first."""
    expected = question.expected or (Expected.DATE if BY_WHEN.search(question.text) else None)
    told = [item for item in candidates if not item.is_note]
    if expected is None or not told:
        return list(candidates)
    wanted = retrieval.wanted(topic)

    def gives(item: Candidate) -> bool:
        return any(holds(text, expected, question.text) for text in telling(item, wanted.coverage, expected))

    as_good = (
        item for item in told[:RIVALS] if item.rank >= BESIDE * told[0].rank or item.strength >= told[0].strength
    )
    giving = [item for item in as_good if gives(item)]
    if not giving and question.expected:
        giving = [item for item in told[:RIVALS] if item.strength >= NEAR * told[0].strength and gives(item)][:1]
    return sorted(candidates, key=lambda item: (item not in giving, item.is_note))


def _defining_first(asked: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """To a question what something is, a provision nearly as good as the best that defines it comes first."""
    match = ASKS_WHAT_IT_IS.search(asked)
    if not match or not candidates:
        return list(candidates)
    term = next(filter(None, match.groups()))
    says_so = re.compile(
        rf"(?<![\w]){re.escape(term)}[\"”’》]?[，,]?\s*(?:是指|是|指|means?\b|is\b|are\b|refers?\b)", re.IGNORECASE
    )

    def defines(item: Candidate) -> bool:
        near = item.rank >= DEFINING * candidates[0].rank
        told = says_so.search(item.provision.text) or (
            "definitions" in item.provision.topics and item.coverage >= COVERED_WHOLLY
        )
        return bool(near and told and not item.is_news)

    return sorted(candidates, key=lambda item: not defines(item))


def _dated_first(asked: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """To a question about something in a month or on a day that it names, what is told of that time comes first."""
    month = month_asked(asked)

    def tells(item: Candidate) -> bool:
        return item.provision.date.startswith(month) and item.rank >= DATED * candidates[0].rank

    return sorted(candidates, key=lambda item: not tells(item)) if month else list(candidates)


def _law_or_news(candidates: Sequence[Candidate]) -> list[Candidate]:
    law = [item for item in candidates if not item.is_news]
    news = [item for item in candidates if item.is_news]
    strongest = [max((item.strength for item in side), default=0.0) for side in (law, news)]
    return [*law, *news] if strongest[0] * NEWS_LEADS >= strongest[1] else [*news, *law]


def _nearly_best(candidates: Sequence[Candidate], most: int, *, with_note: bool = False) -> list[Candidate]:
    """The best candidate and what is nearly as good; `with_note`: and the editors' note on a report, if there is one."""
    ranked = [item for item in candidates if not item.is_note] or list(candidates)
    near = [item for item in ranked[1:RIVALS] if item.rank >= BESIDE * ranked[0].rank]
    notes = [item for item in candidates if item.is_note and item not in ranked] if with_note else []
    return [*ranked[:1], *near[: most - 1], *notes[:1]]


def _family(topic: str, candidates: Sequence[Candidate], retrieval: Retrieval) -> list[Candidate]:
    """The best provision with its ancestor or descendant, and what other laws say that is nearly as strong."""
    if not candidates:
        return []
    best = candidates[0]
    chosen = {best.document.id: best}
    if best.is_news:
        return [best]
    known = {item.provision.ref: item for item in candidates}
    for document in finals_of(best.document, retrieval):
        heir = counterpart(topic, best, document, retrieval)
        if heir:
            chosen[document.id] = known.get(heir.provision.ref, heir)
    for document in drafts_of(best.document, retrieval):
        ancestor = counterpart(topic, best, document, retrieval)
        kin = known.get(ancestor.provision.ref) if ancestor else None
        if kin and kin.strength >= KIN * best.strength and kin.provision.confidence is not Confidence.UNVERIFIED:
            chosen[document.id] = kin
    for item in candidates[1:RIVALS]:
        beneath = item.document.kind is DocumentKind.LAW
        if beneath and item.rank >= EQUAL * best.rank and len(chosen) < 1 + MOST_BESIDE:
            chosen.setdefault(item.document.id, item)
    return list(chosen.values())


def _corrected(composer: Composer, retrieval: Retrieval, question: Question, item: Found) -> Found:
    """`item`, unless a relative of its document says it instead: then that, with a word on where it is not."""
    named = item.candidates[0].document if item.candidates else None
    outside = _relatives(named, retrieval, question) if named else ()
    others = retrieval.candidates(item.topic, outside) if outside else []
    if not named or not others or not others[0].speaks or others[0].strength < OUTSIDE * item.best:
        return item
    if any(mine.coverage >= COVERED for mine in item.candidates[:RIVALS]):
        return item
    there = counterpart(item.topic, others[0], named, retrieval)
    if there:
        own = [mine for mine in item.candidates if mine.provision.ref == there.provision.ref]
        return Found(item.topic, item.candidates, tuple(own) or item.chosen)
    composer.state(say(composer.lang, "no_rule", name=name_of(named, composer.lang)))
    return Found(item.topic, tuple(others), tuple(others[:1]))


def _relatives(named: Document, retrieval: Retrieval, question: Question) -> tuple[str, ...]:
    related = [*finals_of(named, retrieval), *drafts_of(named, retrieval)]
    return tuple(item.id for item in related if item.id not in question.named)
