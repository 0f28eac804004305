"""Answers on force: from when to when a document is in force, what later ones made of that, what is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from regbot.ask.citations import Evidence, telling, whole
from regbot.ask.composer import Composer
from regbot.ask.phrases import change_told, day_of, name_of, say, status_of
from regbot.ask.premises import last_day
from regbot.model import Act, AsOf, Document, ForceChange, LegalStatus
from regbot.parse.dates import find_dates

MOVES = (Act.DELAYS, Act.EXTENDS)


def effective_dates(composer: Composer, documents: Sequence[Document]) -> bool:
    """Say from when to when each of `documents` is in force, and what delays, extends or withdraws it.

    One that delays or extends another stands for the other: the day it names is the other's.
    """
    for document in _meant(composer, documents):
        withdrawal(composer, document)
        day = composer.status_day(document)
        delay, extension = document.delay_on(day), document.extension_on(day)
        begin = _proof(composer, document, document.effective)
        end = _proof(composer, document, document.expires) if document.expires else []
        began = change_proof(composer, delay) if delay else begin
        ended = change_proof(composer, extension) if extension else end
        _days(composer, document, began, ended)
        for change, own, proof in ((delay, begin, began), (extension, end, ended)):
            if change:
                _tell(composer, document, change, [*own, *proof])
        for item in _each((*begin, *began, *(ended if document.expires_on(day) else ()))):
            composer.quote(item)
    return bool(composer.lines)


def withdrawal(composer: Composer, document: Document) -> bool:
    """Say and quote what withdrew `document`, or is to. False when nothing known on the day asked for does."""
    change = document.withdrawal_on(composer.status_day(document))
    if change is None:
        return False
    proof = change_proof(composer, change)
    _tell(composer, document, change, proof)
    for item in proof:
        composer.quote(item)
    return True


def withdrawals(composer: Composer, documents: Sequence[Document]) -> bool:
    """Say of each of `documents` what withdrew it. False when nothing did."""
    told = [withdrawal(composer, document) for document in documents]
    return any(told)


def in_force(composer: Composer, question: str) -> bool:
    """List what was in force on the day the question names, else on the day the answer speaks for."""
    named = find_dates(question)
    day = last_day(question) or (named[0] if named else composer.day)
    moment = AsOf(composer.as_of.now, day)
    held = [item for item in composer.catalogue.documents(moment) if item.status_on(day) is LegalStatus.IN_FORCE]
    told = day_of(day, composer.lang)
    composer.state(say(composer.lang, "in_force_on" if held else "nothing_in_force", day=told))
    for document in sorted(held, key=lambda item: item.effective_on(day) or date.min):
        line = f"- {document.title_in(composer.lang)} ({status_of(document, day, composer.lang)})"
        delay = document.delay_on(day)
        composer.state(
            line, *(change_proof(composer, delay) if delay else _proof(composer, document, document.effective))
        )
    return True


def change_proof(composer: Composer, change: ForceChange) -> list[Evidence]:
    """Where the document that delays or withdraws another says so: its words as recorded, else a sentence with that day."""
    document = composer.catalogue.document(change.by)
    texts = composer.texts(document)
    for provision in texts if change.quote else ():
        start = provision.text.find(change.quote)
        if start >= 0:
            return [Evidence(document, provision, start, start + len(change.quote))]
    return list(telling(document, texts, lambda quote: change.day in find_dates(quote)))[:1]


def _tell(composer: Composer, document: Document, change: ForceChange, proof: Sequence[Evidence]) -> None:
    by = composer.catalogue.document(change.by)
    composer.state(change_told(document, change, by, composer.status_day(document), composer.lang), *_each(proof))


def _days(composer: Composer, document: Document, begin: Sequence[Evidence], end: Sequence[Evidence]) -> None:
    """The first and the last day in force, as they are known on the day the answer speaks for."""
    lang, day, name = composer.lang, composer.status_day(document), name_of(document, composer.lang)
    begins, expires = document.effective_on(day), document.expires_on(day)
    if expires and expires < day:
        if not begins:
            composer.state(say(lang, "lapsed", name=name, day=day_of(expires, lang)), *end)
        else:
            days = {"first": day_of(begins, lang), "day": day_of(expires, lang)}
            composer.state(say(lang, "lapsed_since", name=name, **days), *_each((*begin, *end)))
        return
    if begins:
        phrase = "effective" if begins <= day else "effective_future"
        composer.state(say(lang, phrase, name=name, day=day_of(begins, lang)), *begin)
    elif document.status_on(day) is LegalStatus.DRAFT and not document.withdrawal_on(day):
        composer.state(say(lang, "never_effective", name=name), *begin)
    if expires:
        composer.state(say(lang, "temporary", name=name, day=day_of(expires, lang)), *end)


def _each(items: Iterable[Evidence]) -> list[Evidence]:
    found: list[Evidence] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _meant(composer: Composer, documents: Sequence[Document]) -> list[Document]:
    catalogue = composer.catalogue
    found: dict[str, Document] = {}
    for document in documents:
        targets = [target for relation in MOVES for target in document.related(relation)]
        earlier = [target for target in targets if catalogue.holds(target, composer.as_of)]
        for item in map(catalogue.document, earlier or [document.id]):
            found[item.id] = item
    return list(found.values())


def _proof(composer: Composer, document: Document, day: date | None) -> list[Evidence]:
    """Where the document itself names that day; of no day at all, what it says of its day of effect."""
    catalogue, as_of = composer.catalogue, composer.as_of
    about = {item.eid for item in catalogue.provisions(document.id, as_of=as_of) if "effective-date" in item.topics}
    held = composer.texts(document)
    if not day:
        return [whole(document, item) for item in held if item.eid in about][-1:]
    first = sorted(held, key=lambda item: item.eid not in about)
    return list(telling(document, first, lambda quote: day in find_dates(quote)))[:1]
