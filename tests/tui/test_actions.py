"""One table of actions feeds keys, footer, palette and help."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from regbot.tui import actions
from regbot.tui.app import RegbotApp
from regbot.tui.places import BY_ID, PLACES
from regbot.tui.screens.help import HelpScreen
from regbot.tui.screens.main import MainScreen
from tests.tui.driving import focused, main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, WIDE

SWALLOWED = {"ctrl+enter", "ctrl+h", "ctrl+i", "ctrl+m", *(f"ctrl+{digit}" for digit in range(10))}


def owner(action: actions.Action) -> type:
    """The class that has the method of an action."""
    if action.on == "app":
        return RegbotApp
    return type(BY_ID[action.on].make()) if action.on in BY_ID else MainScreen


@pytest.mark.parametrize("action", actions.ACTIONS, ids=lambda action: f"{action.on}.{action.id}")
def test_every_action_can_be_done(action):
    method = action.target.partition(".")[2].partition("(")[0]
    assert hasattr(owner(action), f"action_{method}")


@pytest.mark.parametrize("on", ["main", *(place.id for place in PLACES if place.screen)])
def test_no_key_means_two_things(on):
    keys = [key for action in actions.ACTIONS if action.on == on for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_no_key_of_the_main_screen_hides_one_of_the_app():
    app, main = (
        {key for action in actions.ACTIONS if action.on == on for key in action.keys.split(",")}
        for on in ("app", "main")
    )
    assert not app & main


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
async def test_every_place_can_be_come_to_and_left(make_app, place):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is not main_screen(app).talk.box)
        await pilot.press(place.keys.split(",")[-1])
        await until(
            pilot,
            lambda: (
                app.screen.bar.place in (place.id, "home") if place.id == "ask" else app.screen.bar.place == place.id
            ),
        )
        assert place.label in shown(app)
        await pilot.press("f2")
        await until(pilot, lambda: app.focused is main_screen(app).talk.box)


async def test_a_persons_own_keys(make_app, own_home):
    (own_home / "config.toml").write_text('[app.keys]\ndeadlines = "f8"\n"deadlines.watch" = "z"\n', encoding="utf-8")
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f5")
        await pilot.pause()
        assert app.screen is main_screen(app)
        await pilot.press("f8")
        await until(pilot, lambda: getattr(app.screen, "items", None) and "2023 draft" in shown(app))
        await pilot.press("z")
        await until(pilot, lambda: "★ 2023 draft" in shown(app))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen) and "F8" in shown(app))


async def test_an_unknown_action_among_the_keys_is_told(make_app, own_home):
    (own_home / "config.toml").write_text('[app.keys]\nfly = "f8"\n', encoding="utf-8")
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "there is no action 'fly'" in shown(app))


def test_no_key_that_terminals_swallow():
    keys = {key for action in actions.ACTIONS for key in action.keys.split(",")}
    assert not keys & SWALLOWED


def test_the_footer_offers_only_actions_of_the_table():
    offered = {binding.action for part in actions.ANYWHERE for binding in actions.bindings(part)}
    assert offered <= {action.target for action in actions.ACTIONS}


async def test_help_names_every_key(make_app):
    app = make_app()
    async with app.run_test(size=(120, 140)) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        screen = shown(app)
        for action in actions.ACTIONS:
            assert action.label in screen
            assert action.key_names in screen, action
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
        await until(pilot, lambda: focused(app) == "documents")
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("escape")
        await until(pilot, lambda: focused(app) == "documents")
        await pilot.press("a")
        await until(pilot, lambda: app.focused is box)
        assert box.value == "dqt1/?"


async def test_the_palette_does_what_keys_do(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"documents")
        await until(pilot, lambda: "Every document with" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: focused(app) == "documents")


@pytest.mark.parametrize(("first", "key"), [("", "ctrl+q"), ("f3", "q")])
async def test_quitting(make_app, first, key):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        if first:
            await pilot.press(first)
            await until(pilot, lambda: focused(app) == "documents")
        await pilot.press(key)
        await pilot.pause()
    assert app.return_code == 0


async def test_the_official_page_where_there_is_no_browser(make_app, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: focused(app) == "documents")
        await pilot.press("enter")
        await until(pilot, lambda: "Article 1" in shown(app) and focused(app) == "outline-list")
        await pilot.press("w")
        await until(pilot, lambda: app.clipboard)
        assert app.clipboard == "https://example.org/rules"


@pytest.mark.parametrize("command", actions.COMMANDS)
def test_what_the_command_line_calls_a_command_has_its_keys_here(command):
    assert actions.instead(f"run `regbot {command} --now`", {})


def test_the_keys_for_a_command_are_the_persons_own():
    keys, _ = actions.keymap({"maintain": "f11", "maintain.refresh": "z,u"})
    assert actions.instead("`regbot refresh` looks for new ones", keys) == "F11, then z"
    assert actions.instead("`regbot import FILE` brings one", keys) == ""
