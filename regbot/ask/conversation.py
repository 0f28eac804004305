"""A conversation: one question after another, each read in the light of those before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from regbot.ask.abstain import of_another_place, unproven
from regbot.ask.candidates import Retrieval
from regbot.ask.checks import checked
from regbot.ask.composer import Composer
from regbot.ask.content import answer_content, refused
from regbot.ask.counterparts import finals_of
from regbot.ask.events import nothing_told, set_for
from regbot.ask.facts import answers_from_data
from regbot.ask.force import withdrawals
from regbot.ask.intents import Intent
from regbot.ask.kinship import Kinship
from regbot.ask.later import note_later
from regbot.ask.phrases import say
from regbot.ask.premises import false_premise, note_of_time
from regbot.ask.provisions import documents_meant, quote_provisions
from regbot.ask.spelling import spelt
from regbot.ask.subjects import not_held
from regbot.ask.support import single_tokens
from regbot.ask.understand import Question, Thread, understand
from regbot.index.retrieve import Index, Mode
from regbot.model import Answer, Document, Filters, LegalStatus, Outcome

NEARLY = 0.95
OF_DOCUMENTS = (Intent.DEADLINE, Intent.CHANNELS, Intent.ISSUER, Intent.EFFECTIVE, Intent.SIZE)
"""Answered from the data of the documents meant."""
OF_COMMENTS = (Intent.DEADLINE, Intent.CHANNELS)
"""Of these, only what was open for comment is meant."""
OF_TEXTS = (Intent.CONTENT, Intent.CHANGES)
"""Answered from what texts say."""
ISSUED = re.compile(r"\bissue[sd]?\b", re.IGNORECASE)
"""Says what the question wants of a document, and stands by chance in some titles ("Several Issues")."""
COMMENTS = re.compile(r"\b(?:consultations?|comments?|drafts?|open|period|deadlines?|public)\b", re.IGNORECASE)
"""Says that a question is about comments, and of none of the drafts more than of another."""
THE_CONSULTATION = re.compile(
    r"\bthe (?:public )?(?:consultation|comment period)\b|这次(?:征求|公开)|征求意见期", re.IGNORECASE
)

Rephrase = Callable[[Answer], Answer]
"""Words an answer afresh without adding to it."""


class Conversation:
    """Questions and answers over one index; topic and documents carry over until `reset`."""

    def __init__(self, index: Index, rephrase: Rephrase | None = None) -> None:
        self._index = index
        self._rephrase = rephrase
        self._thread = Thread()
        self._kinship = Kinship(index.catalogue)

    def reset(self) -> None:
        """Forget what was talked about."""
        self._thread = Thread()

    def onto(self, index: Index) -> Conversation:
        """The same conversation, going on over another index."""
        moved = Conversation(index, self._rephrase)
        moved._thread = self._thread
        return moved

    def ask(self, text: str, filters: Filters, *, limit: int = 8, mode: Mode = Mode.HYBRID) -> Answer:
        """Answer `text` with verified quotes, or abstain with a reason; at most `limit` provisions are named.

        Raises ConfigError for an empty or over-long question, SearchIndexError when the index cannot be read.
        """
        asked = checked(text)
        began = perf_counter()
        if mode is not Mode.LEXICAL:
            self._index.meaning.load()
        loaded = perf_counter()
        retrieval = Retrieval(self._index, filters, self._kinship, mode)
        reading = spelt(asked, self._index)
        premise = false_premise(reading.text, retrieval.allowed(), retrieval.names(), filters.as_of)
        told = premise.rest if premise else reading.text
        question = understand(told, retrieval.allowed(), self._thread, retrieval.names())
        composer = Composer(asked, question.lang, filters.as_of, self._index.catalogue)
        for written, read in reading.slips:
            composer.note(say(composer.lang, "read_as", written=written, read=read))
        if premise:
            finals = finals_of(premise.document, retrieval)
            premise.correct(composer, finals)
            meant = tuple((item.id,) for item in finals or [premise.document])
            question = question if question.documents else replace(question, documents=meant)
        answer = self._answer(question, composer, retrieval)
        if premise and answer.outcome is Outcome.ABSTAINED:
            composer.note(" ".join(composer.lines))
        answer = self._with_time(answer, question, composer, retrieval)
        self._remember(question, answer)
        if self._rephrase:
            answer = self._rephrase(answer)
        searching, answering = sum(retrieval.seconds), perf_counter() - loaded
        timings = {"load": loaded - began, "retrieve": searching, "compose": answering - searching}
        rounded = {stage: round(seconds * 1000, 1) for stage, seconds in timings.items()}
        return replace(answer, related=answer.related[:limit], timings_ms=rounded)

    def _answer(self, question: Question, composer: Composer, retrieval: Retrieval) -> Answer:
        if question.intent is Intent.PROVISION or (question.eids and question.intent is Intent.CONTENT):
            return self._provisions(question, composer, retrieval)
        elsewhere = of_another_place(question, retrieval) if question.intent in OF_TEXTS else None
        if elsewhere:
            return refused(composer, elsewhere)
        of_documents = question.intent in OF_DOCUMENTS or (question.intent is Intent.DATED and question.documents)
        possible = self._possible(question, retrieval) if of_documents else []
        unheld = not_held(question, [item for group in possible for item in group])
        if unheld:
            return refused(composer, unheld)
        meant = _likeliest_of_each(possible, question, retrieval)
        if answers_from_data(composer, question.intent, meant, question.text):
            for intent in question.also:
                answers_from_data(composer, intent, meant, question.text)
            return composer.answered(1.0) if composer.lines else refused(composer, unproven(question))
        answer = None
        if question.intent is Intent.EVENTS:
            answer = _of_a_day(question, composer, retrieval)
        elif question.intent is Intent.CHANGES:
            answer = self._changes(question, composer, retrieval)
        return answer or answer_content(question, composer, retrieval)

    def _changes(self, question: Question, composer: Composer, retrieval: Retrieval) -> Answer | None:
        from regbot.ask.changes import answer_changes  # aligning texts needs scipy: half a second to import

        answer = answer_changes(question, composer, retrieval)
        if answer or question.eids:
            return answer or self._provisions(question, composer, retrieval)
        meant = _likeliest_of_each(self._possible(question, retrieval), question, retrieval)
        return composer.answered(1.0) if question.documents and withdrawals(composer, meant) else None

    def _with_time(self, answer: Answer, question: Question, composer: Composer, retrieval: Retrieval) -> Answer:
        """The answer with notes on what was not yet there at the time asked about."""
        if answer.outcome is Outcome.ANSWERED:
            note_of_time(composer, question.text)
        if question.intent is Intent.CONTENT and not question.documents:
            note_later(question.topic, composer, retrieval)
        return replace(answer, notes=tuple(composer.notes))

    def _provisions(self, question: Question, composer: Composer, retrieval: Retrieval) -> Answer:
        refusal = quote_provisions(question, composer, documents_meant(question, retrieval))
        return composer.answered(1.0) if refusal is None else refused(composer, refusal)

    def _possible(self, question: Question, retrieval: Retrieval) -> list[list[Document]]:
        """The documents a question may be about, one group for each that it names; one of all where it names none."""
        documents = {document.id: document for document in retrieval.allowed()}
        law = tuple(item.id for item in documents.values() if item.legal_status is not LegalStatus.NEWS)
        if question.intent is Intent.EFFECTIVE:
            law = tuple(item for item in law if documents[item].effective) or law
        if question.intent in OF_COMMENTS:
            law = tuple(item for item in law if documents[item].consultation) or law
        groups: Sequence[Sequence[str]] = question.documents or self._under_discussion(question, documents) or (law,)
        if question.intent in OF_COMMENTS:
            groups = [_open_for_comment(group, documents) for group in groups]
        return [[documents[item] for item in group if item in documents] for group in groups]

    def _under_discussion(self, question: Question, documents: Mapping[str, Document]) -> list[tuple[str, ...]]:
        """What "the consultation" means in a conversation about a draft, or about what a draft became."""
        if question.intent is not Intent.DEADLINE or not THE_CONSULTATION.search(question.text):
            return []
        return [(item,) for item in self._thread.scope if item in documents and documents[item].consultation]

    def _remember(self, question: Question, answer: Answer) -> None:
        cited = tuple(dict.fromkeys(citation.document for citation in answer.citations))
        thread = self._thread
        thread.turns.append(question.text)
        thread.topic = question.topic if single_tokens(question.topic) else thread.topic
        thread.intent = question.intent
        thread.documents = question.documents or tuple((document,) for document in cited) or thread.documents
        thread.scope = self._with_relatives(cited) or thread.scope
        thread.eids = question.eids or tuple(dict.fromkeys(citation.eid for citation in answer.citations))

    def _with_relatives(self, cited: Sequence[str]) -> tuple[str, ...]:
        catalogue = self._index.catalogue
        related = [item.target for document in cited for item in catalogue.document(document).relations]
        return tuple(item for item in dict.fromkeys((*cited, *related)) if catalogue.holds(item))


def _of_a_day(question: Question, composer: Composer, retrieval: Retrieval) -> Answer | None:
    if set_for(composer, question.text, retrieval.candidates(question.topic)):
        return composer.answered(1.0)
    untold = nothing_told(question)
    return refused(composer, untold) if untold else None


def _open_for_comment(group: Sequence[str], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The documents of `group`, with the drafts that were open for comment in place of what they became."""
    drafts = {
        item: documents[item].related("finalises")
        for item in group
        if item in documents and not documents[item].consultation
    }
    return tuple(dict.fromkeys(one for item in group for one in drafts.get(item) or (item,)))


def _likeliest_of_each(
    groups: Sequence[Sequence[Document]], question: Question, retrieval: Retrieval
) -> list[Document]:
    meant: list[Document] = []
    for group in groups:
        meant += [item for item in _likeliest(question, group, retrieval) if item not in meant]
    return meant


def _likeliest(question: Question, documents: Sequence[Document], retrieval: Retrieval) -> list[Document]:
    """Of documents that one name fits, those whose own names the question's words come nearest to."""
    if len(documents) < 2:
        return list(documents)
    said = COMMENTS if question.intent is Intent.DEADLINE else ISSUED
    wanted = retrieval.wanted(said.sub(" ", question.text))
    fits = [wanted.coverage(" ".join([*item.title.values(), item.short_title, *item.aliases])) for item in documents]
    return [item for item, fit in zip(documents, fits, strict=True) if fit >= NEARLY * max(fits)]
