"""From a question to the words it rests on."""

from __future__ import annotations

from regbot.tui.widgets.documents import Documents
from regbot.tui.widgets.sources import SourceRow
from tests.tui.driving import ask, focused, main_screen, marked, ready, shown, until

WIDE = (140, 40)
NARROW = (80, 24)
QUESTION = "Does processing a face need separate consent in the 2023 draft?"


async def test_enter_on_a_citation_shows_its_provision_with_the_quote_marked(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        turn = await ask(pilot, QUESTION)
        row = turn.sources[0]
        await pilot.press("up")
        assert app.focused is row
        await pilot.press("enter")
        await until(pilot, lambda: marked(app))
        reader = main_screen(app).reader
        assert reader.page.provision.ref == row.ref
        assert marked(app) == " ".join(row.mark.quote.split())
        screen = shown(app)
        for words in ("DRAFT", "2023 draft", "Article 2", "Consent", "unofficial restatement, English", "8 Aug 2023"):
            assert words in screen
        assert "number not verified" in screen
        assert "https://example.org/draft" in screen
        assert app.focused.id == "page-body"


async def test_a_marker_in_the_answer_can_be_clicked(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await ask(pilot, QUESTION)
        await until(pilot, lambda: "See also" in shown(app))
        rows = shown(app).splitlines()
        y = next(y for y, row in enumerate(rows) if "[1]" in row)
        await pilot.click(offset=(rows[y].index("[1]") + 1, y))
        await until(pilot, lambda: marked(app))


async def test_a_digit_opens_the_citation_of_that_number(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await ask(pilot, QUESTION)
        await pilot.press("up", "1")
        await until(pilot, lambda: marked(app))


async def test_escape_goes_back_to_the_citation(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        turn = await ask(pilot, QUESTION)
        await pilot.press("up", "enter")
        await until(pilot, lambda: marked(app))
        assert QUESTION not in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is turn.sources[0])
        assert QUESTION in shown(app) or "2023 draft, Article 2" in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is main_screen(app).talk.box)


async def test_neighbours_languages_and_gaps(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = main_screen(app)
        await ask(pilot, QUESTION)
        await pilot.press("up", "enter")
        await until(pilot, lambda: marked(app))
        assert "‹ Article 1" in shown(app)
        await pilot.press("l")
        await until(pilot, lambda: "处理人脸信息应当取得个人的单独同意" in shown(app))
        assert "unofficial summary, 中文" in shown(app)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: screen.reader.page.provision.eid == "art_3")
        await pilot.pause(0.1)
        assert "Not available" in shown(app)
        assert "Not recovered from any source." in shown(app)
        await pilot.press("p", "p")
        await until(pilot, lambda: screen.reader.page.provision.eid in ("art_2", "art_1"))


async def test_a_question_the_corpus_cannot_answer_says_why(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        turn = await ask(pilot, "What is the fine for jaywalking in Paris?")
        assert "No answer in the corpus" in shown(app)
        assert not [row for row in turn.sources if row.mark]


async def test_documents_with_status_and_dates(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.focused, Documents))
        screen = shown(app)
        assert "IN FORCE  2025 Rules" in screen
        assert "DRAFT  2023 draft" in screen
        assert "comments closed 7 Sep 2023 · published 8 Aug 2023" in screen
        assert "became 2025 Rules" in screen
        assert "NEWS" in screen
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Chapter I General" in shown(app))
        assert "not available" in shown(app)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "separate consent of the person" in shown(app))


async def test_the_consultations_days_left(make_app, monkeypatch):
    from dataclasses import replace
    from datetime import date

    app = make_app()
    app.session.workspace.as_of = replace(app.session.workspace.as_of, day=date(2023, 8, 27))
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f3")
        await pilot.pause()
        assert "11 days left to comment (until 7 Sep 2023)" in shown(app)
        assert "2025 Rules" not in shown(app)
        assert "as of 27 Aug 2023" in shown(app)


async def test_an_example_is_three_keys_away(make_app):
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "For example" in shown(app))
        await pilot.press("up", "enter")
        screen = main_screen(app)
        await until(pilot, lambda: screen.query("Turn") and screen.query("Turn").first().done)
        assert "What is said about" in shown(app)


async def test_a_follow_up_and_a_new_conversation(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await ask(pilot, "What does article 2 of the 2023 draft say?")
        turn = await ask(pilot, "And article 1?")
        assert turn.number == 2
        assert turn.sources[0].ref == "faces-draft-2023#art_1"
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "For example" in shown(app))
        assert not main_screen(app).query(SourceRow)


async def test_copying_a_quote_with_its_source(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await ask(pilot, QUESTION)
        await pilot.press("up", "enter")
        await until(pilot, lambda: focused(app) == "page-body")
        await pilot.press("c")
        await pilot.pause()
        assert "separate consent" in app.clipboard
        assert "Draft rules on face recognition, Article 2 (draft; unofficial restatement, English;" in app.clipboard
        assert "https://example.org/draft" in app.clipboard
