"""The line mode of a conversation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from regbot.cli.records import answer_record
from regbot.cli.session import Session
from regbot.cli.views.answer import answer_view
from regbot.errors import RegbotError
from regbot.workflows.ask import DEFAULT_LIMIT, nearby

if TYPE_CHECKING:
    from regbot.model import Filters

GREETING = "Ask about the corpus; /help lists what can be typed, /quit leaves."
HELP = """\
A question is answered with its sources; the next one may build on it ("and for children?").
/new   starts a new conversation
/help  shows this
/quit  leaves (so does the end of input)"""
PROMPT = "> "


def converse(session: Session, within: Filters, llm: bool | None) -> None:
    """Read questions from standard input until /quit or its end, and answer each; `llm` as for `Workspace.conversation`."""
    conversation = session.workspace.conversation(llm=llm)
    output = session.output
    if _interactive(session):
        output.note(GREETING)
    for line in _lines(session):
        match line.strip():
            case "":
                continue
            case "/quit" | "/exit":
                return
            case "quit" | "exit" if not output.json:
                return
            case "/new":
                conversation.reset()
                output.note("A new conversation.")
            case "/help" | "/?":
                output.note_block(HELP)
            case unknown if unknown.startswith("/"):
                output.note(f"unknown: {unknown.split()[0]}; /help lists what can be typed")
            case question:
                try:
                    answer = conversation.ask(question, within, limit=DEFAULT_LIMIT)
                except RegbotError as error:
                    output.error(error.message, error.hint, error.code)
                    continue
                if output.json:
                    output.line(answer_record(answer))
                else:
                    output.view(*answer_view(answer, nearby(session.workspace, answer)), "")
                    output.flush()


def _lines(session: Session) -> Iterator[str]:
    if not _interactive(session):
        yield from sys.stdin
        return
    with suppress(ImportError):
        import readline  # noqa: F401  line editing and history
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            return


def _interactive(session: Session) -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and not session.output.json
