"""Outside text that tries to be markup, a key press, a terminal command or a trick on the eye: shown, and harmless."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from regbot.config import Settings
from regbot.corpus.store import Corpus
from regbot.errors import RegbotError
from regbot.index.generation import build
from regbot.model import Channel, Consultation, DocumentKind, LegalStatus
from regbot.paths import resolve
from regbot.tui.history import Asked
from regbot.tui.widgets.documents import Documents
from tests.conftest import NOW, rule
from tests.tui.driving import ask, main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, WIDE

LONG = "supercalifragilistic" * 500
HOSTILE = [
    "cite [/foo]",
    "[@click=app.quit]x[/]",
    "[link=https://evil.example]y[/link]",
    "[bold red",
    "]]>[",
    "red \x1b[31mALERT\x1b[0m \x1b]0;owned\x07 \x1b]52;c;ZXZpbA==\x07",
    "pay \u202e000,001\u202c \u2066now\u2069",
    "zero\u200bwidth\ufeff\u2060",
    "bell\x07 null\x00 back\x08 \x9b2J",
    "$primary {curly} :smile: \\[escaped\\]",
    LONG,
    "مرحبا بالعالم",
    "一二三四五六七八九十" * 40,
    "👩‍👩‍👧‍👦 e\u0301\u0302",
]
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
EVERYTHING = " ".join(HOSTILE)


@pytest.fixture
def hostile_home(bare_home):
    """A workspace one of whose documents is hostile wherever a text can stand."""
    document, version, _ = rule()
    provisions = tuple(
        replace(
            version.provisions[0],
            document="hostile-rules",
            eid=f"art_{number}",
            label=f"Article {number} {text[:60]}",
            heading=text[:300],
            text=f"{text}\n\nZebra crossing number {number} needs a permit from the mayor {text}",
            breadcrumb=(f"Chapter {text[:80]}",),
            summaries={"zh": text},
        )
        for number, text in enumerate(HOSTILE, 1)
    )
    bad = replace(
        document,
        id="hostile-rules",
        short_title=f"Hostile {EVERYTHING[:150]}",
        title={"en": EVERYTHING, "zh": EVERYTHING},
        issuer=EVERYTHING,
        incomplete=EVERYTHING,
        terms=EVERYTHING,
        url="https://example.org/[/foo]\x1b[31m",
        relations=(),
    )
    paths = resolve(bare_home)
    versions = [replace(version, document="hostile-rules", provisions=provisions, notice=EVERYTHING)]
    Corpus(paths.documents).save(bad, versions)
    day = date(2023, 8, 8)
    period = Consultation(day, date(2023, 9, 7), EVERYTHING, "notice", (Channel("email", EVERYTHING),), (EVERYTHING,))
    worse = replace(
        bad, id="hostile-draft", kind=DocumentKind.DRAFT, legal_status=LegalStatus.DRAFT, consultation=period
    )
    earlier = tuple(
        replace(item, document="hostile-draft", text=item.text.replace("mayor", "council")) for item in provisions
    )
    Corpus(paths.documents).save(worse, [replace(versions[0], document="hostile-draft", provisions=earlier)])
    build(paths, Settings(), now=datetime.fromisoformat(NOW), lexical_only=True)
    return bare_home


def check(app) -> None:
    """Nothing steers the terminal, nothing can be clicked that regbot did not make."""
    assert not UNSAFE.search(shown(app).replace("\n", ""))
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style:
                assert not segment.style.link
                assert "@click" not in segment.style.meta
    assert app.is_running


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_place(make_app, hostile_home, size):
    app = make_app(hostile_home)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        check(app)
        await pilot.press("f3")
        await pilot.pause()
        assert "cite [/foo]" in shown(app)
        check(app)
        documents = main_screen(app).query_one(Documents)
        documents.highlighted = documents.get_option_index("hostile-rules")
        await pilot.press("enter")
        await until(pilot, lambda: main_screen(app).reader.document == "hostile-rules")
        check(app)
        await pilot.press("home", "enter")
        reader = main_screen(app).reader
        for number in range(1, len(HOSTILE) + 1):
            await until(pilot, lambda number=number: reader.page and reader.page.number == number)
            await pilot.pause()
            check(app)
            await pilot.press("l")
            await pilot.pause()
            check(app)
            await pilot.press("end")
            await pilot.pause()
            check(app)
            await pilot.press("f8")
            await pilot.pause()
        for key in ("f2", "f3", "f1", "escape"):
            await pilot.press(key)
            await pilot.pause()
            check(app)


@pytest.mark.parametrize("size", [NARROW, WIDE, (160, 45)])
async def test_every_other_screen(make_app, hostile_home, size):
    (hostile_home / "drafts").mkdir()
    (hostile_home / "drafts" / "bad.md").write_text(f"# {EVERYTHING}\n", encoding="utf-8")
    app = make_app(hostile_home)
    for text in HOSTILE:
        app.session.history.add(Asked(datetime.fromisoformat(NOW), text, answered=False))
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: main_screen(app).talk.home.query_one("#home-drafts").query(".row"))
        check(app)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: getattr(app.screen, "_values", None))
        check(app)
        await pilot.press("escape", "f5")
        await until(pilot, lambda: getattr(app.screen, "items", None))
        check(app)
        while app.screen.here.listed.document.id != "hostile-draft":
            await pilot.press("down")
        await pilot.pause()
        check(app)
        await pilot.press("c")
        await pilot.pause()
        check(app)
        app.compare("hostile-draft", "hostile-rules")
        await until(pilot, lambda: getattr(app.screen, "comparison", None))
        await pilot.press("k")
        for _ in range(len(app.screen.changes)):
            await pilot.pause()
            check(app)
            await pilot.press("n")
        for key in ("u", "escape", "o", "escape", "f9"):
            await pilot.press(key)
            await pilot.pause(0.1)
            check(app)
        app.go("read")
        main_screen(app).jobs.page("hostile-rules#art_1", None, take_focus=True)
        await until(pilot, lambda: main_screen(app).reading and main_screen(app).reader.page)
        for keys in ("b", "f zebra", "v", "escape"):
            await pilot.press(
                *(key.replace(" ", "space") for key in keys) if len(keys) > 1 and " " in keys else (keys,)
            )
            await pilot.pause(0.2)
            check(app)
            if "zebra" in keys:
                await pilot.press("escape")
        await pilot.press("m")
        assert not UNSAFE.search(app.clipboard.replace("\n", ""))


@pytest.mark.parametrize("number", range(len(HOSTILE)))
async def test_as_a_question_and_in_its_answer(make_app, hostile_home, number):
    app = make_app(hostile_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await ask(pilot, f"zebra crossing number {number + 1} permit mayor {HOSTILE[number][:300]}")
        await pilot.pause(0.2)
        check(app)
        await ask(pilot, f"Zebra crossing number {number + 1} permit from the mayor?")
        await pilot.press("up", "enter")
        await pilot.pause(0.3)
        check(app)


async def test_as_an_error(make_app):
    app = make_app()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await ready(pilot)
        app.report(RegbotError(EVERYTHING, EVERYTHING))
        await pilot.pause(0.2)
        check(app)
        await pilot.press("escape")
        await pilot.pause()
        check(app)


async def test_pasted_into_the_box(make_app):
    from textual.events import Paste

    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        app.post_message(Paste("When do\ncomments\x1b[31m close?\u202e\n"))
        await pilot.pause()
        assert main_screen(app).talk.box.value == "When do comments close?"
        check(app)
