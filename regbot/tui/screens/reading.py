"""What a person does with the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from textual.widget import Widget

    from regbot.tui.app import RegbotApp
    from regbot.tui.jobs import Jobs
    from regbot.tui.session import Session
    from regbot.tui.widgets.reader import Reader

NARROW = 100
ON_A_PROVISION = {"previous", "next", "language", "beside", "became", "ask_about", "comment", "copy", "copy_markdown"}
ON_A_DOCUMENT = {"outline", "find", "versions", "link"}


class ReadingScreen(Screen[None]):
    """A screen that has a reader, once it is `furnished`: after the first frame."""

    jobs: Jobs
    reader: Reader

    def __init__(self) -> None:
        super().__init__()
        self.furnished = False
        self._came_from: Widget | None = None
        self._going_to_reader = False

    def furnish(self, session: Session) -> None:
        """Give it jobs and a reader."""
        from regbot.tui.jobs import Jobs
        from regbot.tui.widgets.reader import Reader

        self.jobs, self.reader = Jobs(self, session), Reader()
        self.furnished = True

    @property
    def regbot(self) -> RegbotApp:
        """The app."""
        return cast("RegbotApp", self.app)

    @property
    def narrow(self) -> bool:
        """Whether there is room for one side only."""
        return self.size.width < NARROW

    @property
    def reading(self) -> bool:
        """Whether the focus is in the reader."""
        return self.furnished and self.focused is not None and self.reader in self.focused.ancestors

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what makes sense for what is open in the reader."""
        if action in ON_A_PROVISION:
            return self.furnished and self.reader.page is not None
        return self.furnished and bool(self.reader.document) if action in ON_A_DOCUMENT else True

    def action_read(self) -> None:
        """Go to the reader."""
        self._remember()
        self.remove_class("-home")
        self.add_class("-reading")
        self._going_to_reader = True
        self.call_after_refresh(self._arrive)

    def _arrive(self) -> None:
        self.add_class("-reading")
        self.reader.take_focus()
        self._going_to_reader = not self.reading

    def action_previous(self) -> None:
        """The provision before this one."""
        self._step(-1)

    def action_next(self) -> None:
        """The provision after this one."""
        self._step(1)

    def action_language(self) -> None:
        """The next text of this provision."""
        self.reader.next_text()

    def action_beside(self) -> None:
        """Two texts beside each other, or one."""
        if not self.reader.toggle_beside():
            self.notify("This provision is held in one text only.", markup=False)

    def action_outline(self) -> None:
        """The outline of this document."""
        page = self.reader.page
        if page:
            self._remember()
            self.jobs.outline(page.listed.document.id, page.provision.eid)

    def action_find(self) -> None:
        """Find words in this document."""
        from regbot.tui.screens.find import FindScreen

        def found(ref: str | None) -> None:
            if ref:
                self.jobs.found(ref, asked.words)

        asked = FindScreen(self.jobs.session, self.reader.document)
        self.app.push_screen(asked, found)

    def action_versions(self) -> None:
        """The texts held of this document."""
        from regbot.tui.screens.versions import VersionsScreen

        def chosen(pair: tuple[str, str] | None) -> None:
            if pair:
                self.regbot.compare(*pair)

        self.app.push_screen(VersionsScreen(self.jobs.session, self.reader.document), chosen)

    def action_became(self) -> None:
        """What the final rule made of this provision."""
        page = self.reader.page
        if page:
            self.jobs.became(page.provision.ref)

    def action_ask_about(self) -> None:
        """Start a question about this provision."""
        page = self.reader.page
        if page:
            self.regbot.go("ask")
            self.regbot.main.talk.box.take(f" ({page.listed.document.name}, {page.provision.label})", at_start=True)

    def action_comment(self) -> None:
        """Write a point about this provision."""
        page = self.reader.page
        if page:
            self.regbot.comment_on(page.provision.ref)

    def action_copy(self) -> None:
        """Copy the quote, or the provision, with its source."""
        self._copy(markdown=False)

    def action_copy_markdown(self) -> None:
        """The same as a Markdown quotation."""
        self._copy(markdown=True)

    def action_link(self) -> None:
        """Open the publisher's page."""
        from regbot.tui.messages import OpenLink

        self.post_message(OpenLink(self.reader.link()))

    def _copy(self, *, markdown: bool) -> None:
        words = self.reader.quotation(markdown=markdown)
        if words:
            self.app.copy_to_clipboard(words)
            self.notify("Copied with its source.", markup=False)

    def _step(self, by: int) -> None:
        page = self.reader.page
        to = (page.previous if by < 0 else page.next) if page else None
        if to:
            self.jobs.page(to.ref, None, take_focus=self.narrow)
        elif page:
            self.notify("This is the first provision." if by < 0 else "This is the last provision.", markup=False)

    def _remember(self) -> None:
        if self.focused and not self.reading:
            self._came_from = self.focused
