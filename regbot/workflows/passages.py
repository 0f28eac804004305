"""Which provisions a worry is about, and what the law in force and comparable rules say: found, never made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regbot import wording
from regbot.compare.likeness import NUMBERED
from regbot.draft.comment import Comment
from regbot.draft.questions import Choice
from regbot.errors import SearchIndexError
from regbot.index.tokens import tokens
from regbot.model import Document, DocumentKind, LegalStatus, Provision, TextKind
from regbot.parse.sentences import split_sentences
from regbot.workflows.documents import is_known
from regbot.workflows.letters import current_texts
from regbot.workflows.show import variants
from regbot.workspace import Workspace

MOST_PROVISIONS, MOST_BACKGROUND = 8, 3
BENEATH = ("based_on", "amends", "interprets")
LEGAL = (DocumentKind.LAW, DocumentKind.RULE, DocumentKind.INTERPRETATION, DocumentKind.DRAFT)
NEAR = 0.5
"""A rule of the background is shown when it is at least this share as near as the nearest one."""
STEPS = 2
"""Relations from one document to another that still make them comparable."""


def concerned(workspace: Workspace, document: Document, comment: Comment) -> tuple[tuple[Choice, ...], str]:
    """The document's provisions that the comment's worry concerns, nearest first, each with its nearest sentence.

    Without a worry, or an index, it is all of them in reading order, and the second value says why.
    """
    held = _texts(workspace, document, comment.lang)
    if not comment.worry.strip():
        return _choices(held.values(), (), ""), "You said nothing of a worry: these are all its provisions."
    try:
        hits = workspace.index.search(comment.worry, workspace.filters((document.id,)), limit=4 * MOST_PROVISIONS)
    except SearchIndexError:
        return _choices(held.values(), (), ""), "There is no index to search, so these are all its provisions."
    found = [held[hit.provision.eid] for hit in hits if hit.provision.eid in held]
    if not found:
        return _choices(held.values(), (), ""), "No provision fits your words: these are all."
    return _choices(found[:MOST_PROVISIONS], _words(comment.worry), comment.worry, workspace), ""


def background(workspace: Workspace, document: Document, query: str, lang: str) -> tuple[Choice, ...]:
    """Provisions of the law beneath and of comparable rules that `query` is about: law in force first."""
    if not query.strip():
        return ()
    related = related_documents(workspace, document)
    try:
        hits = (
            workspace.index.search(query, workspace.filters(tuple(related)), limit=4 * MOST_BACKGROUND)
            if related
            else []
        )
    except SearchIndexError:
        return ()
    texts = {name: _texts(workspace, item, lang) for name, item in related.items()}
    found = [
        (related[hit.provision.document], text)
        for hit in hits
        if hit.score >= NEAR * hits[0].score
        for text in [texts[hit.provision.document].get(hit.provision.eid)]
        if text
    ]
    law = [pair for pair in found if _status(workspace, pair[0]) is LegalStatus.IN_FORCE]
    ordered = [*law, *(pair for pair in found if pair not in law)][:MOST_BACKGROUND]
    return tuple(
        Choice(
            text.ref,
            f"{text.label} {text.heading}".strip() + f", {other.short_title or other.title_in(lang[:2])}",
            text=nearest_sentence(workspace, query, text),
            ref=text.ref,
            note=wording.STATUS[_status(workspace, other)],
        )
        for other, text in ordered
    )


def beneath(workspace: Workspace, document: Document) -> Iterator[Provision]:
    """Every provision of the documents that `document` rests on, as of the moment asked from, in every language."""
    ids = set(workspace.corpus.ids())
    for target in (target for relation in BENEATH for target in document.related(relation)):
        if target in ids:
            for version in current_texts(workspace, workspace.corpus.document(target)):
                yield from version.provisions


def related_documents(workspace: Workspace, document: Document) -> dict[str, Document]:
    """Laws, rules and drafts within two relations of `document`, either way, that were known by then, by id.

    What relates two of them may be younger: a chronicle written since, for example.
    """
    held = {item.id: item for item in workspace.corpus.documents()}
    reached, edge = {document.id}, {document.id}
    for _ in range(STEPS):
        targets = {relation.target for name in edge for relation in held[name].relations if relation.target in held}
        sources = {item.id for item in held.values() if any(relation.target in edge for relation in item.relations)}
        edge = (targets | sources) - reached
        reached |= edge
    others = (held[name] for name in sorted(reached - {document.id}))
    return {other.id: other for other in others if other.kind in LEGAL and is_known(other, workspace)}


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences and list items of a provision, each an exact part of it."""
    return tuple(text[sentence.start : sentence.end] for sentence in split_sentences(text))


def nearest_sentence(workspace: Workspace, query: str, provision: Provision) -> str:
    """The provision's sentence that comes nearest to `query`; its first where none does."""
    sentences = sentences_of(provision.text)
    if len(sentences) < 2:
        return next(iter(sentences), "")
    cosines = workspace.index.meaning.similarity(query, sentences)
    wanted = _words(query)
    scores = [cosine + _overlap(wanted, sentence) for cosine, sentence in zip(cosines, sentences, strict=True)]
    return sentences[scores.index(max(scores))]


def _choices(
    provisions: Iterable[Provision], words: Iterable[str], query: str, workspace: Workspace | None = None
) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            str(at),
            f"{item.label} {item.heading}".strip(),
            text=nearest_sentence(workspace, query, item)
            if workspace and words
            else next(iter(sentences_of(item.text)), ""),
            ref=item.ref,
        )
        for at, item in enumerate(provisions, 1)
    )


def _texts(workspace: Workspace, document: Document, lang: str) -> dict[str, Provision]:
    """The document's numbered provisions by eid, in `lang` where held; all of them where none bears a number."""
    versions = sorted(current_texts(workspace, document), key=lambda version: version.lang != lang[:2])
    eids = dict.fromkeys(item.eid for version in versions for item in version.provisions if item.text.strip())
    numbered = [eid for eid in eids if NUMBERED.fullmatch(eid)] or list(eids)
    found = ((eid, [text for text in variants(eid, versions) if text.kind is not TextKind.SUMMARY]) for eid in numbered)
    return {eid: next(text for text in texts if text.text.strip()) for eid, texts in found}


def _status(workspace: Workspace, document: Document) -> LegalStatus:
    return document.status_on(workspace.as_of.date_in(document.timezone))


def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _overlap(wanted: frozenset[str], sentence: str) -> float:
    """Share of the wanted words that the sentence has, 0 to 1."""
    return len(wanted & _words(sentence)) / len(wanted) if wanted else 0.0
