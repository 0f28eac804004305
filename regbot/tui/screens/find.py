"""Words in one document."""

from __future__ import annotations

from textual.content import Content

from regbot.model import Provision
from regbot.sanitise import one_line
from regbot.tui import text
from regbot.tui.screens.choosing import ChoosingScreen
from regbot.tui.session import Session

BEFORE = 30
"""Characters shown before what was found."""


class FindScreen(ChoosingScreen[str]):
    """Gives the ref of the provision chosen; `words` are those it was found by."""

    TITLE = "Find in this document"
    HINT = "Words, in any language held; Enter opens the provision"
    NOTHING = "Nothing found."

    def __init__(self, session: Session, document: str) -> None:
        super().__init__()
        self.session = session
        self.document = document

    def entries(self, words: str) -> list[tuple[Content, str]]:
        """Every provision that holds the words, in reading order, once for each language."""
        wanted = words.casefold()
        if not wanted:
            return []
        return [
            (_entry(provision, at, len(wanted)), provision.ref)
            for version in self.session.texts(self.document)
            for provision in version.provisions
            if (at := provision.text.casefold().find(wanted)) >= 0
        ]


def _entry(provision: Provision, at: int, length: int) -> Content:
    start = max(0, at - BEFORE)
    around = Content.assemble(
        ("…" if start else "", "$quiet"),
        text.line(provision.text[start:at] + "|", "$quiet")[:-1],
        text.line(provision.text[at : at + length], text.QUOTE),
        text.line("|" + provision.text[at + length : at + length + 200], "$quiet")[1:],
    )
    label = text.line(one_line(provision.label or provision.eid), "bold", 40)
    return text.join(label, around)
