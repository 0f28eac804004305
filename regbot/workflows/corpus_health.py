"""Whether the corpus folder parses, and whether what it says of itself is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from regbot.corpus.incoming import STAGING
from regbot.errors import CorpusError, RegbotError
from regbot.model import Document, Version
from regbot.parse.channels import EMAIL, URL
from regbot.paths import ways_to_fill
from regbot.track.deadlines import deadline
from regbot.workflows.check import Check, broken, ok, warn
from regbot.workspace import Workspace

NUMBERED = re.compile(r"(?P<unit>[a-z]+)_(?P<number>\d+)")
LOOK = "correct the file; corpus/README.md describes the format"
EMPTY = "the corpus holds no document"
OUTSIDE = frozenset(("amends", "supersedes", "delays", "extends", "withdraws"))
"""Relations to documents that nobody here need follow: a publisher amends, delays and withdraws also what is older."""


def check_corpus(workspace: Workspace) -> Iterator[Check]:
    """One check for each finding, and one that counts what is well."""
    corpus = workspace.corpus
    ids = set(corpus.ids())
    sound = 0
    for document_id in sorted(ids):
        try:
            document, versions = corpus.document(document_id), corpus.versions(document_id)
        except RegbotError as error:
            yield broken("corpus", error)
            continue
        found = deadline(document, workspace.as_of)
        findings = [
            *_gaps(document, versions),
            *_relations(document, ids),
            *(found.cautions if found else ()),
            *_addresses(document),
            *_consultation(document, versions),
        ]
        yield from (warn("corpus", f"{document_id}: {finding}", LOOK) for finding in findings)
        sound += not findings
    if not ids and workspace.paths.documents.is_dir():
        yield broken("corpus", CorpusError(EMPTY, ways_to_fill(workspace.paths.home)))
    for folder in workspace.paths.corpus.glob(f"{STAGING}*"):
        yield warn("corpus", f"{folder} is left over from an interrupted import", "delete that folder")
    yield ok("corpus", f"{sound} of {len(ids)} documents without a finding")


def _gaps(document: Document, versions: tuple[Version, ...]) -> Iterator[str]:
    if not versions:
        yield "it has no text"
    for version in versions:
        where = f"{version.date}.{version.lang}.md"
        numbers: dict[str, set[int]] = {}
        for provision in version.provisions:
            found = NUMBERED.fullmatch(provision.eid)
            if found:
                numbers.setdefault(found["unit"], set()).add(int(found["number"]))
            if not provision.text and not provision.gap and not provision.heading and not provision.label:
                yield f"{where}: {{#{provision.eid}}} is empty and no gap is declared"
        for unit, held in numbers.items():
            missing = sorted(set(range(1, max(held) + 1)) - held)
            if missing and not document.incomplete:
                yield f"{where}: {unit} {', '.join(map(str, missing[:10]))} missing and no gap is declared"


def _relations(document: Document, ids: set[str]) -> Iterator[str]:
    for relation in document.relations:
        if relation.target not in ids and relation.type not in OUTSIDE:
            yield f"{relation.type} {relation.target}, which the corpus does not hold"


def _addresses(document: Document) -> Iterator[str]:
    for channel in document.consultation.channels if document.consultation else ():
        named, kept = _contacts(channel.quote), _contacts(channel.address)
        if named and not kept <= named:
            yield f"comments go to {channel.address!r}, but its source says “{channel.quote}”"


def _contacts(text: str) -> set[str]:
    sites = (urlsplit(url if "://" in url else f"//{url}").hostname or url for url in URL.findall(text))
    return {*(address.lower() for address in EMAIL.findall(text)), *(site.removeprefix("www.") for site in sites)}


def _consultation(document: Document, versions: tuple[Version, ...]) -> Iterator[str]:
    consultation = document.consultation
    if not consultation or not consultation.evidence:
        return
    texts = [item.text for version in versions for item in version.provisions if item.eid == consultation.evidence]
    if not texts:
        yield f"the evidence of its consultation, {consultation.evidence!r}, is no provision of it"
        return
    quotes = [consultation.stated_as, *(channel.quote for channel in consultation.channels)]
    for quote in quotes:
        if quote and not any(quote in text for text in texts):
            yield f"“{quote}” does not stand in #{consultation.evidence}"
