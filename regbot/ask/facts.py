"""Answers from data: deadlines, channels, issuers, days of making, what is open, what there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from regbot.ask.citations import Evidence, telling, whole
from regbot.ask.composer import Composer
from regbot.ask.events import events
from regbot.ask.force import effective_dates, in_force, withdrawal
from regbot.ask.intents import Intent
from regbot.ask.phrases import day_of, days_of, gap_of, label_of, moment_of, name_of, say, status_of
from regbot.model import Channel, Document, Provision
from regbot.parse.dates import find_dates
from regbot.parse.sentences import split_sentences
from regbot.track.deadlines import Deadline, State, deadline, soonest_first

CHANNEL_WORDS = {
    "email": re.compile(r"e-?mail|邮箱|电子邮件|邮件", re.IGNORECASE),
    "post": re.compile(
        r"\b(?:post|postal|letter|(?<!e-)mail(?:ing)?|envelope|paper|street)\b|信函|寄|信封|邮寄|写信|邮编",
        re.IGNORECASE,
    ),
    "portal": re.compile(
        r"\b(?:web ?site|portal|online|web|url|link|internet page)\b|网站|网址|网上|在线|登录", re.IGNORECASE
    ),
    "fax": re.compile(r"\bfax\b|传真", re.IGNORECASE),
}
CHANNELS_ZH = {"email": "电子邮件", "post": "信函", "portal": "网站", "fax": "传真"}
CONTACT = re.compile(r"[\w.+-]+@[\w.-]+\w|\bwww\.[\w.-]+\w|https?://[\w./-]+|(?<!\d)\d{5,6}(?!\d)")
"""The parts of an address that are the same in every language."""
MADE = {
    "adopted": re.compile(r"\b(?:approved?|adopt(?:ed)?|pass(?:ed)?)\b|通过", re.IGNORECASE),
    "signed": re.compile(r"\bsign(?:ed)?\b|签署", re.IGNORECASE),
    "published": re.compile(r"\b(?:publish(?:ed)?|promulgated?|released?)\b|公布|发布|颁布", re.IGNORECASE),
}
MADE_ZH = {"adopted": "通过于", "signed": "签署于", "published": "公布于"}
HOW_LONG = re.compile(
    r"\bhow (?:long|many days)\b(?![^?]*\b(?:left|remain\w*|still)\b)|\bwhen did\b[^?]*\b(?:open|start|begin)\b|"
    r"^(?![^？?]*(?:还有|还剩))[^？?]*(?:多久|多长|几天|多少天|期限是)",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"art_(\d+)$")
ISSUES = re.compile(
    r"\b(?:issued?|issues|publish(?:ed|es)?|promulgate[sd]?|released?|adopted|approved|signed)\b|发布|公布|颁布|联合令|公开征求意见|通过",
    re.IGNORECASE,
)
"""What a sentence that names the issuer has to say beside."""
SIGNS = re.compile(r"\bsign(?:ed|s)\b|签署", re.IGNORECASE)


def deadlines(composer: Composer, documents: Sequence[Document], question: str = "") -> bool:
    """Say when comments on each of `documents` close or closed, or if that is asked for how long they are taken.

    False when none ever was open for comment.
    """
    found = [item for item in (deadline(document, composer.as_of) for document in documents) if item]
    asks_period = HOW_LONG.search(question) is not None
    for item in soonest_first(found):
        if asks_period and _period(composer, item):
            continue
        _deadline(composer, item)
    return bool(found)


def channels(composer: Composer, documents: Sequence[Document], question: str) -> bool:
    """Say how to comment on each of `documents`, or how one could. False when no channel is known."""
    said = False
    for document in documents:
        consultation = document.consultation
        if not consultation or not consultation.channels:
            continue
        item = deadline(document, composer.as_of)
        if item:
            _deadline(composer, item)
        kinds = {kind for kind, pattern in CHANNEL_WORDS.items() if pattern.search(question)}
        chosen = [channel for channel in consultation.channels if channel.kind in kinds] or list(consultation.channels)
        for channel in chosen:
            _channel(composer, document, channel)
            said = True
    return said


def issuers(composer: Composer, documents: Sequence[Document], question: str = "") -> bool:
    """Say who issued each of `documents`, and if that is asked who signed it, with the words that say so where the text has them."""
    for document in documents:
        issuer = document.issuer_zh if composer.lang == "zh" and document.issuer_zh else document.issuer
        published = day_of(document.published, composer.lang) if document.published else ""
        when = (f"（{published}）" if composer.lang == "zh" else f" on {published}") if published else ""
        names = [name.strip() for name in re.split(r"[,;(（]| and |、|和", issuer) if len(name.strip()) > 3] or [issuer]
        proof = _issuing(composer, document, names)
        composer.state(
            say(composer.lang, "issuer", name=name_of(document, composer.lang), issuer=issuer, when=when), *proof
        )
        signed = telling(document, composer.texts(document), lambda quote: bool(SIGNS.search(quote)))
        signing = list(signed)[:1] if SIGNS.search(question) else []
        for item in [*proof, *(item for item in signing if item not in proof)]:
            composer.quote(item)
    return bool(documents)


def dates_of_making(composer: Composer, documents: Sequence[Document], question: str) -> bool:
    """Say when each of `documents` was adopted, signed or published, as asked. False when that is not recorded."""
    for document in documents:
        days = {"adopted": document.adopted, "signed": document.signed, "published": document.published}
        asked = [event for event, pattern in MADE.items() if pattern.search(question)]
        known = [(event, day) for event in asked if (day := days[event])]
        told = [f"{MADE_ZH[event]} {day_of(day, 'zh')}" for event, day in known]
        if composer.lang != "zh":
            told = [f"{event} on {day_of(day, 'en')}" for event, day in known]
        texts = composer.texts(document)
        found = [list(telling(document, texts, partial(_dates, day)))[:1] for _, day in known]
        proof = [item for items in found for item in items]
        if told:
            events = "，".join(told) if composer.lang == "zh" else ", ".join(told)
            composer.state(say(composer.lang, "dated", name=name_of(document, composer.lang), events=events), *proof)
        for item in proof:
            composer.quote(item)
    return bool(composer.lines)


def _dates(day: date, quote: str) -> bool:
    return day in find_dates(quote)


def consultations(composer: Composer) -> bool:
    """List what is open for comment; when nothing is, what closed last."""
    every = [
        item
        for item in (deadline(document, composer.as_of) for document in composer.catalogue.documents(composer.as_of))
        if item
    ]
    ordered = soonest_first(every)
    live = [item for item in ordered if item.state.takes_comments or item.state is State.UPCOMING]
    if not live:
        composer.state(say(composer.lang, "none_open", day=day_of(composer.day, composer.lang)))
    for item in live or ordered[:3]:
        _deadline(composer, item)
    return True


def documents_held(composer: Composer) -> bool:
    """List the documents of the corpus."""
    held = composer.catalogue.documents(composer.as_of)
    composer.state(say(composer.lang, "documents", count=str(len(held))))
    for document in held:
        status = status_of(document, composer.status_day(document), composer.lang)
        composer.state(f"- {document.title_in(composer.lang)} — {document.id} ({status})")
    return True


def sizes(composer: Composer, documents: Sequence[Document]) -> bool:
    """Say how many articles each of `documents` has, by the number of its last. False when none has any."""
    for document in documents:
        held = {int(match[1]): item for item in composer.texts(document) if (match := ARTICLE.match(item.eid))}
        if held:
            last = max(held)
            label = label_of(held[last], composer.lang)
            sentence = say(composer.lang, "size", name=name_of(document, composer.lang), count=str(last), label=label)
            composer.state(sentence, whole(document, held[last]))
            if document.incomplete:
                name = name_of(document, composer.lang)
                composer.note(
                    say(composer.lang, "incomplete", name=name, why=gap_of(document.incomplete, composer.lang))
                )
    return bool(composer.lines)


def answers_from_data(composer: Composer, intent: Intent, documents: Sequence[Document], question: str) -> bool:
    """Answer `intent` from data where it can be. False when the documents named do not allow it."""
    answers: dict[Intent, Callable[[], bool]] = {
        Intent.DEADLINE: lambda: deadlines(composer, documents, question),
        Intent.CHANNELS: lambda: channels(composer, documents, question),
        Intent.ISSUER: lambda: issuers(composer, documents, question),
        Intent.EFFECTIVE: lambda: effective_dates(composer, documents),
        Intent.IN_FORCE: lambda: in_force(composer, question),
        Intent.CONSULTATIONS: lambda: consultations(composer),
        Intent.DOCUMENTS: lambda: documents_held(composer),
        Intent.SIZE: lambda: sizes(composer, documents),
        Intent.DATED: lambda: dates_of_making(composer, documents, question),
        Intent.EVENTS: lambda: events(composer, question),
    }
    return answers[intent]() if intent in answers else False


def _period(composer: Composer, item: Deadline) -> bool:
    """Say for how many days comments were taken. False when the first or the last day is not known, or is to come."""
    document, lang = item.document, composer.lang
    consultation = document.consultation
    opens = (consultation.opens if consultation else None) or document.published
    closes = item.closes_at.date() if item.closes_at else None
    if not consultation or not opens or not closes or not item.state.is_over:
        return False
    proof = list(_stated(composer, document, consultation.stated_as, lambda quote: closes in find_dates(quote)))
    values = {
        "opens": day_of(opens, lang),
        "closes": day_of(closes, lang),
        "days": days_of((closes - opens).days, lang),
    }
    composer.state(say(lang, "period", name=name_of(document, lang), **values), *proof)
    return True


def _deadline(composer: Composer, item: Deadline) -> None:
    lang, document = composer.lang, item.document
    name = name_of(document, lang)
    withdrawal(composer, document)
    if item.state is State.WITHDRAWN and (item.days_left is None or item.days_left >= 0):
        composer.state(say(lang, "no_comments", name=name))
        return
    consultation = document.consultation
    closes_on = item.closes_at.date() if item.closes_at else None
    words = consultation.stated_as if consultation else ""
    proof = list(_stated(composer, document, words, lambda quote: closes_on in find_dates(quote)))
    if item.closes_at is None or item.days_left is None:
        composer.state(say(lang, "unknown", name=name), *proof)
        return
    closes, days = moment_of(item.closes_at, lang), days_of(abs(item.days_left), lang)
    if item.state.is_over:
        ago = (
            (f"已过{days}" if item.days_left else "就在今天")
            if lang == "zh"
            else (f"{days} ago" if item.days_left else "today")
        )
        sentence = say(lang, "closed", name=name, closes=closes, ago=ago)
    elif item.state is State.UPCOMING and consultation and consultation.opens:
        sentence = say(lang, "upcoming", name=name, opens=day_of(consultation.opens, lang), closes=closes)
    else:
        sentence = say(lang, "open", name=name, closes=closes, left=days)
    composer.state(sentence, *proof)
    for evidence in proof:
        composer.quote(evidence)
    for odd in (*(consultation.conflicts if consultation else ()), *item.cautions):
        composer.note(odd)


def _channel(composer: Composer, document: Document, channel: Channel) -> None:
    marking = ""
    if channel.required_marking:
        marking = (
            f"（须注明：{channel.required_marking}）"
            if composer.lang == "zh"
            else f" (to be marked: {channel.required_marking})"
        )
    contacts = CONTACT.findall(channel.address)
    proof = list(_stated(composer, document, channel.quote, lambda quote: any(item in quote for item in contacts)))
    fresh = [item for item in proof if item not in composer.used]
    kind = CHANNELS_ZH.get(channel.kind, channel.kind) if composer.lang == "zh" else channel.kind
    composer.state(f"- {kind}: {channel.address}{marking}", *proof)
    for item in fresh:
        composer.quote(item, lead="")


def _stated(composer: Composer, document: Document, words: str, tells: Callable[[str], bool]) -> Iterator[Evidence]:
    """Where the notice has `words`; in a text in the answer's own language rather the sentence that `tells` the same."""
    consultation = document.consultation
    if not consultation or not words:
        return
    held = composer.catalogue.variants(f"{document.id}#{consultation.evidence}", as_of=composer.as_of)
    own = [item for item in held if item.lang == composer.lang]
    if not any(words in item.text for item in own):
        for evidence in telling(document, own, tells):
            yield evidence
            return
    for provision in held:
        at = provision.text.find(words)
        if at >= 0:
            yield Evidence(document, provision, *_around(provision, at, at + len(words)))
            return


def _around(provision: Provision, start: int, end: int) -> tuple[int, int]:
    touched = [item for item in split_sentences(provision.text) if item.start < end and item.end > start]
    return touched[0].start, touched[-1].end


def _issuing(composer: Composer, document: Document, names: Sequence[str]) -> list[Evidence]:
    """The first sentence by which one of `names` issues the document, in the answer's own language if there is one."""

    def tells(quote: str) -> bool:
        return ISSUES.search(quote) is not None and any(name.casefold() in quote.casefold() for name in names)

    for lang in dict.fromkeys((composer.lang, "en")):
        for evidence in telling(document, composer.texts(document, lang), tells):
            return [evidence]
    return []
