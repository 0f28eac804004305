"""What can be typed after a slash in the question box."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual.suggester import Suggester

from regbot.errors import ConfigError

if TYPE_CHECKING:
    from regbot.tui.app import RegbotApp


class Command(NamedTuple):
    """`/name takes`: what it does. `of_documents`: whether it takes ids of documents."""

    name: str
    takes: str
    help: str
    of_documents: bool = False


COMMANDS = (
    Command("doc", "NAME", "open a document", True),
    Command("compare", "OLD NEW", "compare two documents, or id@DATE", True),
    Command("as-of", "DATE", "look at the corpus as it stood on a day; `/as-of today` comes back"),
    Command("draft", "NAME", "comment on a consultation; `/draft this` on the provision open in the reader", True),
    Command("deadlines", "", "what is open for comment"),
    Command("maintain", "", "sources, refresh, index, health"),
    Command("history", "", "what you asked before"),
    Command("new", "", "begin a new conversation"),
    Command("home", "", "what is open, what changed"),
    Command("settings", "", "theme and keys"),
    Command("help", "", "every key"),
    Command("quit", "", "leave regbot"),
)
BY_NAME = {command.name: command for command in COMMANDS}


class Completer(Suggester):
    """Completes a command's name, then ids of documents."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.documents: tuple[str, ...] = ()

    async def get_suggestion(self, value: str) -> str | None:
        """`value` completed, None where nothing fits."""
        if not value.startswith("/"):
            return None
        name, space, rest = value[1:].partition(" ")
        if not space:
            return next((f"/{command.name}" for command in COMMANDS if command.name.startswith(name) and name), None)
        command = BY_NAME.get(name)
        if not command or not command.of_documents:
            return None
        before, _, word = rest.rpartition(" ")
        found = next((item for item in self.documents if word and item.startswith(word)), None)
        return f"/{name} {before}{' ' if before else ''}{found}" if found else None


def matching(value: str) -> list[Command]:
    """The commands that `value` may become."""
    name, space, _ = value.removeprefix("/").partition(" ")
    return [command for command in COMMANDS if (command.name == name if space else command.name.startswith(name))]


async def run(app: RegbotApp, name: str, rest: str) -> None:
    """Do it; what cannot be done is told."""
    main = app.main
    words = rest.split()
    if name == "doc" and words:
        main.jobs.find_document(rest)
    elif name == "compare" and len(words) == 2:
        app.compare(words[0], words[1])
    elif name == "compare" and not words:
        app.go("compare")
    elif name == "draft":
        _draft(app, words)
    elif name == "as-of" and words:
        _look_at(app, words[0])
    elif name in ("new", "history"):
        await main.run_action(f"screen.{name}")
    elif name in ("deadlines", "home", "settings", "maintain"):
        app.go(name)
    elif name == "help":
        app.action_help()
    elif name == "quit":
        app.exit()
    else:
        main.talk.box.give_back(f"/{name} {rest}".strip())
        app.report(ConfigError(_wrong(name), _known(COMMANDS)))


def _draft(app: RegbotApp, words: list[str]) -> None:
    page = app.main.reader.page
    if not words:
        app.go("draft")
    elif words == ["this"] and page:
        app.comment_on(page.provision.ref)
    elif words == ["this"]:
        app.report(ConfigError("no provision is open in the reader", "open one, then type /draft this"))
    else:
        app.begin_draft(words[0])


def _look_at(app: RegbotApp, stated: str) -> None:
    try:
        day = None if stated in ("today", "now") else date.fromisoformat(stated)
    except ValueError:
        app.report(ConfigError(f"{stated!r} is no date", "write it as YYYY-MM-DD, for example 2023-08-20"))
        return
    app.main.jobs.look_at(day)


def _wrong(name: str) -> str:
    command = BY_NAME.get(name)
    return f"/{name} needs {command.takes}" if command else f"there is no command /{name}"


def _known(commands: Iterable[Command]) -> str:
    return "known: " + ", ".join(f"/{command.name} {command.takes}".strip() for command in commands)
