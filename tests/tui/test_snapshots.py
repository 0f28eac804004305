"""Whole screens, looked at by eye before they were accepted. Change them with `pytest --snapshot-update`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regbot.tui import themes
from tests.tui.driving import ask, focused, marked, ready, until
from tests.tui.test_reading import NARROW, QUESTION

SIZES = [NARROW, (160, 45)]


@pytest.fixture(autouse=True)
def steady(monkeypatch):
    """A cursor that does not blink."""
    monkeypatch.setattr("textual.widgets.Input._toggle_cursor", lambda self: None)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x45"])
def test_answer(make_app, snap_compare, size):
    async def drive(pilot):
        await ready(pilot)
        await ask(pilot, QUESTION)
        await pilot.press("up", "enter")
        await until(pilot, lambda: marked(pilot.app) and focused(pilot.app) == "page-body")

    assert snap_compare(make_app(), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x45"])
def test_home_in_light(make_app, snap_compare, size):
    async def drive(pilot):
        pilot.app.theme = themes.LIGHT
        await ready(pilot)
        await until(pilot, lambda: pilot.app.screen.query("Example") and pilot.app.screen.query("#home-open .row"))

    assert snap_compare(make_app(), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x45"])
def test_deadlines_in_light(make_app, snap_compare, size):
    async def drive(pilot):
        pilot.app.theme = themes.LIGHT
        await ready(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: getattr(pilot.app.screen, "items", None))

    assert snap_compare(make_app(), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x45"])
def test_compare(make_app, snap_compare, size):
    async def drive(pilot):
        await ready(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: getattr(pilot.app.screen, "comparison", None))

    assert snap_compare(make_app(), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x45"])
def test_draft(make_app, own_home, snap_compare, size):
    async def drive(pilot):
        await ready(pilot)
        pilot.app.comment_on("faces-draft-2023#art_2")
        await until(pilot, lambda: getattr(pilot.app.screen, "view", None) and pilot.app.screen.view.report)
        view = pilot.app.screen.view
        await until(pilot, lambda: view.answering.question and view.answering.listed.has_focus)

    app = make_app(own_home)
    app.session.workspace.as_of = replace(app.session.workspace.as_of, day=date(2023, 8, 20))
    assert snap_compare(app, terminal_size=size, run_before=drive)
