"""Which two texts to compare."""

from __future__ import annotations

from textual.content import Content

from regbot.tui import text
from regbot.tui.screens.choosing import ChoosingScreen
from regbot.tui.session import Session


class TextsScreen(ChoosingScreen["tuple[str, str]"]):
    """Gives the old and the new text."""

    TITLE = "Compare which texts?"
    HINT = "Type a name; Enter compares. For any two documents: /compare OLD NEW"
    NOTHING = "No draft with its final rule, and no document in two versions, is held here."

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def entries(self, words: str) -> list[tuple[Content, tuple[str, str]]]:
        """What belongs together."""
        wanted = words.casefold().split()
        return [
            (
                text.join(text.line(pair.words, limit=300), Content.styled(pair.why, "$quiet")),
                (pair.old, pair.new),
            )
            for pair in self.session.pairs()
            if all(word in f"{pair.words} {pair.old} {pair.new}".casefold() for word in wanted)
        ]
