"""The hostile strings of `test_hostile` on the Draft and Maintain screens and their dialogs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import pytest
from textual.events import Paste

from regbot.model import AsOf
from regbot.paths import resolve
from regbot.tui.screens.draft import DraftScreen
from regbot.workflows.drafts import PointEdit, load_draft, new_draft, save_draft, set_point
from regbot.workflows.interview import plan
from regbot.workspace import Workspace
from tests.conftest import NOW
from tests.tui.driving import ready, until
from tests.tui.test_hostile import EVERYTHING, HOSTILE, UNSAFE, check, hostile_home
from tests.tui.test_reading import NARROW, WIDE

__all__ = ["hostile_home"]
DRAFT = "hostile-draft"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_draft(make_app, hostile_home, size):
    space = Workspace(resolve(hostile_home), AsOf(datetime.fromisoformat(NOW)))
    new_draft(space, DRAFT)
    for number in (1, 2, 6):
        set_point(space, DRAFT, f"{DRAFT}#art_{number}", PointEdit(reason=EVERYTHING, wording=EVERYTHING))
    said = dict.fromkeys(("title", "name", "standing", "worry", "opening", "closing", "notes"), EVERYTHING)
    save_draft(space, replace(load_draft(space, DRAFT), **said))
    (hostile_home / "drafts" / "broken.md").write_text(f"---\nsender: {HOSTILE[0]}\n---\n", encoding="utf-8")
    app = make_app(hostile_home)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, DraftScreen) and app.screen.lines)
        check(app)
        app.open_draft(DRAFT)
        await until(pilot, lambda: app.screen.view.report)
        view = app.screen.view
        for name in plan(view.desk.comment):
            view.go_to(name)
            await until(pilot, lambda name=name: view.answering.question.id == name)
            await pilot.pause(0.1)
            check(app)
        for pane in ("beside", "checks", "steps", "question"):
            view.show_pane(pane)
            await pilot.pause(0.1)
            check(app)
        view.go_to("worry")
        await until(pilot, lambda: view.answering.question.id == "worry" and view.answering.sheet.has_focus)
        app.post_message(Paste(EVERYTHING))
        await until(pilot, lambda: view.desk.comment.worry.count("curly") == 2)
        assert not UNSAFE.search(view.answering.sheet.text.replace("\n", ""))
        check(app)
        for action in ("states", "outcome", "export", "sent"):
            app.screen.run_worker(app.screen.run_action(f"screen.{action}"))
            await pilot.pause(0.7)
            check(app)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, DraftScreen))


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_sources(make_app, hostile_home, size):
    named = "\n".join(
        f"[sources.{json.dumps(text[:90], ensure_ascii=False)}]\n"
        f'type = "page"\nurls = ["https://example.org/{number}"]\nterms = {json.dumps(text, ensure_ascii=False)}'
        for number, text in enumerate(HOSTILE)
    )
    (hostile_home / "corpus" / "sources.toml").write_text(f'contact = "a@example.org"\n{named}\n', encoding="utf-8")
    app = make_app(hostile_home)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: getattr(app.screen, "statuses", None) and app.screen.checks)
        for _ in HOSTILE:
            check(app)
            await pilot.press("space", "down")
            await pilot.pause()
        for _ in range(3):
            await pilot.press("ctrl+o")
            await pilot.pause(0.1)
            check(app)
        await pilot.press("n")
        await pilot.pause(0.1)
        app.post_message(Paste(EVERYTHING))
        await pilot.pause(0.1)
        check(app)
