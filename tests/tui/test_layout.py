"""Room: two sides, one side, and everything in reach at 80x24."""

from __future__ import annotations

import pytest
from textual.widgets import Footer, OptionList
from textual.widgets._footer import FooterKey

from regbot.tui import themes
from regbot.tui.widgets.documents import Documents
from tests.tui.driving import ask, focused, main_screen, marked, ready, shown, until
from tests.tui.test_reading import NARROW, QUESTION, WIDE


def footer(app) -> str:
    return shown(app).splitlines()[-1]


async def test_one_side_below_100_columns(make_app):
    app = make_app()
    async with app.run_test(size=(99, 30)) as pilot:
        await ready(pilot)
        screen = main_screen(app)
        assert screen.talk.region.width == 99
        assert not screen.reader.display
        await pilot.press("f4")
        await until(pilot, lambda: screen.reader.region.width == 99)
        assert not screen.left.display
        await pilot.press("f2")
        await until(pilot, lambda: app.focused is screen.talk.box)
        assert screen.talk.region.width == 99


async def test_two_sides_from_100_columns(make_app):
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        screen = main_screen(app)
        assert screen.talk.region.width == 100
        await pilot.press("f3")
        await until(pilot, lambda: screen.left.region.width == screen.reader.region.width == 50)


async def test_an_answer_opens_its_first_citation_where_there_is_room(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await ask(pilot, QUESTION)
        await until(pilot, lambda: marked(app))
        assert app.focused is main_screen(app).talk.box


async def test_resizing_keeps_the_side_that_is_being_read(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await ask(pilot, QUESTION)
        await pilot.press("up", "enter")
        await until(pilot, lambda: focused(app) == "page-body")
        await pilot.resize_terminal(*NARROW)
        await until(pilot, lambda: main_screen(app).reader.region.width == 80)
        assert marked(app).startswith("Processing a face")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: QUESTION[:30] in shown(app) and marked(app))


@pytest.mark.parametrize("place", ["question", "rows", "documents", "outline", "provision"])
async def test_every_key_of_the_footer_fits_in_80_columns(make_app, place):
    app = make_app()
    keys = {
        "question": [],
        "rows": ["up"],
        "documents": ["f3"],
        "outline": ["f3", "enter"],
        "provision": ["f3", "enter", "enter"],
    }
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        for key in keys[place]:
            await pilot.press(key)
            await pilot.pause(0.3)
        await until(pilot, lambda: app.screen.query(FooterKey))
        bar = app.screen.query_one(Footer).region
        assert all(bar.contains_region(key.region) for key in app.screen.query(FooterKey) if key.display)
        assert "F1 Help" in footer(app)


async def test_the_quote_is_scrolled_to(make_app, own_home):
    from regbot.corpus.store import Corpus

    corpus = Corpus(own_home / "corpus" / "documents")
    path = next((own_home / "corpus" / "documents").glob("cn/faces-rules-2025/*.en.md"))
    text = path.read_text(encoding="utf-8")
    filler = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    path.write_text(text.replace("A processor that", f"{filler}\n\nA processor that"), encoding="utf-8")
    assert corpus.versions("faces-rules-2025")
    app = make_app(own_home)
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await ask(pilot, "Who has to file with the provincial office?")
        await pilot.press("up", "enter")
        await until(pilot, lambda: marked(app))
        assert "A processor that stores the faces of 100,000 people" in marked(app)
        assert "Paragraph 1 of" not in shown(app)
        assert "Article 2 · Filing" in shown(app)


async def test_a_document_of_3000_provisions_can_be_gone_through(make_app, own_home):
    from dataclasses import replace

    from regbot.corpus.store import Corpus
    from tests.conftest import provision, rule

    document, version, _ = rule()
    many = tuple(
        provision("long-rules", version.date, f"art_{number}", f"Article {number}", "Heading", f"Text {number}.")
        for number in range(1, 3001)
    )
    long = replace(document, id="long-rules", short_title="Long Rules", relations=())
    Corpus(own_home / "corpus" / "documents").save(long, [replace(version, document="long-rules", provisions=many)])
    app = make_app(own_home)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f3")
        documents = main_screen(app).query_one(Documents)
        documents.highlighted = documents.get_option_index("long-rules")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#outline-list"))
        await until(pilot, lambda: app.screen.query_one("#outline-list", OptionList).option_count == 3000)
        await until(pilot, lambda: focused(app) == "outline-list")
        await pilot.press("end")
        await until(pilot, lambda: "Article 3000" in shown(app))


async def test_light_and_dark(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        assert app.theme == themes.DARK
        await pilot.press("f3", "t")
        await pilot.pause()
        assert app.theme == themes.LIGHT
        await pilot.press("t")
        await pilot.pause()
        assert app.theme == themes.DARK


@pytest.mark.parametrize("theme", ["nord", "textual-light", themes.LIGHT])
async def test_the_theme_of_the_settings(make_app, own_home, theme):
    (own_home / "config.toml").write_text(f'[app]\ntheme = "{theme}"\n', encoding="utf-8")
    app = make_app(own_home)
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        assert app.theme == theme
        await pilot.press("f3", "enter", "enter")
        await until(pilot, lambda: "1 of 2" in shown(app))


async def test_without_colour(make_app, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await ask(pilot, QUESTION)
        await until(pilot, lambda: "Processing a face needs" in shown(app))
        colours = {
            colour.triplet
            for strip in app.screen._compositor.render_strips()
            for filtered in [strip.apply_filter(app.get_line_filters()[0], app.screen.background_colors[1])]
            for segment in filtered
            if segment.style
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour and colour.triplet
        }
        assert colours
        assert all(red == green == blue for red, green, blue in colours)
