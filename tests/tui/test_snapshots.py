"""Whole screens, looked at by eye before they were accepted. Change them with `pytest --snapshot-update`."""

from __future__ import annotations

import pytest

from regbot.tui import themes
from tests.tui.driving import ask, marked, ready, until
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
        await until(pilot, lambda: marked(pilot.app) and pilot.app.focused.id == "page-body")

    assert snap_compare(make_app(), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x45"])
def test_welcome_in_light(make_app, snap_compare, size):
    async def drive(pilot):
        pilot.app.theme = themes.LIGHT
        await ready(pilot)
        await until(pilot, lambda: pilot.app.screen.query("Example"))

    assert snap_compare(make_app(), terminal_size=size, run_before=drive)
