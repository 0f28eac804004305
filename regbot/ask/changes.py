"""Answers to "what became of it": what an earlier text said and what the later one says, side by side."""

from __future__ import annotations

import re
from dataclasses import replace

from regbot.ask.candidates import Candidate, Retrieval
from regbot.ask.composer import Composer
from regbot.ask.content import Found, evidence_of, look_up
from regbot.ask.counterparts import counterpart
from regbot.ask.phrases import name_of, say
from regbot.ask.understand import Question
from regbot.model import Answer, Document

CHANGE_WORDS = re.compile(
    r"\b(?:what|how|happened|happens|became|become|chang(?:e|ed|es)|differ(?:s|ence|ences|ent|ently)?|compared?|"
    r"comparison|between|kept|dropped|removed|deleted|"
    r"retained|survived?|weakened|tightened|strengthened|versions?|still)\b|改成|改为|变化|变成|修改|保留|删除|取消|"
    r"区别|不同|差别|对比|相比|有什么|了多少",
    re.IGNORECASE,
)


def pair_of(question: Question, retrieval: Retrieval) -> tuple[Document, Document] | None:
    """The earlier and the later document to compare: those named, completed by declared relations."""
    documents = {document.id: document for document in retrieval.allowed()}
    pairs = [
        (documents[draft], documents[final])
        for draft in documents
        for final in documents[draft].related("finalised_by")
        if final in documents
    ]
    named = question.named
    fitting = [pair for pair in pairs if named & {pair[0].id, pair[1].id}] if named else pairs
    return max(fitting, key=lambda pair: len(named & {pair[0].id, pair[1].id}), default=None)


def answer_changes(question: Question, composer: Composer, retrieval: Retrieval) -> Answer | None:
    """What became of the topic from the earlier to the later text; None when neither speaks to it."""
    pair = pair_of(question, retrieval)
    if not pair:
        return None
    topic = " ".join(CHANGE_WORDS.sub(" ", question.topic).split()) or question.topic
    question = replace(question, topic=topic, topics=(topic,))
    sides = [look_up(question, (document.id,), retrieval)[0] for document in pair]
    old, new = (_best(side) for side in sides)
    leading = max(filter(None, (old, new)), key=lambda item: item.strength, default=None)
    if not leading or not leading.speaks:
        return None
    if leading is old:
        new = counterpart(topic, leading, pair[1], retrieval)
    else:
        old = counterpart(topic, leading, pair[0], retrieval)
    names = [name_of(document, composer.lang) for document in pair]
    composer.state(say(composer.lang, "compared", old=names[0], new=names[1]))
    for name, item in zip(names, (old, new), strict=True):
        if item:
            composer.quote(evidence_of(question, item, retrieval))
        else:
            composer.state(say(composer.lang, "no_rule", name=name))
    composer.relate(*(item.provision.ref for side in sides for item in side.candidates[:3]))
    return composer.answered(min(1.0, leading.strength))


def _best(side: Found) -> Candidate | None:
    return side.candidates[0] if side.candidates else None
