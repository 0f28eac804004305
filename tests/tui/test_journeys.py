"""Whole visits, from the first screen to what the person came for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from regbot.tui.keeping import with_theme
from tests.tui.driving import ask, focused, main_screen, marked, ready, shown, until
from tests.tui.test_reading import NARROW, QUESTION, WIDE


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_citizen(make_app, own_home, size):
    """What is open, until when, what does it say of me; the words to quote; until when again, in my calendar."""
    app = make_app(own_home)
    app.session.workspace.as_of = replace(app.session.workspace.as_of, day=date(2023, 8, 27))
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "11 days left" in shown(app))
        await ask(pilot, QUESTION)
        await pilot.press("up", "enter")
        await until(pilot, lambda: marked(app) and main_screen(app).reading)
        await pilot.press("m")
        assert app.clipboard.startswith("> ")
        assert "](<https://example.org/draft>)" in app.clipboard
        await pilot.press("k")
        box = main_screen(app).talk.box
        await until(pilot, lambda: app.focused is box)
        assert box.value == " (2023 draft, Article 2)"
        await pilot.press("f5")
        await until(pilot, lambda: getattr(app.screen, "items", None))
        await pilot.press("w", "i")
        await until(pilot, (own_home / "deadlines.ics").is_file)


async def test_the_journalist(make_app, own_home):
    """What changed, with a quote that can be checked, copied as Markdown; and tomorrow the question is still there."""
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await ask(pilot, QUESTION)
        await until(pilot, lambda: marked(app))
        main_screen(app).action_copy_answer()
        assert "[^1]: “" in app.clipboard
        await pilot.press(*"/compare", "enter")
        await until(pilot, lambda: getattr(app.screen, "comparison", None))
        await pilot.press("w")
        await until(pilot, lambda: main_screen(app).reader.page and app.screen is main_screen(app))
    lines = (own_home / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["question"] == QUESTION
    (own_home / "history.jsonl").open("a", encoding="utf-8").write("{broken\n")
    again = make_app(own_home)
    async with again.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "What you asked before" in shown(again) and QUESTION[:20] in shown(again))
        await pilot.press("enter")
        await until(pilot, lambda: main_screen(again).talk.box.value == QUESTION)


async def test_commands_and_their_completion(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        box = main_screen(app).talk.box
        await pilot.press(*"/do")
        await until(pilot, lambda: "open a document" in shown(app))
        await pilot.press("tab", "space", *"faces-d")
        await until(pilot, lambda: box._suggestion)
        await pilot.press("tab")
        assert box.value == "/doc faces-draft-2023"
        await pilot.press("enter")
        await until(pilot, lambda: main_screen(app).reader.document == "faces-draft-2023")
        await pilot.press("f2", *"/as-of 2023-08-27", "enter")
        await until(pilot, lambda: "as of 27 Aug 2023" in shown(app) and "11 days left" in shown(app))
        await pilot.press(*"/nonsense", "enter")
        await until(pilot, lambda: "there is no command /nonsense" in shown(app))


async def test_texts_beside_each_other_and_words_found(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        main_screen(app).jobs.page("faces-draft-2023#art_2", None, take_focus=True)
        await until(pilot, lambda: main_screen(app).reading and main_screen(app).reader.page)
        await pilot.press("b")
        await until(pilot, lambda: "unofficial summary, 中文" in shown(app))
        await pilot.press("b", "f")
        await until(pilot, lambda: "Find in this document" in shown(app))
        await pilot.press(*"separate consent")
        await until(pilot, lambda: "Article 2" in shown(app) and app.screen._values)
        await pilot.press("enter")
        await until(pilot, lambda: marked(app) == "separate consent")
        await pilot.press("v")
        await until(pilot, lambda: "Texts of this document" in shown(app) and "8 Aug 2023" in shown(app))


async def test_comment_on_takes_the_provision_that_is_open(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        main_screen(app).jobs.page("faces-draft-2023#art_2", None, take_focus=True)
        await until(pilot, lambda: main_screen(app).reading and main_screen(app).reader.page)
        taken: list[str] = []
        app.comment_on = taken.append
        await pilot.press("i")
        await until(pilot, lambda: taken == ["faces-draft-2023#art_2"])


async def test_keys_are_answered_while_a_job_runs(make_app, monkeypatch):
    from threading import Event

    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        going = Event()
        monkeypatch.setattr(type(app.session), "ask", lambda session, question: going.wait(20))
        screen = main_screen(app)
        screen.jobs.ask(1, "slow")
        await pilot.press(*"quick")
        assert screen.talk.box.value == "quick"
        assert not going.is_set()
        going.set()


def test_a_theme_is_kept_and_nothing_else_is_touched():
    text = '# mine\n[llm]\nurl = "x"  # server\n\n[app]\n# look\ntheme = "nord"\n\n[index]\nmodel = ""\n'
    assert with_theme(text, "regbot-light") == text.replace('"nord"', '"regbot-light"')
    assert with_theme("", "nord") == '[app]\ntheme = "nord"\n'
    assert with_theme('[llm]\nurl = ""\n', "nord") == '[llm]\nurl = ""\n\n[app]\ntheme = "nord"\n'


async def test_settings_try_a_theme_on_and_keep_it(make_app, own_home):
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f9")
        await until(pilot, lambda: "Where things are" in shown(app) and focused(app) == "themes")
        await pilot.press("down")
        await until(pilot, lambda: app.theme == "regbot-light")
        await pilot.press("escape")
        await until(pilot, lambda: app.theme == "regbot-dark")
        await pilot.press("f9")
        await until(pilot, lambda: focused(app) == "themes")
        await pilot.press("down", "down", "enter")
        await until(pilot, (own_home / "config.toml").is_file)
        assert 'theme = "regbot-contrast-dark"' in (own_home / "config.toml").read_text(encoding="utf-8")
