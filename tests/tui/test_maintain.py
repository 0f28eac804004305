"""The Maintain screen against a publisher on the loopback interface."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from threading import Event

import pytest
from werkzeug import Response

from regbot.model import AsOf
from regbot.paths import resolve
from regbot.tui.refresher import Refresher
from regbot.tui.screens.adding import AddingScreen
from regbot.tui.screens.maintain import MaintainScreen
from regbot.workspace import Workspace
from tests.conftest import NOW
from tests.replaying import replay
from tests.sources.test_page import CONSULTATION
from tests.tui.driving import focused, main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, WIDE

__all__ = ["replay"]
SOURCE = """[sources.{name}]
type = "page"
terms = "test terms"
urls = [{urls}]
allow_local = true
delay_seconds = 0
timeout_seconds = 30
"""


def follow(home, replay, **pages: int) -> None:
    """Have the workspace watch so many pages of each source: `/parks-1`, `/parks-2`."""
    parts = ['contact = "tests@example.org"']
    for name, count in pages.items():
        addresses = [f"/{name}-{number}" for number in range(1, count + 1)]
        for address in addresses:
            text = CONSULTATION.replace("dogs in parks", f"dogs in {address[1:]}")
            replay.serve(address, text, content_type="text/html")
        parts.append(SOURCE.format(name=name, urls=", ".join(f'"{replay.url}{address}"' for address in addresses)))
    (home / "corpus" / "sources.toml").write_text("\n".join(parts), encoding="utf-8")


@pytest.fixture
def publisher(replay, own_home):
    """Three pages, and a workspace that asks for them."""
    follow(own_home, replay, parks=3)
    return replay


@pytest.fixture
def going(replay) -> Iterator[Event]:
    """Set it, and the page `/parks-2` answers."""
    event = Event()
    replay.serve("/parks-2", respond=lambda request: (event.wait(60), Response("{}"))[1])
    yield event
    event.set()


async def come(pilot) -> MaintainScreen:
    await ready(pilot)
    await pilot.press("f10")
    await until(pilot, lambda: isinstance(pilot.app.screen, MaintainScreen) and pilot.app.screen.checks)
    return pilot.app.screen


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_refresh_and_open_what_is_new(make_app, own_home, publisher, size):
    app = make_app(own_home)
    async with app.run_test(size=size) as pilot:
        screen = await come(pilot)
        assert "any web page" in shown(app)
        assert "never refreshed yet" in shown(app)
        await pilot.press("u")
        await until(pilot, lambda: screen.targets and "3 new" in shown(app))
        await until(pilot, lambda: focused(app) == "log-list")
        await pilot.press("enter")
        await until(pilot, lambda: main_screen(app).reader.document == screen.targets[0])
        await until(pilot, lambda: "Article 1" in shown(app))
        await pilot.press("f10")
        await until(pilot, lambda: app.screen is screen and "3 new" in shown(app))


async def test_cancel_while_it_runs(make_app, own_home, publisher, going):
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        screen = await come(pilot)
        await pilot.press("u")
        await until(pilot, lambda: screen.steps.get("parks") and screen.steps["parks"].done == 1)
        await until(pilot, lambda: "fetching 1 of 3" in shown(app) and "Refreshing" in shown(app))
        await pilot.press("space")
        await until(pilot, lambda: "✓ parks" in shown(app))
        await pilot.press("c")
        await until(pilot, lambda: "stopping" in shown(app))
        going.set()
        await until(pilot, lambda: screen.running is None)
        await until(pilot, lambda: "Stopped. What had been stored stays" in shown(app))
    assert [page.name for page in own_home.glob("corpus/documents/*/page-*")]


async def test_one_source_is_cancelled_and_the_other_goes_on(make_app, own_home, publisher, going):
    follow(own_home, publisher, parks=3, roads=2)
    publisher.serve("/parks-2", respond=lambda request: (going.wait(60), Response("{}"))[1])
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        screen = await come(pilot)
        await pilot.press("u")
        await until(pilot, lambda: screen.steps.get("parks") and screen.steps["parks"].done == 1)
        await pilot.press("delete")
        await until(pilot, lambda: screen.steps["parks"].stage == "stopping" and "stopping 1" in shown(app))
        going.set()
        await until(pilot, lambda: screen.running is None and screen.reports)
        await until(pilot, lambda: "cancelled  1 new" in shown(app))
        assert (screen.reports["roads"].new, screen.reports["roads"].cancelled) == (2, False)


async def test_leaving_the_app_stops_it(make_app, own_home, publisher, going):
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        screen = await come(pilot)
        await pilot.press("u")
        await until(pilot, lambda: screen.running)
        refresher = screen.running
    assert refresher._child.end() != 0


async def test_a_killed_app_leaves_no_refresh_behind(own_home, publisher, going):
    workspace = Workspace(resolve(own_home), AsOf(datetime.fromisoformat(NOW)))
    refresher = Refresher(workspace, ["parks"])
    heard = refresher._child.heard()
    while not any(step["done"] for step in next(heard)["steps"].values()):
        pass
    refresher._child.hang_up()
    going.set()
    assert [*heard][-1] == {"report": None}
    assert refresher._child.end() == 0


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
        await until(pilot, lambda: focused(app) == "log-list")
        await pilot.press("enter")
        await until(pilot, lambda: main_screen(app).reader.document == screen.targets[0])


async def test_a_source_that_fails_is_told(make_app, own_home, replay):
    replay.serve("/feed", b"not a feed")
    feed = SOURCE.format(name="news", urls=f'"{replay.url}/feed"').replace('"page"', '"feed"')
    (own_home / "corpus" / "sources.toml").write_text(f'{feed}hosts = ["example.org"]\n', encoding="utf-8")
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
