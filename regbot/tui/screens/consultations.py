"""The dialog that asks which consultation to comment on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from regbot.tui import text
from regbot.tui.screens.choosing import ChoosingScreen
from regbot.tui.widgets.draftrows import deadline

if TYPE_CHECKING:
    from regbot.tui.session import Session


class ConsultationsScreen(ChoosingScreen[str]):
    """Gives the id of a consultation; those that take comments come first."""

    TITLE = "Comment on what?"
    HINT = "type a word of its name"
    NOTHING = "No consultation fits. Maintain (F10), then u, looks for new ones."

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def entries(self, words: str) -> list[tuple[Content, str]]:
        """Those whose name has all the words."""
        wanted = words.casefold().split()
        items = sorted(self.session.tracker().items, key=lambda item: item.deadline.state.is_over)
        found = []
        for item in items:
            document = item.listed.document
            names = " ".join((document.id, document.name, document.issuer, *document.title.values())).casefold()
            if all(word in names for word in wanted):
                left = deadline(item.deadline)
                place = Content.styled(document.jurisdiction.upper()[:12], "$quiet")
                found.append((text.join(text.line(document.name, "bold", 200), left, place), document.id))
        return found
