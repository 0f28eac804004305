"""What goes wrong is said in a sentence, with what mends it; what was typed stays."""

from __future__ import annotations

import shutil
from functools import partialmethod

import pytest
from textual.app import App
from textual.events import Paste
from textual.widgets._toast import Toast

from regbot.tui.app import RegbotApp, run
from regbot.tui.messages import Stage
from regbot.tui.screens.main import MainScreen
from regbot.tui.screens.problem import ProblemScreen
from regbot.tui.session import Session
from tests.tui.driving import ask, main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, QUESTION, WIDE


async def test_a_question_too_long_comes_back(make_app):
    question = "why " * 5_000
    app = make_app()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await ready(pilot)
        turn = await ask(pilot, question)
        await until(pilot, lambda: isinstance(app.screen, ProblemScreen))
        assert "at most" in shown(app)
        assert "shorten it" in shown(app)
        assert "Traceback" not in shown(app)
        await until(pilot, lambda: app.screen.query(Toast), "a toast")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is main_screen(app))
        assert main_screen(app).talk.box.value == question.strip()
        assert turn.has_class("-failed")
        await ask(pilot, QUESTION)
        assert "2023 draft, Article 2" in shown(app)


async def test_an_index_that_vanishes_under_the_app(make_app, own_home):
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        app.session._index.catalogue.close()
        await ask(pilot, QUESTION)
        await until(pilot, lambda: isinstance(app.screen, ProblemScreen))
        assert "regbot index build" in shown(app)
        assert "Here: F10, then b" in shown(app)
        assert main_screen(app).talk.box.value == QUESTION


async def test_no_index_and_nothing_that_builds_one(make_app, bare_home):
    app = make_app(bare_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        assert main_screen(app).talk.stage is Stage.FAILED
        assert "no index has been built yet" in shown(app)
        await ask(pilot, QUESTION)
        assert main_screen(app).talk.box.value == QUESTION
        await pilot.press("f3", "enter", "enter")
        await until(pilot, lambda: "A face may be processed" in shown(app) or "Notice" in shown(app))


async def test_a_corrupt_document(make_app, own_home):
    next(own_home.glob("corpus/documents/cn/faces-draft-2023/document.toml")).write_text("id = [", encoding="utf-8")
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ProblemScreen))
        assert "document.toml" in shown(app)
        assert "corpus/README.md" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_running


async def test_a_document_that_vanishes_under_the_app(make_app, own_home):
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        shutil.rmtree(own_home / "corpus" / "documents" / "cn" / "news-2023-08-08")
        await pilot.press("f3", "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, ProblemScreen))
        assert "news-2023-08-08" in shown(app)


async def test_an_unknown_theme_and_a_broken_config(make_app, own_home):
    for text, told in (('[app]\ntheme = "pink"\n', "pink"), ("[app\n", "config.toml")):
        (own_home / "config.toml").write_text(text, encoding="utf-8")
        app = make_app(own_home)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, lambda app=app: isinstance(app.screen, ProblemScreen))
            assert told in shown(app)
            await pilot.press("escape")
            await pilot.pause()
            assert app.is_running


async def test_a_hundred_thousand_characters(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        box = main_screen(app).talk.box
        app.post_message(Paste("face " * 20_000))
        await until(pilot, lambda: len(box.value) > 99_000)
        await pilot.press("x", "enter")
        await until(pilot, lambda: isinstance(app.screen, ProblemScreen))
        assert box.value.endswith("facex")


async def test_an_empty_question_is_no_question(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("space", "space", "enter")
        await pilot.pause()
        assert not main_screen(app).query("Turn")


async def test_escape_stops_a_question_and_gives_it_back(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        screen = main_screen(app)
        with app.session._asking:
            screen.talk.box.value = QUESTION
            await pilot.press("enter")
            await until(pilot, lambda: "Looking" in shown(app))
            await pilot.press("escape")
            await until(pilot, lambda: "Stopped." in shown(app))
        assert screen.talk.box.value == QUESTION
        await pilot.pause(0.5)
        assert "Stopped." in shown(app)


async def test_questions_are_answered_in_turn(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = main_screen(app)
        with app.session._asking:
            for question in (QUESTION, "When did comments on the 2023 draft close?"):
                screen.talk.box.value = question
                await pilot.press("enter")
                await pilot.pause()
            await until(pilot, lambda: "Waiting for the question before it" in shown(app))
        await until(pilot, lambda: all(turn.done for turn in screen.query("Turn")))
        assert [turn.number for turn in screen.query("Turn")] == [1, 2]


def test_a_fault_of_regbots_own_ends_without_a_traceback(make_app, monkeypatch, capfd):
    def fail(screen):
        raise ValueError("boom")

    monkeypatch.setattr(MainScreen, "_begin", fail)
    monkeypatch.setattr(RegbotApp, "run", partialmethod(App.run, headless=True))
    with pytest.raises(ValueError, match="boom"):
        run(make_app().session.workspace)
    printed = capfd.readouterr()
    assert "Traceback" not in printed.out + printed.err


async def test_a_fault_in_a_worker_is_told_in_a_sentence(make_app, monkeypatch):
    def fail(session, ref):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(Session, "page", fail)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f3", "enter")
        await until(pilot, lambda: main_screen(app).reader.document)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ProblemScreen))
        assert "unexpected ZeroDivisionError: by zero" in shown(app)
