"""The app's side of the core: plain blocking calls, made in workers only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from regbot.errors import IndexMissingError, SearchIndexError, UnknownRefError
from regbot.model import Answer, LegalStatus, Outcome
from regbot.sanitise import one_line
from regbot.tui import text
from regbot.tui.builder import Builder
from regbot.tui.examples import examples, first_binding, follow_ups
from regbot.tui.history import Asked, History
from regbot.tui.views import HomeView, Library, Page, Place, Reply

if TYPE_CHECKING:
    from regbot.ask.conversation import Conversation
    from regbot.compare.compare import Comparison
    from regbot.index.retrieve import Index
    from regbot.model import Version
    from regbot.tui.pairs import Pair
    from regbot.workflows.documents import Listed
    from regbot.workflows.show import Outline
    from regbot.workflows.tracking import Tracker
    from regbot.workspace import Workspace

LOADING = "the model is still being loaded"
ORDER = (
    LegalStatus.NOT_YET_IN_FORCE,
    LegalStatus.IN_FORCE,
    LegalStatus.DRAFT,
    LegalStatus.SUPERSEDED,
    LegalStatus.REPEALED,
    LegalStatus.NEWS,
)


@dataclass(frozen=True, slots=True)
class IndexState:
    """What `open_index` found. `usable`: questions can be asked; `stale`: it has to be built, for the `reason`."""

    usable: bool
    stale: bool
    reason: str = ""


class Session:
    """One workspace as the app sees it. Every method may block and raise RegbotError."""

    def __init__(self, workspace: Workspace, *, builds: bool = True) -> None:
        self.workspace = workspace
        self.builds = builds
        self.builder = Builder(workspace)
        self.history = History(workspace.paths.home / "history.jsonl")
        self._index: Index | None = None
        self._conversation: Conversation | None = None
        self._asking = Lock()
        self._opened = workspace.as_of.now, monotonic()
        self._forget = False
        self.outline = lru_cache(maxsize=16)(self._outline)

    def library(self) -> Library:
        """Documents: open for comment first, then binding, drafts, news; newest first in each. Raises CorpusError."""
        from regbot.workflows.documents import list_documents

        listed = tuple(sorted(list_documents(self.workspace), key=_rank))
        first = first_binding(listed)
        provisions = self.outline(first.document.id).version.provisions if first else ()
        return Library(listed, tuple(one_line(question) for question in examples(listed, provisions)))

    def home(self) -> HomeView:
        """What is open, what changed since the person was here last, the drafts. Raises CorpusError, ConfigError."""
        from regbot.tui.homeview import home_view

        return home_view(self.workspace, self.history.entries())

    def tick(self) -> None:
        """Let the clock go on: the moment asked from is the one the app was opened at, and the time that has passed."""
        opened, began = self._opened
        now = opened + timedelta(seconds=monotonic() - began)
        self.workspace.as_of = replace(self.workspace.as_of, now=now)

    @property
    def day(self) -> str:
        """The day looked at in words; empty for today."""
        return text.day(self.workspace.as_of.day)

    def look_at(self, day: date | None) -> None:
        """Look at the corpus as it stood on `day`, None for today. The conversation begins anew."""
        self.workspace.as_of = replace(self.workspace.as_of, day=day)
        self.outline.cache_clear()
        self.forget()

    @property
    def usable(self) -> bool:
        """Whether questions can be asked."""
        return self._index is not None

    def open_index(self) -> IndexState:
        """Open what is published, if it can be, and say whether it must be built. Raises CorpusError."""
        from regbot.index.generation import State
        from regbot.index.manifest import EncoderKind
        from regbot.workflows.indexing import index_status

        status = index_status(self.workspace)
        try:
            self.reopen_index()
        except SearchIndexError as error:
            return IndexState(usable=False, stale=True, reason=error.message)
        for_words_alone = status.manifest is not None and status.manifest.encoder is EncoderKind.NONE
        return IndexState(usable=True, stale=status.state is not State.CURRENT or for_words_alone, reason=status.reason)

    def reopen_index(self) -> None:
        """Ask the newest published index from now on; the conversation goes on. Raises SearchIndexError."""
        index = self.workspace.reopen_index()
        with self._asking:
            former, self._index = self._index, index
            if self._conversation:
                self._conversation = self._conversation.onto(index)
            if former:
                former.close()
        self.outline.cache_clear()

    def load_model(self) -> str:
        """Load vectors and model. Returns why a search goes by words alone, empty if it does not."""
        if self._index is None:
            raise IndexMissingError("no index has been built yet")
        self._index.meaning.load()
        return self._index.meaning.missing

    def ask(self, question: str) -> Reply:
        """Answer in the light of what was asked before; by words alone while the model is not loaded.

        Raises ConfigError, SearchIndexError.
        """
        from regbot.index.retrieve import Mode
        from regbot.workflows.ask import filters

        with self._asking:
            if self._index is None:
                raise IndexMissingError("no index has been built yet")
            if self._conversation is None:
                self._conversation = self.workspace.conversation()
            if self._forget:
                self._conversation.reset()
                self._forget = False
            warm = self._index.meaning.warm
            mode = Mode.HYBRID if warm else Mode.LEXICAL
            answer = self._conversation.ask(question, filters(self.workspace), mode=mode)
            why = self._index.meaning.missing if warm else "the model is still being loaded"
        self.history.add(Asked(self.workspace.as_of.now, question, answer.outcome is Outcome.ANSWERED))
        places = self._places(answer)
        return Reply(answer, places, why, follow_ups(answer, places))

    def forget(self) -> None:
        """Have the next question begin a new conversation. Does not block."""
        self._forget = True

    def page(self, ref: str) -> Page:
        """A provision with its neighbours. Raises UnknownRefError, CorpusError."""
        from regbot.workflows.show import Shown, show

        document, _, eid = ref.partition("#")
        outline = self.outline(document)
        eids = [provision.eid for provision in outline.version.provisions]
        eid = _holder(eid, eids)
        shown = show(self.workspace, f"{document}#{eid}")
        if not isinstance(shown, Shown) or eid not in eids:
            raise UnknownRefError(f"there is no provision {ref!r}")
        number = eids.index(eid)
        around = (None, *outline.version.provisions, None)
        return Page(
            listed=shown.listed,
            texts=shown.texts,
            number=number + 1,
            count=len(eids),
            previous=around[number],
            next=around[number + 2],
            notice=outline.version.notice,
        )

    def texts(self, document: str) -> tuple[Version, ...]:
        """The newest text of a document in each language. Raises UnknownRefError, CorpusError."""
        from regbot.workflows.show import current_versions

        outline = self.outline(document)
        day = self.workspace.as_of.date_in(outline.listed.document.timezone)
        return current_versions(outline.versions, day)

    def named(self, words: str) -> str:
        """The id of the document that `words` name, by id or in its titles. Raises UnknownRefError."""
        from regbot.workflows.documents import list_documents

        wanted = words.casefold().split()
        listed = [item.document for item in list_documents(self.workspace)]
        for document in listed:
            if document.id == words:
                return document.id
        for document in listed:
            names = " ".join((document.id, document.name, *document.title.values())).casefold()
            if all(word in names for word in wanted):
                return document.id
        raise UnknownRefError(f"no document is called {words!r}", "press F3: it lists every document")

    def pair(self, ref: str) -> tuple[str, str]:
        """The draft and the final text of which the document of `ref` is one. Raises UnknownRefError."""
        from regbot.workflows.comparing import final_pair

        return final_pair(self.workspace, ref.partition("#")[0])

    def pairs(self) -> tuple[Pair, ...]:
        """What can be compared, what belongs together first. Raises CorpusError."""
        from regbot.tui.pairs import pairs

        return pairs(self.workspace)

    def compare(self, old: str, new: str) -> Comparison:
        """Two texts compared; without names those of the first pair there is. Raises UnknownRefError, ConfigError."""
        from regbot.workflows.comparing import compare_documents

        if not old:
            found = self.pairs()
            if not found:
                raise UnknownRefError(
                    "no two texts here belong together yet",
                    "a draft and its final rule, or two versions, can be compared",
                )
            old, new = found[0].old, found[0].new
        return compare_documents(self.workspace, old, new)

    def tracker(self) -> Tracker:
        """Every consultation, soonest closing first. Raises CorpusError, ConfigError."""
        from regbot.workflows.tracking import tracker

        return tracker(self.workspace)

    def watch(self, document: str, *, wanted: bool) -> tuple[Tracker, str]:
        """Watch a consultation, or no longer; gives the list after that, and what was done."""
        from regbot.workflows import tracking

        if wanted:
            tracking.watch(self.workspace, document)
        else:
            tracking.unwatch(self.workspace, document)
        return self.tracker(), "Watching it." if wanted else "No longer watched."

    def export(self, shown: Tracker) -> str:
        """Write what is shown as a calendar; gives what was done in a sentence. Raises ConfigError."""
        from regbot.workflows.tracking import export_calendar

        path = self.workspace.paths.home / "deadlines.ics"
        count = export_calendar(self.workspace, shown, path)
        return f"Wrote {count} {'event' if count == 1 else 'events'} to {path}"

    def _places(self, answer: Answer) -> dict[str, Place]:
        refs = [citation.ref for citation in answer.citations] + list(answer.related)
        return {ref: place for ref in refs if (place := self._place(ref))}

    def _place(self, ref: str) -> Place | None:
        try:
            page = self.page(ref)
        except UnknownRefError:
            return None
        here = page.provision
        return Place(page.listed.document.name, here.label, here.heading, page.listed.legal_status)

    def _outline(self, document: str) -> Outline:
        from regbot.workflows.show import Outline, show

        found = show(self.workspace, f"{document}#")
        if not isinstance(found, Outline):
            raise UnknownRefError(f"the corpus has no document {document!r}")
        return found


def _holder(eid: str, eids: list[str]) -> str:
    """The provision that is `eid` or holds it: `art_5` for `art_5__para_2`."""
    while eid not in eids and "__" in eid:
        eid = eid.rpartition("__")[0]
    return eid


def _rank(item: Listed) -> int:
    return -1 if item.deadline and item.deadline.state.takes_comments else ORDER.index(item.legal_status)
