"""Compare: changes one after another, in one column or two, by topic; from a provision to what became of it."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from regbot.tui.screens.compare import CompareScreen
from tests.tui.driving import main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, WIDE


async def come(pilot) -> CompareScreen:
    await ready(pilot)
    await pilot.press("f6")
    await until(pilot, lambda: getattr(pilot.app.screen, "comparison", None), "the comparison")
    return pilot.app.screen


@pytest.mark.parametrize("size", [NARROW, (120, 35), (160, 45)])
async def test_the_draft_and_what_became_of_it(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        screen = await come(pilot)
        await until(pilot, lambda: "2023 draft" in shown(app) and "2025 Rules" in shown(app))
        assert screen.query_one("#old-text").region.width == 0 or size[0] >= 140
        before = screen.at
        await pilot.press("n")
        await until(pilot, lambda: screen.at == before + 1 or len(screen.changes) == 1)
        await pilot.press("k")
        await until(pilot, lambda: "every provision" in shown(app))
        assert screen.query_one("#changes", OptionList).option_count == len(screen.comparison.changes)
        await pilot.press("u")
        await until(pilot, lambda: "It does not say why they differ" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_what_became_of_a_provision(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        main_screen(app).jobs.page("faces-draft-2023#art_2", None, take_focus=True)
        await until(pilot, lambda: main_screen(app).reading and main_screen(app).reader.page)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, CompareScreen) and app.screen.comparison)
        assert app.screen.change.old_ref == "faces-draft-2023#art_2"
        await pilot.press("w")
        await until(pilot, lambda: app.screen is main_screen(app))


async def test_choosing_other_texts(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await come(pilot)
        await pilot.press("o")
        await until(pilot, lambda: "the draft and what became of it" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)


async def test_nothing_to_compare(make_app, tmp_path):
    app = make_app(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f6")
        await until(pilot, lambda: "no two texts here belong together yet" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "o chooses two texts" in shown(app))
