"""The reader: one provision in full with its quote, or a document's outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from regbot.tui import actions, text
from regbot.tui.views import Mark, Page
from regbot.tui.widgets.outline import OutlineView
from regbot.tui.widgets.provision import ProvisionView, quoted

if TYPE_CHECKING:
    from regbot.workflows.show import Outline

EMPTY = """Nothing is open here yet.

A citation opens here with Enter or a click: the provision in full, with the quoted words marked.

F3 lists the documents; Enter opens one."""


class Reader(Vertical):
    """Shows what was opened last."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("reader")]

    def compose(self) -> ComposeResult:
        """Three faces, of which one shows."""
        yield Static(text.say(EMPTY, "$quiet"), id="reader-empty")
        yield ProvisionView(id="reader-provision")
        yield OutlineView(id="reader-outline")

    @property
    def page(self) -> Page | None:
        """The provision being shown."""
        return self.query_one(ProvisionView).page if self.has_class("-provision") else None

    @property
    def document(self) -> str:
        """The id of the document being shown; empty for none."""
        page, outline = self.page, self.query_one(OutlineView).outline
        if page:
            return page.listed.document.id
        return outline.listed.document.id if outline and self.has_class("-outline") else ""

    def show_page(self, page: Page, mark: Mark | None) -> None:
        """Show a provision, scrolled to `mark`."""
        self._face("-provision")
        self.query_one(ProvisionView).show(page, mark)

    def show_outline(self, outline: Outline, eid: str) -> None:
        """Show a document's outline, standing on `eid`."""
        self._face("-outline")
        self.query_one(OutlineView).show(outline, eid)

    def take_focus(self) -> None:
        """Put the focus on whatever shows."""
        if self.has_class("-outline"):
            self.query_one(OutlineView).take_focus()
        else:
            self.query_one(ProvisionView).take_focus()

    def next_text(self) -> None:
        """Another language or kind of text of the provision."""
        if self.page:
            view = self.query_one(ProvisionView)
            view.choose(view.chosen + 1)

    def quotation(self) -> str:
        """The marked quote, or the provision, with its source; empty where nothing is open."""
        view = self.query_one(ProvisionView)
        return quoted(view.page, view.shown, view.mark) if self.page and view.page and view.shown else ""

    def link(self) -> str:
        """The publisher's page of what shows; empty for none."""
        view, outline = self.query_one(ProvisionView), self.query_one(OutlineView).outline
        if self.page and view.shown:
            return view.shown.url or self.page.listed.document.url
        return outline.listed.document.url if outline and self.document else ""

    def _face(self, name: str) -> None:
        self.remove_class("-provision", "-outline")
        self.add_class(name)
