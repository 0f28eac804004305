"""Everything that may take a moment: run in thread workers, with the outcome posted back as a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.worker import Worker, get_current_worker

from regbot.errors import RegbotError
from regbot.tui import keeping
from regbot.tui.messages import (
    AnswerReady,
    AskFailed,
    ComparisonReady,
    HomeReady,
    LibraryReady,
    MomentChanged,
    OpenDocument,
    OutlineReady,
    PageReady,
    PairFound,
    Stage,
    StageChanged,
    Told,
    TrackerReady,
    Trouble,
)
from regbot.tui.session import Session
from regbot.tui.views import Mark

if TYPE_CHECKING:
    from textual.screen import Screen

    from regbot.workflows.tracking import Tracker


class Jobs:
    """Calls of the session on behalf of `screen`. A job of the same group replaces one still running."""

    def __init__(self, screen: Screen[Any], session: Session) -> None:
        self.screen = screen
        self.session = session

    def library(self) -> None:
        """List the documents."""
        self._run("library", lambda: LibraryReady(self.session.library()))

    def home(self) -> None:
        """Gather what home tells."""
        self._run("home", lambda: HomeReady(self.session.home()))

    def look_at(self, day: date | None) -> None:
        """Look at the corpus as it stood on `day`."""

        def look() -> Message:
            self.session.look_at(day)
            self._post(LibraryReady(self.session.library()))
            return MomentChanged()

        self._run("home", look)

    def find_document(self, words: str) -> None:
        """Open the outline of the document that `words` name."""
        self._run("reader", lambda: OpenDocument(self.session.named(words)))

    def found(self, ref: str, words: str) -> None:
        """Read a provision in which `words` were found, with them marked."""
        self._run("reader", lambda: self._found(ref, words))

    def became(self, ref: str) -> None:
        """Find what to compare a provision with: its draft or its final text."""
        self._run("compare", lambda: PairFound(*self.session.pair(ref), ref))

    def compare(self, old: str, new: str, ref: str) -> None:
        """Compare two texts."""
        self._run("compare", lambda: ComparisonReady(self.session.compare(old, new), ref))

    def tracker(self) -> None:
        """List the consultations."""
        self._run("tracker", lambda: TrackerReady(self.session.tracker()))

    def watch(self, document: str, *, wanted: bool) -> None:
        """Watch a consultation, or no longer."""
        self._run("tracker", lambda: TrackerReady(*self.session.watch(document, wanted=wanted)))

    def export(self, shown: Tracker) -> None:
        """Write what is shown as a calendar."""
        self._run("export", lambda: Told(self.session.export(shown)))

    def keep_theme(self, name: str) -> None:
        """Write the theme into the settings."""

        def keep() -> Message:
            path = self.session.workspace.paths.config
            keeping.keep_theme(path, name)
            return Told(f"Kept in {path}")

        self._run("settings", keep)

    def page(self, ref: str, mark: Mark | None, *, take_focus: bool) -> None:
        """Read a provision."""
        self._run("reader", lambda: PageReady(self.session.page(ref), mark, take_focus=take_focus))

    def outline(self, document: str, eid: str) -> None:
        """Read a document's outline."""
        self._run("reader", lambda: OutlineReady(self.session.outline(document), eid))

    def ask(self, number: int, question: str) -> Worker[None]:
        """Answer question `number`."""
        return self._run(
            "ask", lambda: AnswerReady(number, self.session.ask(question)), lambda error: AskFailed(number, error)
        )

    def forget(self) -> None:
        """Begin a new conversation."""
        self.session.forget()

    def prepare(self) -> None:
        """Open the index, load the model, and build what is missing or stale."""
        self._run("index", self._prepare, self._failed)

    def rebuild(self) -> None:
        """Build the index again, whatever its state."""
        self._run("index", self._rebuild, self._failed)

    def close(self) -> None:
        """Stop what runs outside this process."""
        self.session.builder.close()

    def _found(self, ref: str, words: str) -> Message:
        page = self.session.page(ref)
        for provision in page.texts:
            at = provision.text.casefold().find(words.casefold())
            if words and at >= 0:
                quote = provision.text[at : at + len(words)]
                return PageReady(
                    page, Mark(quote, at, at + len(words), provision.lang, provision.kind), take_focus=True
                )
        return PageReady(page, None, take_focus=True)

    def _prepare(self) -> Message:
        state = self.session.open_index()
        if state.usable:
            self._post(StageChanged(Stage.WORDS))
            ready = self._load()
            if not (state.stale and self.session.builds):
                return ready
            self._post(ready)
        elif not self.session.builds:
            return StageChanged(Stage.FAILED, state.reason)
        try:
            self._build()
        except RegbotError as error:
            if not self.session.usable:
                raise
            self._post(Trouble(error))
        return self._load()

    def _failed(self, error: RegbotError) -> Message:
        self._post(Trouble(error))
        if self.session.usable:
            return StageChanged(Stage.NO_MODEL)
        return StageChanged(Stage.FAILED, error.message)

    def _rebuild(self) -> Message:
        self._build()
        return self._load()

    def _build(self) -> None:
        self._post(StageChanged(Stage.BUILDING))
        for step in self.session.builder.build():
            if step.published:
                self.session.reopen_index()
                self._post(StageChanged(Stage.WORDS))
            fraction = step.done / step.total if step.total > 1 else None
            self._post(StageChanged(Stage.BUILDING, step.stage.lower(), fraction))
        self.session.reopen_index()
        self._post(LibraryReady(self.session.library()))

    def _load(self) -> Message:
        self._post(StageChanged(Stage.WORDS))
        missing = self.session.load_model()
        return StageChanged(Stage.NO_MODEL, missing) if missing else StageChanged(Stage.READY)

    def _post(self, message: Message) -> None:
        if not get_current_worker().is_cancelled:
            self.screen.post_message(message)

    def _run(
        self, group: str, call: Callable[[], Message], failed: Callable[[RegbotError], Message] = Trouble
    ) -> Worker[None]:
        def work() -> None:
            self.session.tick()
            try:
                message = call()
            except RegbotError as error:
                message = failed(error)
            except Exception as error:
                message = failed(
                    RegbotError(f"unexpected {type(error).__name__}: {error}", "report this; nothing was lost")
                )
            self._post(message)

        return self.screen.run_worker(work, thread=True, group=group, exclusive=True, exit_on_error=False)
