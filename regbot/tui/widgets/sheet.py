"""A box for text of one's own: several lines, words wrapped, Tab goes on, what is pasted is made safe."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from regbot.sanitise import plain


class Sheet(TextArea):
    """Plain text. `load` keeps the cursor where the text stays the same."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True)
        self.highlight_cursor_line = False

    def show(self, words: str) -> None:
        """Show another text, to be gone on with at its end."""
        words = plain(words)
        if words != self.text:
            self.load_text(words)
            self.move_cursor(self.document.end)

    def insert_line(self, words: str) -> None:
        """Put a line at the end."""
        self.move_cursor(self.document.end)
        before = "\n" if self.text.strip() and not self.text.endswith("\n") else ""
        self.insert(f"{before}{plain(words)}\n")

    async def _on_paste(self, event: events.Paste) -> None:
        if self.read_only:
            return
        event.prevent_default()
        event.stop()
        self.insert(plain(event.text))
