"""Compare two documents or two versions of one; tell what a consultation came to. No index needed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from regbot import wording
from regbot.compare.compare import Comparison, Side, compare, versions_to_compare
from regbot.compare.export import outcome_html, outcome_markdown
from regbot.compare.outcome import Outcome, outcome
from regbot.errors import ConfigError, UnknownRefError
from regbot.model import AsOf, Document, Version
from regbot.sanitise import plain
from regbot.workflows.documents import Listed, described, is_known
from regbot.workflows.refs import find_eid, split_ref
from regbot.workflows.show import known_document
from regbot.workspace import Workspace

FOLLOWED = ("finalised_by", "finalises")
"""What a draft declares of its final text, and the final text of its draft."""


def compare_documents(
    workspace: Workspace, old: str, new: str, *, lang: str = "", topic: str = "", refs: Iterable[str] = ()
) -> Comparison:
    """Compare `old` with `new`: document ids, or `id@2023-08-08` for the text as it stood on that day.

    Without a day it is the newest text of the moment asked from, in English if both sides have it. `topic` and `refs`
    (`document#eid`, or in words: `document article 5`) narrow what is told, not what is aligned.
    Raises UnknownRefError for what was not there at that moment, ConfigError for a topic that neither side has.
    """
    listed, sides = _sides(workspace, old, new, lang)
    _check_topic(topic, sides)
    found = compare(*sides, topic=topic, refs=tuple(_eids(refs, sides)))
    later = dict.fromkeys(note for item in listed for note in notes_of_force(item))
    return replace(found, notes=(*found.notes, *later))


def outcome_of(workspace: Workspace, document_id: str, *, final: str = "", lang: str = "", topic: str = "") -> Outcome:
    """What the consultation on a document came to, by topic; `final` names the later text if relations do not.

    The document may be the draft or its final text. Raises UnknownRefError when no final text had been published by the
    moment asked from, ConfigError for an unknown topic.
    """
    draft, later = (document_id, final) if final else final_pair(workspace, document_id)
    return outcome(compare_documents(workspace, draft, later, lang=lang, topic=topic))


def withdrawn(workspace: Workspace, document_id: str) -> Listed | None:
    """The document with its `withdrawal`, if something withdrew it and no text followed; else None. Raises UnknownRefError."""
    document = known_document(workspace, _split(document_id)[0])
    listed = described(document, workspace)
    followed = any(_related(workspace, document, *pair) for pair in (FOLLOWED, reversed(FOLLOWED)))
    return listed if listed.withdrawal and not followed else None


def notes_of_force(listed: Listed) -> Iterator[str]:
    """What later documents made of the force of one, a sentence each, with their words."""
    for told, change in zip(listed.told_of_force, listed.changes, strict=True):
        yield f"{listed.document.name}: {told}" + (f": “{change.quote}”" if change.quote else ".")


def outcome_as_markdown(found: Outcome, as_of: AsOf) -> str:
    """The outcome as a Markdown file that says which day it speaks for."""
    return plain(f"{outcome_markdown(found)}\nAs the corpus stood on {as_of.date}.\n")


def outcome_as_html(found: Outcome, as_of: AsOf) -> str:
    """The outcome as one HTML page that says which day it speaks for."""
    page, end, rest = outcome_html(found).rpartition("</body>")
    return plain(f"{page}<p>As the corpus stood on {as_of.date}.</p>\n{end}{rest}")


def final_pair(workspace: Workspace, document_id: str) -> tuple[str, str]:
    """The draft and its final text, of which `document_id` is one. Raises UnknownRefError."""
    document = known_document(workspace, _split(document_id)[0])
    later = _related(workspace, document, *FOLLOWED)
    if later:
        return document_id, later[0]
    earlier = _related(workspace, document, *reversed(FOLLOWED))
    if earlier:
        return earlier[0], document_id
    gone = described(document, workspace).withdrawal
    if gone:
        hint = f"`regbot show {gone.by}` shows what withdrew it"
        raise UnknownRefError(f"{document.id} was {wording.force_change(document, gone)}: it has no final text", hint)
    day = workspace.as_of.date_in(document.timezone)
    raise UnknownRefError(
        f"no final text of {document.id} is in the corpus as of {day}",
        "name it: `regbot outcome DOCUMENT --final ID`, or ask for a later day: `--as-of DATE`",
    )


def _related(workspace: Workspace, document: Document, here: str, there: str) -> list[str]:
    """Ids of the documents known by then that stand to `document` as either of them declares."""
    known = {item.id: item for item in workspace.corpus.documents() if is_known(item, workspace)}
    declared = [target for target in document.related(here) if target in known]
    return list(dict.fromkeys([*declared, *(item.id for item in known.values() if document.id in item.related(there))]))


def _sides(workspace: Workspace, old: str, new: str, lang: str) -> tuple[tuple[Listed, ...], tuple[Side, Side]]:
    """Both documents and their texts, each document with the legal status that it has at the moment asked from."""
    listed, texts = zip(*(_texts(workspace, wanted) for wanted in (old, new)), strict=True)
    versions = versions_to_compare(texts[0], texts[1], lang)
    documents = [replace(item.document, legal_status=item.legal_status) for item in listed]
    return listed, (Side(documents[0], versions[0]), Side(documents[1], versions[1]))


def _texts(workspace: Workspace, wanted: str) -> tuple[Listed, list[Version]]:
    """A document and its versions by the day that `wanted` names, else by the day asked from."""
    document_id, day = _split(wanted)
    document = known_document(workspace, document_id)
    today = workspace.as_of.date_in(document.timezone)
    held = workspace.corpus.versions(document_id)
    if day and day > today:
        raise UnknownRefError(f"{day} is after {today}, the day asked from", "ask for a later day: `--as-of DATE`")
    texts = [version for version in held if version.date <= (day or today)]
    if not texts:
        dates = ", ".join(sorted({str(version.date) for version in held}))
        raise UnknownRefError(
            f"the corpus has no text of {document_id} as of {day or today}", f"versions held: {dates or 'none'}"
        )
    return described(document, workspace), texts


def _split(wanted: str) -> tuple[str, date | None]:
    document_id, _, stated = wanted.partition("@")
    if not stated:
        return document_id, None
    try:
        return document_id, date.fromisoformat(stated)
    except ValueError as error:
        hint = f"for example {document_id}@2023-08-08"
        raise ConfigError(f"{wanted!r}: {stated!r} is no date", hint) from error


def _check_topic(topic: str, sides: Sequence[Side]) -> None:
    topics = sorted({name for side in sides for item in side.version.provisions for name in item.topics})
    if topic and topic not in topics:
        near = difflib.get_close_matches(topic, topics, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]}?" if near else f"topics: {', '.join(topics) or 'none'}"
        raise ConfigError(f"neither text has the topic {topic!r}", hint)


def _eids(refs: Iterable[str], sides: Sequence[Side]) -> Iterator[str]:
    """Each of `refs` as `document#eid`, or a bare document id."""
    texts = {side.document.id: side.version for side in sides}
    for ref in refs:
        document, wanted = split_ref(ref, texts)
        if document not in texts:
            raise UnknownRefError(f"{ref!r} is in neither text", f"begin it with {' or '.join(texts)}")
        yield f"{document}#{find_eid(document, wanted, [texts[document]])}" if wanted else document
