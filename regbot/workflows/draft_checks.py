"""Run every check on a draft, with all that the corpus knows about what it is about."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from regbot.draft.channels import Route, route_for
from regbot.draft.checks import run_checks
from regbot.draft.checks.finding import AgencyQuestion, Facts, Finding, Level
from regbot.draft.checks.personal import redacted
from regbot.draft.checks.questions import agency_questions
from regbot.draft.checks.similarity import own_text
from regbot.draft.comment import Comment
from regbot.draft.export.sendable import sendable
from regbot.errors import DraftError
from regbot.model import Provision, TextKind, Version
from regbot.workflows.closed import Closed, closed
from regbot.workflows.documents import Listed, described
from regbot.workflows.drafts import drafts_of, load_draft, read_draft, save_draft
from regbot.workflows.letters import REF, current_texts, gather
from regbot.workflows.show import known_document, variants
from regbot.workspace import Workspace

TAKEN_IN = {
    "cn": ("zh",),
    "us": ("en",),
    "uk": ("en",),
    "gb": ("en",),
    "eu": (
        *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"),
        *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
    ),
}
"""Languages in which authorities of a jurisdiction work, by the corpus's folder names; where none is known, none is told."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found, what blocks first. `channel` is the kind checked for, empty where there is none."""

    draft: str
    consultation: str
    channel: str
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing blocks the comment."""
        return not any(finding.level is Level.BLOCK for finding in self.findings)


class Checker:
    """Checks of drafts on one consultation. What the corpus says of it is read once: make a new one when that changes.

    Raises UnknownRefError for a consultation that the corpus lacks.
    """

    def __init__(self, workspace: Workspace, consultation: str) -> None:
        self._workspace = workspace
        self._document = known_document(workspace, consultation)
        self._others: dict[str, tuple[int, str]] = {}

    def check(self, comment: Comment, channel: str = "") -> Report:
        """Check `comment` as it is now, saved or not, for `channel`, else its own, else the one to prefer."""
        facts = self.facts(comment, channel)
        kind = facts.route.kind if facts.route else ""
        return Report(comment.id, comment.consultation, kind, run_checks(comment, facts))

    def facts(self, comment: Comment, channel: str = "") -> Facts:
        """All that the checks look at."""
        wanted = channel or comment.channel
        route, problem = self._route(wanted)
        material = gather(self._workspace, comment, wanted if route else None)
        over = self._closed
        return Facts(
            document=self._document,
            as_of=self._workspace.as_of,
            deadline=self._listed.deadline,
            ready=sendable(material),
            route=route,
            route_problem=problem,
            present=dict(self._present(comment)),
            quoted=material.texts,
            eids=self._eids,
            public=self._public,
            questions=self._questions,
            other_drafts=tuple(self._other_drafts(comment.id)),
            files={path: _size(path) for path in comment.attachments},
            languages=TAKEN_IN.get(self._document.jurisdiction.split("-")[0], ()),
            sequel=_sequel(over),
            remedies=_remedies(over),
        )

    @cached_property
    def _texts(self) -> tuple[Version, ...]:
        return current_texts(self._workspace, self._document)

    @cached_property
    def _listed(self) -> Listed:
        return described(self._document, self._workspace)

    @cached_property
    def _closed(self) -> Closed | None:
        return closed(self._workspace, self._listed)

    @cached_property
    def _eids(self) -> frozenset[str]:
        return frozenset(provision.eid for version in self._texts for provision in version.provisions)

    @cached_property
    def _public(self) -> str:
        consultation = self._document.consultation
        channels = consultation.channels if consultation else ()
        said = [provision.text for version in self._texts for provision in version.provisions]
        if not said:
            said = [channel.quote for channel in channels]
        summaries = [text for version in self._texts for item in version.provisions for text in item.summaries.values()]
        addresses = [f"{channel.address}\n{channel.instructions}" for channel in channels]
        return "\n".join([*said, *summaries, *addresses])

    @cached_property
    def _questions(self) -> tuple[AgencyQuestion, ...]:
        return agency_questions(self._texts[0].provisions) if self._texts else ()

    def _route(self, wanted: str) -> tuple[Route | None, str]:
        try:
            return route_for(self._document, wanted), ""
        except DraftError as error:
            return None, f"{error.message}; {error.hint}"

    def _present(self, comment: Comment) -> Iterator[tuple[str, tuple[Provision, ...]]]:
        """The present texts of each ref; a document that the corpus lacks has none."""
        refs = [point.anchor.ref for point in comment.points if point.anchor]
        refs += [item.strip() for point in comment.points for item in point.evidence if REF.fullmatch(item.strip())]
        held = {self._document.id: self._texts}
        ids = self._workspace.corpus.ids() if any(ref.partition("#")[0] not in held for ref in refs) else []
        for ref in dict.fromkeys(refs):
            document_id, _, eid = ref.partition("#")
            if document_id not in held and document_id in ids:
                held[document_id] = current_texts(self._workspace, self._workspace.corpus.document(document_id))
            texts = variants(eid, held.get(document_id, ()))
            yield ref, tuple(text for text in texts if text.kind is not TextKind.SUMMARY)

    def _other_drafts(self, draft_id: str) -> Iterator[tuple[str, str]]:
        """What the person says in each of their other drafts; read again only when its file changed."""
        drafts = drafts_of(self._workspace)
        for name in drafts.ids():
            if name == draft_id:
                continue
            try:
                changed = drafts.path(name).stat().st_mtime_ns
                if self._others.get(name, (0, ""))[0] != changed:
                    self._others[name] = changed, own_text(drafts.read(name).comment)
            except (DraftError, OSError):
                continue
            yield name, self._others[name][1]


def check_draft(workspace: Workspace, draft_id: str, channel: str = "") -> Report:
    """Check a saved draft for `channel`, else its own, else the one to prefer. Raises DraftError, UnknownRefError."""
    comment = load_draft(workspace, draft_id)
    return Checker(workspace, comment.consultation).check(comment, channel)


def _size(path: str) -> int | None:
    try:
        return os.stat(os.path.expanduser(path)).st_size  # noqa: PTH111, PTH116  any string is a path here
    except (OSError, ValueError):
        return None


def _sequel(over: Closed | None) -> str:
    if over is None or over.sequel is None:
        return ""
    did = "withdrew it" if over.is_withdrawal else "took its place"
    return f"{over.sequel.name} ({over.sequel.id}) {did}."


def _remedies(over: Closed | None) -> str:
    if over is None or not over.remedies:
        return ""
    first = over.remedies[0]
    words = " ".join(first.quote.split())
    return f"what can still be done: {first.provision.ref} says “{words[:300]}”; the draft is kept as practice"


def redact_draft(workspace: Workspace, draft_id: str, channel: str = "") -> int:
    """Take out of a saved draft every place that a check found removable and warned of, placeholders excepted; gives how
    many. The state before stays in the history. Raises DraftError.
    """
    stored = read_draft(workspace, draft_id)
    checker = Checker(workspace, stored.comment.consultation)
    comment, gone = stored.comment, 0
    while places := _removable(checker.check(comment, channel)):
        for place in sorted(places, key=lambda item: item.start, reverse=True):
            comment = redacted(comment, place)
        gone += len(places)
    if gone:
        save_draft(workspace, comment, stored.sha256)
    return gone


def _removable(report: Report) -> list[Finding]:
    """What may be taken out at once, one item of evidence a point: the others' numbers change when it is empty."""
    found = [item for item in report.findings if item.removable and item.level is not Level.NOTE and item.id != "C23"]
    first = {
        item.where.partition(".evidence.")[0]: item.where for item in reversed(found) if ".evidence." in item.where
    }
    return [item for item in found if item.where == first.get(item.where.partition(".evidence.")[0], item.where)]
