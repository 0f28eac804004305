"""Plain questions on a terminal: one line after the other, nothing redrawn, so that a screen reader reads it all."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from regbot.draft.questions import Ask

if TYPE_CHECKING:
    from rich.console import RenderableType

    from regbot.output import Output

SIGN, MORE = "> ", "… "
SEVERAL = frozenset((Ask.TEXT, Ask.LINES))


class Prompts:
    """Asks on stdout and reads stdin; with --json what is asked goes to stderr, so that stdout holds the result alone."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._interactive = sys.stdin.isatty() and sys.stdout.isatty() and not output.json
        if self._interactive:
            with suppress(ImportError):
                import readline  # noqa: F401  line editing and history

    def show(self, *parts: RenderableType) -> None:
        """What a question is about."""
        if not self._output.json:
            self._output.view(*parts)
            self._output.flush()
        elif not self._output.quiet:
            for part in parts:
                self._output.talk.print(part)

    def tell(self, message: str) -> None:
        """One line of talk."""
        self._output.note(message)

    def ask(self, kind: Ask) -> str | None:
        """The reply: one line, or lines up to an empty one; None at the end of input."""
        line = self._line(SIGN)
        if line is None or kind not in SEVERAL:
            return line
        lines: list[str] = []
        while line is not None and line.strip():
            lines.append(line)
            line = self._line(MORE)
        return "\n".join(lines) if lines or line is not None else None

    def _line(self, sign: str) -> str | None:
        if self._interactive:
            try:
                return input(sign)
            except EOFError:
                return None
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else None
