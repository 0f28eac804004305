"""A consultation that takes no more comments: what took its place, and what a person can still do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regbot.model import Act, Document, DocumentKind, LegalStatus, Provision, TextKind
from regbot.parse.sentences import split_sentences
from regbot.track.deadlines import Deadline
from regbot.workflows.documents import Listed, described, is_known
from regbot.workflows.letters import current_texts
from regbot.workspace import Workspace

REMEDY = re.compile(
    r"\b(?:any|every|each|an?|the) (?:\w+,? (?:or |and )?){0,6}(?:individual|person|organi[sz]ation|citizen"
    r"|consumer|data subject|someone|anyone)s?\b[^.;\n]{0,80}"
    r"\b(?:may|can|shall have the right to|ha(?:s|ve) the right to"
    r"|is entitled to)\b[^.;\n]{0,40}\b(?:complain|complaint|report|lodge|object)"
    r"|\banyone\b[^.;\n]{0,40}\bmay (?:complain|report)|任何(?:组织|个人|单位)[^。；\n]{0,60}(?:投诉|举报"
    r"|检举)|(?:有权|可以)[^。；\n]{0,30}(?:投诉|举报)",
    re.IGNORECASE,
)
BENEATH = ("based_on", "amends", "interprets")
MOST = 3


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way that is still open: the provision in force that gives it, and its own words for it."""

    document: Document
    provision: Provision
    quote: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed consultation. `sequel` took its place, as far as the corpus knows; `remedies` are ways in force."""

    deadline: Deadline
    sequel: Document | None
    sequel_status: LegalStatus | None
    remedies: tuple[Remedy, ...]

    @property
    def is_withdrawal(self) -> bool:
        """Whether `sequel` is what withdrew the document."""
        changes = self.deadline.document.force_changes
        return self.sequel is not None and (Act.WITHDRAWS, self.sequel.id) in [(item.act, item.by) for item in changes]


def closed(workspace: Workspace, listed: Listed) -> Closed | None:
    """What there is to say of a consultation that is over at the moment asked from; None while it is not."""
    found = listed.deadline
    if found is None or not found.state.is_over:
        return None
    sequel = workspace.corpus.document(listed.superseded_by) if listed.superseded_by else None
    status = sequel.status_on(workspace.as_of.date_in(sequel.timezone)) if sequel else None
    remedies = tuple(_remedies(workspace, listed.document, sequel))[:MOST]
    return Closed(found, sequel, status, remedies)


def _remedies(workspace: Workspace, document: Document, sequel: Document | None) -> Iterator[Remedy]:
    """From what took its place first, then from the law beneath either: one a document, in force at that moment."""
    ids = set(workspace.corpus.ids())
    names = [sequel.id] if sequel else []
    names += [name for held in (sequel, document) if held for kind in BENEATH for name in held.related(kind)]
    for name in dict.fromkeys(name for name in names if name in ids):
        held = workspace.corpus.document(name)
        if (
            described(held, workspace).legal_status is LegalStatus.IN_FORCE
            and held.kind is not DocumentKind.NEWS
            and is_known(held, workspace)
        ):
            yield from _remedy(workspace, held)


def _remedy(workspace: Workspace, document: Document) -> Iterator[Remedy]:
    for version in current_texts(workspace, document):
        for provision in version.provisions:
            if provision.kind is TextKind.SUMMARY:
                continue
            for sentence in split_sentences(provision.text):
                words = provision.text[sentence.start : sentence.end]
                if REMEDY.search(words):
                    yield Remedy(document, provision, words)
                    return
