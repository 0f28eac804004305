"""One table of actions feeds keys, footer, palette and help."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from regbot.tui import actions
from regbot.tui.app import RegbotApp
from regbot.tui.screens.help import HelpScreen
from regbot.tui.screens.main import MainScreen
from tests.tui.driving import main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, WIDE

SWALLOWED = {"ctrl+enter", "ctrl+h", "ctrl+i", "ctrl+m", *(f"ctrl+{digit}" for digit in range(10))}


@pytest.mark.parametrize("action", actions.ACTIONS, ids=lambda action: action.id)
def test_every_action_can_be_done(action):
    owner = RegbotApp if action.on == "app" else MainScreen
    assert hasattr(owner, f"action_{action.id}")


def test_no_key_means_two_things():
    keys = [key for action in actions.ACTIONS for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_no_key_that_terminals_swallow():
    keys = {key for action in actions.ACTIONS for key in action.keys.split(",")}
    assert not keys & SWALLOWED


def test_the_footer_offers_only_actions_of_the_table():
    offered = {binding.action for part in actions.ANYWHERE for binding in actions.bindings(part)}
    assert offered <= {action.target for action in actions.ACTIONS}


async def test_help_names_every_key(make_app):
    app = make_app()
    async with app.run_test(size=(120, 60)) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        screen = shown(app)
        for action in actions.ACTIONS:
            assert action.label in screen
            assert action.key_names in screen
        assert "binds nobody" in screen
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, MainScreen))


async def test_letters_are_text_in_the_box_and_keys_elsewhere(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        box = main_screen(app).talk.box
        await pilot.press("d", "q", "t", "1", "slash", "question_mark")
        assert box.value == "dqt1/?"
        await pilot.press("f3")
        await pilot.pause()
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("escape", "a")
        await until(pilot, lambda: app.focused is box)
        assert box.value == "dqt1/?"


async def test_the_palette_does_what_keys_do(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"documents")
        await until(pilot, lambda: "List every document" in shown(app))
        await pilot.press("enter")
        await pilot.pause(0.1)
        if isinstance(app.screen, CommandPalette):
            await pilot.press("enter")
        await until(pilot, lambda: app.focused and app.focused.id == "documents")


@pytest.mark.parametrize("keys", [["ctrl+q"], ["f3", "q"]])
async def test_quitting(make_app, keys):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()
    assert app.return_code == 0


async def test_the_official_page_where_there_is_no_browser(make_app, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f3", "enter")
        await until(pilot, lambda: "Article 1" in shown(app))
        await pilot.press("w")
        await until(pilot, lambda: app.clipboard)
        assert app.clipboard == "https://example.org/rules"
