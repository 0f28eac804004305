"""Show a document's outline, or one provision in every language held, read from the corpus folder: no index needed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from regbot.errors import UnknownRefError
from regbot.model import Document, Provision, TextKind, Version
from regbot.parse.items import subdivide
from regbot.workflows.documents import Listed, described, is_known
from regbot.workflows.refs import find_eid, split_ref
from regbot.workspace import Workspace

FIRST_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Outline:
    """A document with the provisions of one language, in reading order, and the versions held of it, oldest first.

    `replaced` are files with earlier texts of a version's own day, by (date, language) of the version.
    """

    listed: Listed
    version: Version
    versions: tuple[Version, ...]
    languages: tuple[str, ...]
    replaced: Mapping[tuple[date, str], tuple[Path, ...]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One provision. `texts[0]` is the one to read first; then further languages, summaries, older versions."""

    listed: Listed
    texts: tuple[Provision, ...]

    @property
    def provision(self) -> Provision:
        """The text to read first."""
        return self.texts[0]


def show(workspace: Workspace, ref: str, *, lang: str | None = None, history: bool = False) -> Outline | Shown:
    """What `ref` names: a document, or a provision of it (`doc#art_5`, `doc art 5`, `doc "Article 5"`).

    `history` adds every older version. Raises UnknownRefError with the nearest ref, CorpusError.
    """
    document_id, wanted = split_ref(ref, workspace.corpus.ids())
    document = known_document(workspace, document_id)
    versions = workspace.corpus.versions(document_id)
    day = workspace.as_of.date_in(document.timezone)
    current = current_versions(versions, day)
    if not current:
        held = ", ".join(sorted({str(version.date) for version in versions}))
        hint = f"versions held: {held}" if held else "run `regbot doctor`"
        raise UnknownRefError(f"the corpus has no text of {document_id} as of {day}", hint)
    languages = tuple(version.lang for version in current)
    if lang and lang not in languages and not wanted:
        raise UnknownRefError(f"{document_id} is not held in {lang!r}", f"languages held: {', '.join(languages)}")
    listed = described(document, workspace)
    if not wanted:
        chosen = next((item for item in current if item.lang == lang), current[0])
        replaced = {
            (item.date, item.lang): workspace.corpus.replaced(document_id, item.date, item.lang) for item in versions
        }
        return Outline(listed, chosen, versions, languages, replaced)
    eid = find_eid(document_id, wanted, current)
    older = [version for version in reversed(versions) if version not in current and version.date <= day]
    texts = variants(eid, [*current, *(older if history else ())])
    return Shown(listed, _in_language(texts, lang, f"{document_id}#{eid}"))


def current_versions(versions: Iterable[Version], day: date) -> tuple[Version, ...]:
    """In each language the newest version dated by `day`; English first."""
    by_language = {version.lang: version for version in sorted(versions, key=_date) if version.date <= day}
    return tuple(sorted(by_language.values(), key=lambda item: (item.lang != FIRST_LANGUAGE, item.lang)))


def variants(eid: str, versions: Iterable[Version]) -> tuple[Provision, ...]:
    """The provision `eid` in each of `versions`, then its summaries as texts of kind `summary`."""
    found: list[Provision] = []
    summaries: list[Provision] = []
    for version in versions:
        for provision in version.provisions:
            if provision.eid == eid:
                found.append(provision)
                summaries += summaries_of(provision)
            elif eid.startswith(f"{provision.eid}__"):
                found += part_of(provision, eid)
    return (*found, *summaries)


def part_of(provision: Provision, eid: str) -> list[Provision]:
    """The paragraph or item `eid` of a provision, as a text of its own; nothing when it has no such part."""
    nodes = [node for paragraph in subdivide(provision.text, provision.eid) for node in paragraph.walk()]
    return [
        replace(
            provision,
            eid=eid,
            label=f"{provision.label} {eid.removeprefix(provision.eid).replace('__', ' ').replace('_', ' ').strip()}",
            text=provision.text[node.start : node.end].strip(),
            summaries={},
        )
        for node in nodes
        if node.eid == eid
    ]


def summaries_of(provision: Provision) -> list[Provision]:
    """The provision's own-words summaries, each as a text of kind `summary` in its language."""
    return [
        replace(provision, kind=TextKind.SUMMARY, lang=lang, text=text, summaries={})
        for lang, text in provision.summaries.items()
    ]


def known_document(workspace: Workspace, document_id: str) -> Document:
    """The document of that id. Raises UnknownRefError for one the corpus lacks, or that was not yet published."""
    ids = workspace.corpus.ids()
    if document_id not in ids:
        near = difflib.get_close_matches(document_id, ids, n=1, cutoff=0.3)
        hint = f"did you mean {near[0]}?" if near else "run `regbot list` for the documents"
        raise UnknownRefError(f"the corpus has no document {document_id!r}", hint)
    document = workspace.corpus.document(document_id)
    if not is_known(document, workspace):
        day = workspace.as_of.date_in(document.timezone)
        raise UnknownRefError(f"{document_id} had not been published on {day}", "ask for a later day: `--as-of DATE`")
    return document


def _date(version: Version) -> date:
    return version.date


def _in_language(texts: tuple[Provision, ...], lang: str | None, ref: str) -> tuple[Provision, ...]:
    if not lang:
        return texts
    chosen = tuple(text for text in texts if text.lang == lang)
    if not chosen:
        held = ", ".join(sorted({text.lang for text in texts}))
        raise UnknownRefError(f"{ref} is not held in {lang!r}", f"languages held: {held}")
    return chosen + tuple(text for text in texts if text.lang != lang)
