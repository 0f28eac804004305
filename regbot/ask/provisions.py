"""Answers to "what does Article 11 say": the provision itself, or the plain statement that there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from regbot.ask.abstain import Refusal, unproven
from regbot.ask.candidates import Retrieval
from regbot.ask.citations import Evidence
from regbot.ask.composer import ORDER, Composer
from regbot.ask.phrases import gap_of, label_of, name_of, say
from regbot.ask.understand import Question
from regbot.model import Document, LegalStatus, Provision
from regbot.parse.numerals import format_chinese

MOST_DOCUMENTS = 4
ARTICLE = re.compile(r"art_(\d+)")


def quote_provisions(question: Question, composer: Composer, documents: Sequence[Document]) -> Refusal | None:
    """Quote every provision named, of each document; the refusal when there is nothing to quote."""
    reasons = []
    for document in documents[:MOST_DOCUMENTS]:
        held = {
            item.eid: item for item in composer.catalogue.provisions(document.id, question.lang, as_of=composer.as_of)
        }
        for eid in question.eids:
            reasons.append(_quote(question, composer, document, held, eid))
    composer.relate(*(f"{document.id}#{eid}" for document in documents[MOST_DOCUMENTS:] for eid in question.eids))
    return None if composer.citations else Refusal(" ".join(dict.fromkeys(filter(None, reasons))) or _nowhere(question))


def documents_meant(question: Question, retrieval: Retrieval) -> list[Document]:
    """The documents whose provisions a question names: of those it may mean, the ones that have them.

    Without a name every document is meant that has one, news apart, in reading order.
    """
    allowed = {document.id: document for document in retrieval.allowed()}
    named = [allowed[item] for item in allowed if item in question.named]
    possible = named or [item for item in allowed.values() if item.legal_status is not LegalStatus.NEWS]
    having = [document for document in possible if _has(document, question, retrieval)]
    return sorted(having or named, key=lambda item: ORDER[item.kind])


def _nowhere(question: Question) -> str:
    """The reason when no document of the corpus has what the question names."""
    return (
        "语料库中没有文件有这一条。"
        if question.lang == "zh"
        else "No document in the corpus has a provision of that number."
    )


def _has(document: Document, question: Question, retrieval: Retrieval) -> bool:
    held = retrieval.index.catalogue.provisions(document.id, as_of=retrieval.filters.as_of)
    return bool({eid.partition("__")[0] for eid in question.eids} & {item.eid for item in held})


def _quote(question: Question, composer: Composer, document: Document, held: dict[str, Provision], eid: str) -> str:
    provision = held.get(eid)
    start, end = 0, len(provision.text) if provision else 0
    if provision is None:
        whole = held.get(eid.partition("__")[0])
        span = _part(whole, eid) if whole else None
        if whole is None or span is None:
            return _no_such(composer, document, held, eid)
        provision, (start, end) = whole, span
    if provision.gap:
        name = name_of(document, composer.lang)
        return say(
            composer.lang,
            "not_available",
            label=label_of(provision, composer.lang),
            name=name,
            gap=gap_of(provision.gap, composer.lang),
        )
    proven = composer.quote(Evidence(document, provision, start, end))
    return "" if proven else unproven(question).reason


def _part(whole: Provision, eid: str) -> tuple[int, int] | None:
    from regbot.parse.provisions import subdivide

    for top in subdivide(whole.text, whole.eid):
        for node in top.walk():
            if node.eid == eid:
                return node.start, node.end
    return None


def _no_such(composer: Composer, document: Document, held: dict[str, Provision], eid: str) -> str:
    name = name_of(document, composer.lang)
    numbers = [int(match[1]) for match in map(ARTICLE.fullmatch, held) if match]
    asked = ARTICLE.fullmatch(eid.partition("__")[0])
    zh = composer.lang == "zh"
    label = (f"第{format_chinese(int(asked[1]))}条" if zh else f"Article {asked[1]}") if asked else eid
    if document.incomplete and asked and int(asked[1]) < max(numbers, default=0):
        return say(
            composer.lang, "not_available", label=label, name=name, gap=gap_of(document.incomplete, composer.lang)
        )
    composer.relate(*(f"{document.id}#{item}" for item in list(held)[-1:]))
    if zh:
        return f"《{name}》没有{label}" + (f"：共{max(numbers)}条。" if numbers else "。")
    return f"There is no {label} in the {name}" + (f": the last is Article {max(numbers)}." if numbers else ".")
