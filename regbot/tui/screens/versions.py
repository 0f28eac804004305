"""The texts held of one document on a timeline; one of them is compared with the one before."""

from __future__ import annotations

from textual.content import Content

from regbot.tui import text
from regbot.tui.screens.choosing import ChoosingScreen
from regbot.tui.session import Session


class VersionsScreen(ChoosingScreen["tuple[str, str]"]):
    """Gives the two texts to compare."""

    TITLE = "Texts of this document, oldest first"
    HINT = "Type a year or a language; Enter compares a text with the one before it"
    NOTHING = "No text fits."

    def __init__(self, session: Session, document: str) -> None:
        super().__init__()
        self.session = session
        self.document = document

    def entries(self, words: str) -> list[tuple[Content, tuple[str, str]]]:
        """Each version with its kind, its length, and a line that joins them."""
        versions = sorted(self.session.outline(self.document).versions, key=lambda item: (item.date, item.lang))
        days = sorted({version.date for version in versions})
        found = []
        for version in versions:
            place = days.index(version.date)
            before = days[max(0, place - 1)]
            content = text.join(
                Content.styled("●" if version.date == days[-1] else "○", "$accent"),
                Content.styled(f"{text.day(version.date):<11}", "bold"),
                Content.styled(text.kind(version.kind, version.lang), ""),
                Content.styled(f"{len(version.provisions):,} provisions", "$quiet"),
                text.line(version.by or version.source, "$quiet", 120),
            )
            if all(word in content.plain.casefold() for word in words.casefold().split()):
                found.append((content, (f"{self.document}@{before}", f"{self.document}@{version.date}")))
        return found
