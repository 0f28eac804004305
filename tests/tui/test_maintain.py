"""The Maintain screen against a publisher on the loopback interface."""

from __future__ import annotations

import time
from threading import Event
from time import perf_counter

import pytest
from werkzeug import Response

from regbot.tui.screens.adding import AddingScreen
from regbot.tui.screens.maintain import MaintainScreen
from tests.replaying import replay
from tests.sources.test_page import CONSULTATION
from tests.tui.driving import main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, WIDE
from tests.workflows.gazette import gazette_toml, install, publish

__all__ = ["replay"]
install()


@pytest.fixture
def publisher(replay, own_home):
    """A gazette of three acts, and a workspace that asks it."""
    publish(replay, 3)
    (own_home / "corpus" / "sources.toml").write_text(gazette_toml(replay.url), encoding="utf-8")
    return replay


async def come(pilot) -> MaintainScreen:
    await ready(pilot)
    await pilot.press("f10")
    await until(pilot, lambda: isinstance(pilot.app.screen, MaintainScreen) and pilot.app.screen.checks)
    return pilot.app.screen


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_refresh_and_open_what_is_new(make_app, own_home, publisher, size):
    app = make_app(own_home)
    seen: list[str] = []
    async with app.run_test(size=size) as pilot:
        screen = await come(pilot)
        assert "The Test Gazette" in shown(app)
        assert "never refreshed yet" in shown(app)
        heard = screen.on_progressed
        screen.on_progressed = lambda message: (heard(message), seen.append(shown(app)))
        await pilot.press("u")
        await until(pilot, lambda: screen.targets)
        assert "3 new" in shown(app)
        await until(pilot, lambda: app.focused.id == "log-list")
        await pilot.press("enter")
        await until(pilot, lambda: main_screen(app).reader.document == screen.targets[0])
        await until(pilot, lambda: "Article 1" in shown(app))
        await pilot.press("f10")
        await until(pilot, lambda: app.screen is screen and "3 new" in shown(app))


async def test_cancel_while_it_runs_and_keys_are_answered(make_app, own_home, publisher):
    going = Event()
    publisher.serve("/acts/2", respond=lambda request: (going.wait(20), Response("{}"))[1])
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        screen = await come(pilot)
        await pilot.press("u")
        await until(pilot, lambda: screen.steps.get("gazette") and screen.steps["gazette"].stage == "fetching")
        assert "fetching" in shown(app)
        assert "Refreshing" in shown(app)
        times = []
        for key in ("space", "down", "space", "up", "space"):
            began = perf_counter()
            await pilot.press(key)
            times.append(perf_counter() - began)
        assert sorted(times)[2] < 0.15, times
        await pilot.press("c")
        await until(pilot, lambda: "stopping" in shown(app))
        going.set()
        await until(pilot, lambda: screen.running is None)
        assert "Stopped. What had been stored stays" in shown(app)


async def test_leaving_the_app_stops_it(make_app, own_home, publisher):
    publisher.serve("/acts/2", respond=lambda request: (time.sleep(1), Response("{}"))[1])
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        screen = await come(pilot)
        await pilot.press("u")
        await until(pilot, lambda: screen.running)
        stop = screen.running
    assert stop.is_set()


async def test_add_a_source_and_refresh_it(make_app, own_home, replay):
    replay.serve("/consultation", CONSULTATION, content_type="text/html")
    (own_home / "corpus" / "sources.toml").write_text('contact = "tests@example.org"\n', encoding="utf-8")
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        screen = await come(pilot)
        assert "No source yet" in shown(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, AddingScreen))
        await pilot.press(*f"{replay.url}/consultation", "enter")
        await until(pilot, lambda: "this computer or a private network" in shown(app) or "allow" in shown(app))
        await pilot.press("tab", "tab", "space", "tab", "enter")
        await until(pilot, lambda: "Added to corpus/sources.toml" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: screen.targets)
        assert screen.statuses[0].type == "page"
        await until(pilot, lambda: app.focused.id == "log-list")
        await pilot.press("enter")
        await until(pilot, lambda: main_screen(app).reader.document == screen.targets[0])


async def test_a_source_that_fails_is_told(make_app, own_home, publisher):
    publisher.serve("/list.json", b"not json")
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        screen = await come(pilot)
        await pilot.press("k")
        await until(pilot, lambda: screen.statuses[0].reachable is not None and screen.statuses[0].error)
        await until(pilot, lambda: "1 source asked, 1 failed" in shown(app))
        await pilot.press("u")
        await until(pilot, lambda: "FAILED" in shown(app))


async def test_a_broken_sources_file_is_told(make_app, own_home):
    (own_home / "corpus" / "sources.toml").write_text("[sources", encoding="utf-8")
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("0") if app.focused.id != "question" else await pilot.press("f10")
        await until(pilot, lambda: "correct the file" in shown(app))
