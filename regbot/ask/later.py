"""What a question asked for an earlier day would have met later: a document that speaks to it and was not there yet."""

from __future__ import annotations

from dataclasses import replace

from regbot.ask.candidates import Retrieval
from regbot.ask.composer import Composer
from regbot.ask.phrases import day_of, name_of, say
from regbot.model import AsOf

STRONGER = 1.1
"""A later document is told of when it speaks this much more to the question than any of the day asked about."""


def note_later(topic: str, composer: Composer, retrieval: Retrieval) -> None:
    """Note the document published after the day asked for, by today, that speaks most to `topic`, if it speaks most."""
    as_of = retrieval.filters.as_of
    if as_of.day is None or as_of.day >= as_of.now.date() or not topic.strip():
        return
    today = replace(retrieval, filters=replace(retrieval.filters, as_of=AsOf(as_of.now)), seconds=[])
    held, best = 0.0, None
    for fit in today.fits(topic):
        if fit.is_news:
            continue
        if fit.document.known_on(as_of.day):
            held = max(held, fit.strength)
        elif best is None or fit.strength > best.strength:
            best = fit
    if best and best.speaks and best.strength >= STRONGER * held and best.document.published:
        values = {"name": name_of(best.document, composer.lang), "day": day_of(as_of.day, composer.lang)}
        published = day_of(best.document.published, composer.lang)
        composer.note(say(composer.lang, "not_yet", published=published, **values))
