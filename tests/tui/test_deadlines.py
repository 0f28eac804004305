"""Deadlines: list, filters, watch, month, calendar file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.tui.driving import main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, WIDE

OPEN_DAY = date(2023, 8, 27)


async def come(pilot) -> None:
    await ready(pilot)
    await pilot.press("f5")
    await until(pilot, lambda: getattr(pilot.app.screen, "tracker", None), "the consultations")


async def test_days_left_and_the_issuers_zone(make_app):
    app = make_app()
    app.session.workspace.as_of = replace(app.session.workspace.as_of, day=OPEN_DAY)
    async with app.run_test(size=WIDE) as pilot:
        await come(pilot)
        screen = shown(app)
        assert "11 days left" in screen
        assert "closes 7 Sep 2023, 23:59 Asia/Shanghai" in screen
        assert "September 2023" in screen
        assert "comments@example.org" in screen
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "August 2023" in shown(app) and "Nothing closes in this month" in shown(app))


async def test_filters_say_what_they_leave_out(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await come(pilot)
        assert "2023 draft" in shown(app)
        await pilot.press("f")
        await until(pilot, lambda: "Nothing takes comments today" in shown(app))
        await pilot.press("f", "f")
        await until(pilot, lambda: "2023 draft" in shown(app))
        await pilot.press("o")
        await until(pilot, lambda: "You watch nothing yet" in shown(app))
        await pilot.press("o", "j")
        await until(pilot, lambda: "2023 draft" in shown(app) and " CN" in shown(app))


async def test_watching_and_the_calendar_file(make_app, own_home):
    app = make_app(own_home)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await come(pilot)
        await pilot.press("w")
        await until(pilot, lambda: "★ watched since" in shown(app))
        assert "faces-draft-2023" in (own_home / "tracking" / "watched.toml").read_text(encoding="utf-8")
        await pilot.press("i")
        await until(pilot, (own_home / "deadlines.ics").is_file)
        assert "BEGIN:VEVENT" in (own_home / "deadlines.ics").read_text(encoding="utf-8")
        await pilot.press("w")
        await until(pilot, lambda: "★ watched since" not in shown(app))


async def test_from_the_list_to_the_text_and_back(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await come(pilot)
        await pilot.press("c")
        await until(pilot, lambda: "Mo  Tu  We" in shown(app))
        await pilot.press("c", "enter")
        await until(pilot, lambda: main_screen(app).reader.document == "faces-draft-2023")
        await until(pilot, lambda: app.screen is main_screen(app) and "Article 1" in shown(app))


async def test_no_consultation_at_all(make_app, tmp_path):
    app = make_app(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: "No consultation is held here yet" in shown(app))
