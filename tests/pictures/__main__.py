"""The README's pictures, made from the real app on the bundled corpus: `python -m tests.pictures`."""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from regbot.model import AsOf
from regbot.paths import Paths, bundled_corpus, resolve
from regbot.tui import themes
from regbot.tui.app import RegbotApp
from regbot.workflows.indexing import build_index
from regbot.workspace import Workspace
from tests.tui.driving import ask, main_screen, marked, ready, until

FOLDER = Path(__file__).parent
NOW = "2026-11-22T09:00:00+08:00"
QUESTION = "Can my landlord make face scan the only way in?"
TEXT = re.compile(r' x="([0-9.]+)"( y="[0-9.]+") textLength="([0-9.]+)"([^>]*)>(&#160;)*([^<]*)</text>')

Drive = Callable[[Pilot], Awaitable[None]]


async def answer(pilot: Pilot) -> None:
    """An answer, and its first citation in the reader."""
    await ask(pilot, QUESTION)
    await pilot.press("up", "enter")
    await until(pilot, lambda: marked(pilot.app))


async def answer_alone(pilot: Pilot) -> None:
    """An answer where there is room for one side."""
    await ask(pilot, QUESTION)
    await pilot.pause(0.5)


async def documents(pilot: Pilot) -> None:
    """The documents, and the outline of one."""
    pilot.app.theme = themes.LIGHT
    await pilot.press("f3", "enter")
    await until(pilot, lambda: main_screen(pilot.app).reader.document)


async def home(pilot: Pilot) -> None:
    """Home on a day on which something is open; drawn last, since the workspace keeps that day."""
    main_screen(pilot.app).jobs.look_at(date(2023, 8, 24))
    await until(pilot, lambda: pilot.app.screen.query("#home-changed .row"))
    pilot.app.theme = themes.LIGHT


async def compare(pilot: Pilot) -> None:
    """A draft beside what became of it."""
    await pilot.press("f6")
    await until(pilot, lambda: getattr(pilot.app.screen, "comparison", None))
    await pilot.press("n", "n")


PICTURES: dict[str, tuple[tuple[int, int], Drive]] = {
    "ask-wide": ((140, 38), answer),
    "ask-narrow": ((80, 24), answer_alone),
    "documents-light": ((140, 38), documents),
    "compare-wide": ((150, 38), compare),
    "home-light": ((140, 38), home),
}


def widened(svg: str) -> str:
    """The SVG with lengths that count wide characters twice, as terminals do."""

    def corrected(found: re.Match[str]) -> str:
        x, y, length, more, _, words = found.groups()
        indent = found[0].count("&#160;", 0, found.start(6) - found.start())
        plain = html.unescape(words)
        if not plain:
            return found[0]
        cell = float(length) / (indent + len(plain))
        return f' x="{float(x) + indent * cell:g}"{y} textLength="{cell_len(plain) * cell:g}"{more}>{words}</text>'

    return TEXT.sub(corrected, svg)


async def draw(workspace: Workspace, name: str) -> None:
    """Make one picture."""
    size, drive = PICTURES[name]
    app = RegbotApp(workspace, builds=False)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await drive(pilot)
        await pilot.pause(0.5)
        svg = widened(app.export_screenshot())
    (FOLDER / f"{name}.svg").write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8")


def main() -> None:
    """Make them all."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(bundled_corpus(), home / "corpus", ignore=shutil.ignore_patterns("snapshots"))
        workspace = Workspace(Paths(home, resolve(None).cache), AsOf(datetime.fromisoformat(NOW)))
        build_index(workspace, lambda _stage, _done, _total: None)
        for name in PICTURES:
            asyncio.run(draw(workspace, name))


if __name__ == "__main__":
    main()
