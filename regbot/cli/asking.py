"""`ask`, `search` and `chat`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.session import Session, of
from regbot.errors import ConfigError

if TYPE_CHECKING:
    from regbot.model import Filters


class SearchMode(StrEnum):
    """How to rank; the values are those of `regbot.index.retrieve.Mode`."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    SEMANTIC = "semantic"


Doc = Annotated[
    list[str] | None,
    typer.Option("--doc", metavar="ID", help="Only this document, or a glob such as 'frt-*'. May be repeated."),
]
InForce = Annotated[bool, typer.Option("--in-force", help="Only law in force on the day asked for.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="LANG", help="Only texts in this language: en, zh …")]
Batch = Annotated[
    Path | None,
    typer.Option(
        "--batch", metavar="FILE.jsonl", help='One {"id", "question"} a line (- is stdin); prints JSONL with the ids.'
    ),
]
Llm = Annotated[
    bool | None,
    typer.Option(
        "--llm/--no-llm",
        help="Let the language model of config.toml word the answer from the quotes. [default: where one is named there]",
        show_default=False,
    ),
]
Limit = Annotated[int, typer.Option("-k", metavar="N", min=1, max=1000, help="How many.", show_default=True)]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(cls=PlainCommand)(ask)
    app.command(cls=PlainCommand)(search)
    app.command(cls=PlainCommand)(chat)


def ask(  # noqa: PLR0913, PLR0917  one parameter an option
    context: typer.Context,
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="The question, in English or Chinese.")
    ] = None,
    doc: Doc = None,
    in_force: InForce = False,
    lang: Lang = None,
    limit: Annotated[int, typer.Option("-k", metavar="N", min=1, max=100, help="Weigh at most N provisions.")] = 8,
    batch: Batch = None,
    llm: Llm = None,
) -> None:
    """Answer a question, every sentence with its source.

    Sources are numbered in the order the answer uses them: the rule in force first, then drafts, then the law
    beneath, news last. An abstention says why and lists the nearest provisions, nearest first. A question has at
    most 5,000 characters.
    """
    from regbot.ask.checks import checked
    from regbot.cli.records import answer_record
    from regbot.cli.views.answer import answer_view
    from regbot.workflows import ask as workflow

    session = of(context)
    text = _question(question, batch)
    within = _filters(session, doc, in_force, lang)
    if batch:
        from regbot.workflows.questions import read_questions

        questions = read_questions(batch)
        _tell_staleness(session)
        for name, answer in workflow.ask_all(session.workspace, questions, within, limit=limit, llm=llm):
            session.output.line({"id": name, **answer_record(answer)})
        _tell_missing(session)
        return
    text = checked(text)
    _tell_staleness(session)
    session.workspace.index.meaning.hurry()
    answer = workflow.ask(session.workspace, text, within, limit=limit, llm=llm)
    if session.output.json:
        session.output.data(answer_record(answer))
    else:
        session.output.view(*answer_view(answer, workflow.nearby(session.workspace, answer)))
    _tell_missing(session)


def search(  # noqa: PLR0913, PLR0917  one parameter an option
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="Words to look for.")] = None,
    doc: Doc = None,
    in_force: InForce = False,
    lang: Lang = None,
    limit: Limit = 10,
    mode: Annotated[SearchMode, typer.Option(help="lexical needs no model.")] = SearchMode.HYBRID,
    batch: Batch = None,
) -> None:
    """Find provisions, best score first."""
    from regbot.ask.checks import checked
    from regbot.cli.records import search_record
    from regbot.cli.views.answer import hits_view
    from regbot.index.retrieve import Mode
    from regbot.workflows import search as workflow

    session = of(context)
    text = _question(query, batch)
    within = _filters(session, doc, in_force, lang)
    chosen = Mode(mode.value)
    if batch:
        from regbot.workflows.questions import read_questions

        queries = read_questions(batch)
        _tell_staleness(session)
        for item, found in workflow.search_all(session.workspace, queries, within, mode=chosen, limit=limit):
            session.output.line({"id": item.id, **search_record(item.text, chosen.value, found)})
        _tell_missing(session)
        return
    cleaned = checked(text)
    _tell_staleness(session)
    session.workspace.index.meaning.hurry()
    found = workflow.search(session.workspace, cleaned, within, mode=chosen, limit=limit)
    if session.output.json:
        session.output.data(search_record(cleaned, chosen.value, found))
    else:
        session.output.view(*hits_view(cleaned, found))
    _tell_missing(session)


def chat(
    context: typer.Context, doc: Doc = None, in_force: InForce = False, lang: Lang = None, llm: Llm = None
) -> None:
    """Talk line by line; follow-up questions carry on the topic.

    Plain text that suits screen readers and pipes. /new starts a new conversation, /help lists what can be typed,
    /quit leaves. With --json: one question a line in, one `ask` object a line out.
    """
    from regbot.cli.chat import converse

    session = of(context)
    within = _filters(session, doc, in_force, lang)
    _tell_staleness(session)
    converse(session, within, llm)
    _tell_missing(session)


def _question(words: list[str] | None, batch: Path | None) -> str:
    if batch and words:
        raise ConfigError("both a question and --batch were given", "leave one of them out")
    if not batch and not words:
        raise ConfigError("no question was given", 'for example: regbot ask "When do comments close?"')
    return " ".join(words or ())


def _filters(session: Session, doc: list[str] | None, in_force: bool, lang: str | None) -> Filters:
    from regbot.workflows.ask import filters

    return filters(session.workspace, doc or (), in_force=in_force, lang=lang)


def _tell_staleness(session: Session) -> None:
    from regbot.workflows.indexing import staleness

    stale = staleness(session.workspace)
    if stale:
        session.output.note(f"note: {stale}")


def _tell_missing(session: Session) -> None:
    """After the first search, when it is known whether the model and the vectors could be loaded."""
    if session.workspace.index.meaning.missing:
        session.output.note(f"note: {session.workspace.index.meaning.missing}")
