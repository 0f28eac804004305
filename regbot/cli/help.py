"""Help that lists commands by what a person wants to do."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

SECTIONS = {
    "Ask and read": ("ask", "search", "chat", "list", "show"),
    "Track and compare": ("deadlines", "compare", "outcome"),
    "Comment": ("draft",),
    "Keep the corpus": ("refresh", "sources", "import", "index"),
    "Check": ("eval", "doctor", "paths", "config"),
    "Elsewhere": ("serve",),
}


GLOBAL_OPTIONS = "Global options stand here too: --home DIR, --as-of DATE, --json, --quiet, --no-colour."
TYPE_OF_ARGUMENT = re.compile(r"(?<=\w) <[\w\[\]]+>")


class PlainCommand(TyperCommand):
    """A command whose help names its arguments without their Python types."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        super().format_help(ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text(GLOBAL_OPTIONS)
        formatter.buffer = [TYPE_OF_ARGUMENT.sub("", part) for part in formatter.buffer]


class SectionedGroup(TyperGroup):
    """A command group whose help is divided by `SECTIONS`; a command in none of them is listed last."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write every visible command with its one-line help."""
        rest = [name for name in self.list_commands(ctx) if not any(name in names for names in SECTIONS.values())]
        for title, names in {**SECTIONS, "More": tuple(rest)}.items():
            rows = [(name, self.commands[name].get_short_help_str(80)) for name in names if name in self.commands]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
