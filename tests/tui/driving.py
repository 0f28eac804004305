"""Reading the screen and waiting for it, for the tests of the app."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.pilot import Pilot

from regbot.tui.app import RegbotApp
from regbot.tui.messages import Stage
from regbot.tui.screens.main import MainScreen
from regbot.tui.widgets.documents import Documents
from regbot.tui.widgets.turn import Turn

PATIENCE = 60.0


def main_screen(app: RegbotApp) -> MainScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, MainScreen))


def shown(app: RegbotApp) -> str:
    """Everything on the screen, as text."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


def focused(app: RegbotApp) -> str:
    """The id of the widget with the focus; empty for none, as while one place gives way to another."""
    return (app.focused.id or "") if app.focused else ""


def marked(app: RegbotApp) -> str:
    """The words that stand on the quote's ground, rows joined by a space."""
    paper = app.theme_variables["quote-paper"]
    rows = []
    for strip in app.screen._compositor.render_strips():
        words = "".join(
            segment.text
            for segment in strip
            if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == paper
        )
        if words.strip():
            rows.append(words.strip())
    return " ".join(rows)


async def until(pilot: Pilot, happened: Callable[[], object], what: str = "", patience: float = PATIENCE) -> None:
    """Let the app run until `happened()`."""
    end = monotonic() + patience
    while not happened():
        if monotonic() > end:
            raise AssertionError(f"waited in vain for {what or happened}:\n{shown(pilot.app)}")
        await pilot.pause(0.02)
    await pilot.pause()


async def ready(pilot: Pilot) -> None:
    """Until the index is open and the documents are listed."""
    screen = main_screen(pilot.app)
    settled = (Stage.READY, Stage.NO_MODEL, Stage.FAILED)
    await until(pilot, lambda: screen.talk.stage in settled and screen.query(Documents), "readiness")
    await until(pilot, lambda: screen.query_one(Documents).option_count and screen.talk.rows, "documents and examples")


async def ask(pilot: Pilot, question: str) -> Turn:
    """Type a question, press Enter, wait for what comes of it."""
    screen = main_screen(pilot.app)
    screen.talk.box.value = question
    await pilot.press("enter")
    await until(pilot, lambda: screen.query(Turn) and screen.query(Turn).last().done, "an answer")
    return screen.query(Turn).last()
