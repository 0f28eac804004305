"""All that changed from a draft to what it became, in short: amended, dropped, new, and how much more there is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from regbot.ask.candidates import Retrieval
from regbot.ask.citations import Evidence
from regbot.ask.composer import Composer
from regbot.ask.phrases import name_of, say
from regbot.compare.align import Change, Kind, align
from regbot.compare.outcome import Verdict, verdict_on
from regbot.index.catalogue import Catalogue
from regbot.model import Answer, AsOf, Document, Provision
from regbot.parse.sentences import Sentence, split_sentences

DROPPED_ONLY = re.compile(r"\b(?:drop(?:s|ped)?|removed?|deleted?|le(?:ft|ave) out)\b|删|去掉|取消", re.IGNORECASE)
ADDED_ONLY = re.compile(r"\b(?:add(?:s|ed)?|new)\b|新增|增加", re.IGNORECASE)
NUMBERED = re.compile(r"[a-z]+_\d\w*")
MOST_AMENDED = 4
MOST_ALONE = 4
"""So many provisions of each sort are quoted in a summary of everything; a question for one sort alone gets all."""
KINDS = {
    "en": {Kind.AMENDED: "{} amended", Kind.DROPPED: "{} dropped", Kind.ADDED: "{} new"},
    "zh": {Kind.AMENDED: "另有{}条改动", Kind.DROPPED: "另有{}条未保留", Kind.ADDED: "另有{}条新增"},
}


def overall(asked: str, composer: Composer, retrieval: Retrieval, pair: tuple[Document, Document]) -> Answer | None:
    """The provisions amended, dropped and added from the first of `pair` to the second, or the sort `asked` for alone.

    None when nothing changed.
    """
    dropped, added = alone(composer, retrieval, pair)
    wants_dropped, wants_added = (pattern.search(asked) is not None for pattern in (DROPPED_ONLY, ADDED_ONLY))
    if wants_dropped or wants_added:
        if wants_dropped:
            _list(composer, "dropped", pair, dropped)
        if wants_added:
            _list(composer, "added", (pair[1], pair[0]), added)
        return composer.answered(1.0) if composer.lines else None
    amended = _amended(composer, pair)
    if amended:
        names = [name_of(document, composer.lang) for document in pair]
        composer.state(say(composer.lang, "amended", old=names[0], new=names[1]))
    for change in amended[:MOST_AMENDED]:
        for document, item, span in zip(pair, (change.old, change.new), _spans(change), strict=True):
            if item:
                composer.quote(Evidence(document, item, *span))
    _list(composer, "dropped", pair, dropped[:MOST_ALONE])
    _list(composer, "added", (pair[1], pair[0]), added[:MOST_ALONE])
    composer.relate(*(change.new.ref for change in amended[MOST_AMENDED:] if change.new))
    more = {
        Kind.AMENDED: len(amended) - MOST_AMENDED,
        Kind.DROPPED: len(dropped) - MOST_ALONE,
        Kind.ADDED: len(added) - MOST_ALONE,
    }
    counts = [KINDS[composer.lang][kind].format(count) for kind, count in more.items() if count > 0]
    if counts:
        command = f"regbot outcome {pair[0].id}"
        told = ("，" if composer.lang == "zh" else ", ").join(counts)
        composer.state(say(composer.lang, "more_changes", counts=told, command=command))
    return composer.answered(1.0) if composer.lines else None


def alone(
    composer: Composer, retrieval: Retrieval, pair: tuple[Document, Document]
) -> tuple[list[Provision], list[Provision]]:
    """The numbered provisions of the first document without a counterpart in the second, and the other way round."""
    draft, final = pair
    kinship, as_of = retrieval.kinship, retrieval.filters.as_of
    dropped = [item for item in numbered(composer, draft) if not kinship.heirs(draft.id, final.id, item.eid, as_of)]
    added = [item for item in numbered(composer, final) if not kinship.ancestors(draft.id, final.id, item.eid, as_of)]
    return dropped, added


def numbered(composer: Composer, document: Document) -> list[Provision]:
    """The document's numbered provisions that have a text, in reading order."""
    held = composer.catalogue.provisions(document.id, composer.lang, as_of=composer.as_of)
    return [item for item in held if item.text and NUMBERED.fullmatch(item.eid)]


def _amended(composer: Composer, pair: tuple[Document, Document]) -> list[Change]:
    """Each amended provision once: figures that became others first, then duties and scope, then mere wording."""
    changes = _aligned(composer.catalogue, pair[0].id, pair[1].id, composer.lang, composer.as_of)
    ordered = sorted((change for change in changes if change.kind is Kind.AMENDED), key=_weight)
    found: dict[str, Change] = {}
    for change in ordered:
        if change.old and NUMBERED.fullmatch(change.old.eid):
            found.setdefault(change.old.ref, change)
    return list(found.values())


def _aligned(catalogue: Catalogue, draft: str, final: str, lang: str, as_of: AsOf) -> tuple[Change, ...]:
    for tongue in dict.fromkeys((lang, "en")):
        held = [catalogue.provisions(document, tongue, as_of=as_of) for document in (draft, final)]
        old, new = ([item for item in side if item.lang == tongue] for side in held)
        if old and new:
            return align(old, new)
    return ()


def _weight(change: Change) -> int:
    if any(figure.old and figure.new for figure in change.figures):
        return 0
    verdict = verdict_on(change)[0]
    if verdict in (Verdict.TIGHTENED, Verdict.WEAKENED, Verdict.GENERALISED):
        return 1
    return 2 if verdict is Verdict.CHANGED else 3


def _spans(change: Change) -> tuple[tuple[int, int], tuple[int, int]]:
    """What to quote of both sides: the sentences with the figure that changed, else those that are most alike."""
    old, new = (item.text if item else "" for item in (change.old, change.new))
    for figure in change.figures:
        if figure.old and figure.new:
            places = old.find(figure.old.sentence), new.find(figure.new.sentence)
            if min(places) >= 0:
                return _whole(old, places[0]), _whole(new, places[1])
    pairs = [(mine, other) for mine in split_sentences(old) for other in split_sentences(new)]
    mine, other = max(pairs, key=lambda both: fuzz.token_set_ratio(_words(old, both[0]), _words(new, both[1])))
    return (mine.start, mine.end), (other.start, other.end)


def _words(text: str, sentence: Sentence) -> str:
    return text[sentence.start : sentence.end]


def _whole(text: str, place: int) -> tuple[int, int]:
    found = next(item for item in split_sentences(text) if place < item.end)
    return found.start, found.end


def _list(composer: Composer, phrase: str, pair: tuple[Document, Document], items: Sequence[Provision]) -> None:
    here, there = pair
    pieces = [Evidence(here, item, *_opening(item)) for item in items]
    if pieces:
        names = {"name": name_of(here, composer.lang), "other": name_of(there, composer.lang)}
        composer.state(say(composer.lang, phrase, **names))
    for piece in pieces:
        composer.quote(piece)


def _opening(provision: Provision) -> tuple[int, int]:
    first = split_sentences(provision.text)[0]
    return first.start, first.end
