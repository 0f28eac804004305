"""What one asked before, in this session and earlier ones."""

from __future__ import annotations

from textual.content import Content

from regbot.tui import text
from regbot.tui.screens.choosing import ChoosingScreen
from regbot.tui.session import Session


class HistoryScreen(ChoosingScreen[str]):
    """Gives the question chosen."""

    TITLE = "What you asked before"
    HINT = "Type to search; Enter puts the question in the box"
    NOTHING = "Nothing yet. Your questions are kept in history.jsonl of the workspace, for you alone."

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def entries(self, words: str) -> list[tuple[Content, str]]:
        """Questions that hold every word, newest first."""
        wanted = words.casefold().split()
        return [
            (
                text.join(
                    Content.styled(f"{text.day(entry.at.date()):<11}", "$quiet"),
                    text.line(entry.question, limit=300),
                    Content.styled("" if entry.answered else "no answer", "$draft"),
                ),
                entry.question,
            )
            for entry in self.session.history.entries()
            if all(word in entry.question.casefold() for word in wanted)
        ]
