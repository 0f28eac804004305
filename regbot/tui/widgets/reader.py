"""The reader: one provision in full with its quote, or a document's outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from regbot.tui import actions, text
from regbot.tui.views import Mark, Page

if TYPE_CHECKING:
    from regbot.tui.widgets.outline import OutlineView
    from regbot.tui.widgets.provision import ProvisionView
    from regbot.workflows.show import Outline

EMPTY = """Nothing is open here yet.

A citation opens here with Enter or a click: the provision in full, with the quoted words marked.

F3 lists the documents; Enter opens one."""


class Empty(Static, can_focus=True):
    """What shows before anything is open. It takes the focus, so that the keys of the reader work."""


class Reader(Vertical):
    """Shows what was opened last."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("reader")]

    def __init__(self) -> None:
        super().__init__()
        self._provision: ProvisionView | None = None
        self._outline_view: OutlineView | None = None

    def compose(self) -> ComposeResult:
        """At first what the reader is for; its two faces are mounted when they are needed."""
        yield Empty(text.say(EMPTY, "$quiet"), id="reader-empty")

    @property
    def page(self) -> Page | None:
        """The provision being shown."""
        return self._provision.page if self._provision and self.has_class("-provision") else None

    @property
    def document(self) -> str:
        """The id of the document being shown; empty for none."""
        page, outline = self.page, self._outline
        if page:
            return page.listed.document.id
        return outline.listed.document.id if outline else ""

    async def show_page(self, page: Page, mark: Mark | None) -> None:
        """Show a provision, scrolled to `mark`."""
        if self._provision is None:
            from regbot.tui.widgets.provision import ProvisionView

            self._provision = ProvisionView()
            await self.mount(self._provision)
        self._face("-provision")
        self._provision.show(page, mark)

    async def show_outline(self, outline: Outline, eid: str) -> None:
        """Show a document's outline, standing on `eid`."""
        if self._outline_view is None:
            from regbot.tui.widgets.outline import OutlineView

            self._outline_view = OutlineView()
            await self.mount(self._outline_view)
        self._face("-outline")
        self._outline_view.show(outline, eid)

    def take_focus(self) -> None:
        """Put the focus on whatever shows."""
        if self._outline and self._outline_view:
            self._outline_view.take_focus()
        elif self._provision:
            self._provision.take_focus()
        else:
            self.query_one("#reader-empty").focus()

    def next_text(self) -> None:
        """Another language or kind of text of the provision."""
        if self.page and self._provision:
            self._provision.choose(self._provision.chosen + 1)

    def toggle_beside(self) -> bool:
        """Two texts beside each other, or one. False where the provision is held in one text only."""
        return bool(self.page and self._provision and self._provision.toggle_beside())

    def quotation(self, *, markdown: bool = False) -> str:
        """The marked quote, or the provision, with its source; empty where nothing is open."""
        from regbot.tui.quoting import quotation, quotation_as_markdown

        view = self._provision
        if not (self.page and view and view.shown):
            return ""
        return (quotation_as_markdown if markdown else quotation)(self.page, view.shown, view.mark)

    def link(self) -> str:
        """The publisher's page of what shows; empty for none."""
        page, outline = self.page, self._outline
        if page and self._provision and self._provision.shown:
            return self._provision.shown.url or page.listed.document.url
        return outline.listed.document.url if outline else ""

    @property
    def _outline(self) -> Outline | None:
        return self._outline_view.outline if self._outline_view and self.has_class("-outline") else None

    def _face(self, name: str) -> None:
        self.remove_class("-provision", "-outline")
        self.add_class(name)
