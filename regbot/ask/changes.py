"""Answers to "what became of it": what an earlier text said and what the later one says, side by side."""

from __future__ import annotations

import re
from dataclasses import replace

from regbot.ask.candidates import Candidate, Retrieval
from regbot.ask.citations import whole
from regbot.ask.composer import Composer
from regbot.ask.content import NEWS_LEADS, Found, evidence_of, look_up, refused
from regbot.ask.counterparts import counterpart
from regbot.ask.intents import CHANGE_WORDS
from regbot.ask.overall import numbered, overall
from regbot.ask.phrases import name_of, say
from regbot.ask.provisions import quote_provisions
from regbot.ask.support import single_tokens
from regbot.ask.understand import Question
from regbot.model import Answer, Document

GENERAL = re.compile(
    r"\b(?:anything|something|everything|all|new|added|left|articles?|provisions?|rules?|texts?|documents?|laws?)\b|"
    r"哪些|什么|条文|条款|规定|内容|新增|增加|发生",
    re.IGNORECASE,
)
"""What a question about all changes says beside its change words."""
FIRST = 3


def pair_of(question: Question, retrieval: Retrieval) -> tuple[Document, Document] | None:
    """The earlier and the later document to compare: those named, completed by declared relations.

    None when a document is named that belongs to no such pair.
    """
    documents = {document.id: document for document in retrieval.allowed()}
    pairs = [
        (documents[draft], documents[final])
        for draft in documents
        for final in documents[draft].related("finalised_by")
        if final in documents
    ]
    named = question.named
    fitting = [pair for pair in pairs if all({pair[0].id, pair[1].id} & set(group) for group in question.documents)]
    return max(fitting, key=lambda pair: len(named & {pair[0].id, pair[1].id}), default=None)


def answer_changes(question: Question, composer: Composer, retrieval: Retrieval) -> Answer | None:
    """What became of the topic from the earlier to the later text; None when neither speaks to it."""
    pair = pair_of(question, retrieval)
    if not pair:
        return None
    if question.eids:
        return _numbered(question, composer, retrieval, pair)
    topic = " ".join(CHANGE_WORDS.sub(" ", question.topic).split()) or question.topic
    if not single_tokens(GENERAL.sub(" ", topic)):
        return overall(question.text, composer, retrieval, pair)
    question = replace(question, topic=topic, topics=(topic,))
    sides = [look_up(question, (document.id,), retrieval)[0] for document in pair]
    old, new = (_best(side) for side in sides)
    leading = max(filter(None, (old, new)), key=lambda item: item.strength, default=None)
    if not leading or not leading.speaks or _told_elsewhere(question, leading, retrieval):
        return None
    if leading is old:
        new = counterpart(topic, leading, pair[1], retrieval)
    else:
        old = counterpart(topic, leading, pair[0], retrieval)
    names = [name_of(document, composer.lang) for document in pair]
    composer.state(say(composer.lang, "compared", old=names[0], new=names[1]))
    for name, item in zip(names, (old, new), strict=True):
        if item:
            for piece in evidence_of(question, item, retrieval):
                composer.quote(piece)
        else:
            composer.state(say(composer.lang, "no_rule", name=name))
    composer.relate(*(item.provision.ref for side in sides for item in side.candidates[:3]))
    return composer.answered(min(1.0, leading.strength))


def _told_elsewhere(question: Question, leading: Candidate, retrieval: Retrieval) -> bool:
    """Whether a question that names no document turns on something else, which reports tell much more about."""
    others = [] if question.named else retrieval.candidates(question.topic)
    return any(item.is_news and item.strength >= NEWS_LEADS * leading.strength for item in others[:FIRST])


def _best(side: Found) -> Candidate | None:
    return side.candidates[0] if side.candidates else None


def _numbered(question: Question, composer: Composer, retrieval: Retrieval, pair: tuple[Document, Document]) -> Answer:
    """Each provision named, with all that it went into, or came from when the later text alone is named."""
    backward = pair[1].id in question.named and pair[0].id not in question.named
    here, there = reversed(pair) if backward else pair
    kinship, as_of = retrieval.kinship, retrieval.filters.as_of
    held, others = ({item.eid: item for item in numbered(composer, document)} for document in (here, there))
    for eid in dict.fromkeys(eid.partition("__")[0] for eid in question.eids):
        if eid not in held or not composer.quote(whole(here, held[eid])):
            continue
        kin = (
            kinship.ancestors(there.id, here.id, eid, as_of)
            if backward
            else kinship.heirs(here.id, there.id, eid, as_of)
        )
        for other in kin:
            composer.quote(whole(there, others[other]))
        if not kin:
            composer.state(say(composer.lang, "no_rule", name=name_of(there, composer.lang)))
    if composer.citations:
        return composer.answered(1.0)
    refusal = quote_provisions(question, composer, [here])
    return refused(composer, refusal) if refusal else composer.answered(1.0)
