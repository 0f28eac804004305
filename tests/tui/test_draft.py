"""The Draft screen: from a worry to a file to send, two windows, checks and what mends them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy

import pytest
from textual.events import Paste
from textual.widgets import Static
from textual.widgets._footer import FooterKey

from regbot.draft.comment import Sender
from regbot.model import AsOf
from regbot.paths import resolve
from regbot.tui.screens.conflict import ConflictScreen
from regbot.tui.screens.draft import DraftScreen
from regbot.tui.screens.sending import ExportScreen
from regbot.tui.screens.telling import TellingScreen
from regbot.workflows.drafts import list_drafts, load_draft, new_draft, save_draft
from regbot.workspace import Workspace
from tests.conftest import NOW
from tests.tui.driving import focused, main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, WIDE

DAY = date(2023, 8, 20)
DRAFT = "faces-draft-2023"


@pytest.fixture
def make_then(make_app, own_home):
    """The app on a workspace of its own, as of a day on which the consultation was open."""

    def make(day: date | None = DAY):
        app = make_app(own_home)
        app.session.workspace.as_of = replace(app.session.workspace.as_of, day=day)
        return app

    return make


def another(home) -> Workspace:
    """The same workspace in another window."""
    return Workspace(resolve(home), AsOf(datetime.fromisoformat(NOW), DAY))


async def at(pilot, question: str):
    """Until that question is asked and can be answered."""
    screen = pilot.app.screen
    assert isinstance(screen, DraftScreen)
    view = screen.view
    await until(pilot, lambda: view.answering.question and view.answering.question.id == question, question)
    await until(pilot, lambda: pilot.app.focused and view.answering in pilot.app.focused.ancestors, question)
    return view


async def begun(pilot) -> DraftScreen:
    """Begin a comment on the one consultation, by keys."""
    await ready(pilot)
    await pilot.press("f7")
    await until(pilot, lambda: "From a worry to a comment" in shown(pilot.app))
    await pilot.press("n")
    await until(pilot, lambda: getattr(pilot.app.screen, "_values", None))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, DraftScreen) and pilot.app.screen.view.desk)
    return pilot.app.screen


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_from_a_worry_to_a_mail(make_then, own_home, size):  # noqa: PLR0915
    app = make_then()
    async with app.run_test(size=size) as pilot:
        screen = await begun(pilot)
        await at(pilot, "sender")
        await pilot.press("enter")
        await at(pilot, "name")
        await pilot.press(*"Li Mei", "enter")
        await at(pilot, "standing")
        await pilot.press(*"I rent a flat.", "f8")
        await at(pilot, "worry")
        await pilot.press(*"separate consent for processing my face", "f8")
        view = await at(pilot, "provisions")
        await until(pilot, lambda: "Article 2 Consent" in shown(app))
        place = next(place for place, item in enumerate(view.answering.choices) if item.ref == f"{DRAFT}#art_2")
        for _ in range(place):
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: view.desk.comment.points)
        await pilot.press("f8")
        await at(pilot, "point-1.quote")
        await pilot.press("f8")
        await at(pilot, "point-1.position")
        await pilot.press("down", "down", "enter")
        await at(pilot, "point-1.reason")
        await pilot.press(*"My gate opens by face alone. Ring 13800138000 for proof.", "f8")
        await at(pilot, "point-1.evidence")
        await pilot.press("f8")
        await at(pilot, "point-1.wording")
        assert view.answering.sheet.text.startswith("Processing a face needs")
        await pilot.press(*" Always.")
        await until(pilot, lambda: any(item.id == "C17" for item in view.findings))
        if size == WIDE:
            await until(pilot, lambda: "As you would have it" in shown(app))
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "13800138000" not in view.desk.comment.points[0].reason)
        view.go_to("own_views")
        await at(pilot, "own_views")
        await pilot.press("enter")
        await until(pilot, lambda: not view.desk.unsaved and view.desk.comment.own_views)
        await pilot.press("escape")
        await until(pilot, lambda: focused(app) == "steps")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and app.screen._offers)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.exported)
        made = app.screen.exported
        assert "What to do now" in shown(app)
        await pilot.press("m")
        await until(pilot, lambda: "I have sent it" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "2023, " in shown(app) and "by email" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and screen.view.desk.comment.sent)
    mail = message_from_bytes(made.files[0].read_bytes(), policy=policy.default)
    assert mail["To"] == "comments@example.org"
    assert "13800138000" not in mail.get_body().get_content()
    held = load_draft(another(own_home), DRAFT)
    assert held.points[0].wording.endswith("the person is in danger. Always.")
    assert (held.name, held.standing, held.own_views) == ("Li Mei", "I rent a flat.", True)


def offered(app) -> list[str]:
    return [key.description for key in app.screen.query(FooterKey)]


async def test_a_dialog_shows_the_keys_that_do_something_in_it(make_then):
    app = make_then()
    async with app.run_test(size=NARROW) as pilot:
        await begun(pilot)
        await at(pilot, "sender")
        await pilot.press("escape", "w")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and app.screen._offers)
        assert offered(app) == ["Close", "I have sent it"]
        await pilot.press("enter")
        await until(pilot, lambda: offered(app) == ["Close", "I have sent it", "All the same", "Another way"])
        assert "use a to export it all the same" in " ".join(shown(app).split())
        await pilot.press("a")
        await until(pilot, lambda: offered(app) == ["Close", "Copy the text", "I have sent it", "Another way"])
        await pilot.press("o")
        await until(pilot, lambda: offered(app) == ["Close", "Copy the text", "I have sent it"])


async def test_what_is_typed_is_saved_within_a_second(make_then, own_home):
    app = make_then()
    async with app.run_test(size=WIDE) as pilot:
        screen = await begun(pilot)
        await at(pilot, "sender")
        screen.view.go_to("worry")
        await at(pilot, "worry")
        await pilot.press(*"doors")
        await until(pilot, lambda: load_draft(another(own_home), DRAFT).worry == "doors", patience=1)


async def test_leaving_saves_what_was_typed(make_then, own_home):
    app = make_then()
    async with app.run_test(size=WIDE) as pilot:
        screen = await begun(pilot)
        await at(pilot, "sender")
        screen.view.go_to("worry")
        await at(pilot, "worry")
        await pilot.press(*"doors", "ctrl+q")
    assert load_draft(another(own_home), DRAFT).worry == "doors"


async def test_a_draft_left_without_a_word_is_not_kept(make_then, own_home):
    app = make_then()
    async with app.run_test(size=WIDE) as pilot:
        screen = await begun(pilot)
        await at(pilot, "sender")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not screen.view.desk and list_drafts(another(own_home)) == ())


async def test_a_draft_is_deleted_and_brought_back(make_then, own_home):
    new_draft(another(own_home), DRAFT, title="Faces at the gate")
    app = make_then()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await until(pilot, lambda: "Faces at the gate" in shown(app))
        await pilot.press("delete")
        await until(pilot, lambda: list_drafts(another(own_home)) == () and not app.screen.lines)
        await pilot.press("y")
        await until(pilot, lambda: getattr(app.screen, "_values", None) == [DRAFT])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DraftScreen) and app.screen.lines)
        await until(pilot, lambda: "It is back" in shown(app))
        assert load_draft(another(own_home), DRAFT).title == "Faces at the gate"


@pytest.mark.parametrize("mine", [True, False])
async def test_two_windows_on_one_draft(make_then, own_home, mine, monkeypatch):
    monkeypatch.setattr("regbot.tui.screens.draft.LOOK_EVERY", 3600.0)
    app = make_then()
    async with app.run_test(size=WIDE) as pilot:
        screen = await begun(pilot)
        await at(pilot, "sender")
        screen.view.go_to("worry")
        view = await at(pilot, "worry")
        other = another(own_home)
        save_draft(other, replace(load_draft(other, DRAFT), name="Theirs"))
        app.post_message(Paste("mine"))
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen))
        await pilot.press("m", "t", "enter", "space")
        assert isinstance(app.screen, ConflictScreen)
        await pilot.press(*(["tab"] if mine else ["tab", "tab"]), "enter")
        await until(pilot, lambda: app.screen is screen and not view.desk.unsaved)
        held = load_draft(other, DRAFT)
        assert (held.worry, held.name) == (("mine", "") if mine else ("", "Theirs"))
        app.screen.action_states()
        await until(pilot, lambda: len(getattr(app.screen, "_values", [])) >= 3)


async def test_a_sentence_typed_on_a_list_is_no_row_of_commands(make_then, own_home):
    app = make_then()
    async with app.run_test(size=NARROW) as pilot:
        screen = await begun(pilot)
        view = await at(pilot, "sender")
        await until(pilot, lambda: focused(app) == "answer-list")
        assert "To send" not in offered(app)
        await pilot.press(*"quit now", "question_mark")
        await pilot.pause(0.2)
        assert app.screen is screen
        assert (view.at, focused(app)) == ("sender", "answer-list")
        assert len(list_drafts(another(own_home))) == 1
        await pilot.press("f8")
        await until(pilot, lambda: view.at != "sender")


async def test_a_second_draft_is_told_from_the_first_and_gone_on_with_where_one_left_off(make_then, own_home):
    space = another(own_home)
    first = new_draft(space, DRAFT).comment
    second = new_draft(space, DRAFT).comment
    save_draft(space, replace(load_draft(space, second.id), sender=Sender.INDIVIDUAL, worry="faces"))
    app = make_then()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await until(pilot, lambda: first.id in shown(app) and second.id in shown(app))
        screen = app.screen
        screen.drafting.open(second.id)
        await until(pilot, lambda: screen.view.desk)
        view = await at(pilot, "provisions")
        assert second.id in str(screen.query_one("#draft-head", Static).content)
        await pilot.press("f8")
        await until(pilot, lambda: view.at == "opening")
        await until(pilot, lambda: "without a provision" in " ".join(note.message for note in app._notifications))


async def test_another_window_is_noticed_without_a_key(make_then, own_home):
    app = make_then()
    async with app.run_test(size=WIDE) as pilot:
        await begun(pilot)
        view = await at(pilot, "sender")
        other = another(own_home)
        save_draft(other, replace(load_draft(other, DRAFT), name="Theirs"))
        await until(pilot, lambda: view.desk.comment.name == "Theirs")


async def test_a_closed_consultation_says_so_at_once(make_then):
    app = make_then(None)
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        app.begin_draft(DRAFT)
        await until(pilot, lambda: isinstance(app.screen, TellingScreen))
        assert "no longer taken" in shown(app)
        assert "2025 Rules" in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: "practice" in shown(app))
        app.screen.action_outcome()
        await until(pilot, lambda: "was the reason." in shown(app))


async def test_commenting_on_what_is_read(make_then):
    app = make_then()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        main_screen(app).jobs.page(f"{DRAFT}#art_2", None, take_focus=True)
        await until(pilot, lambda: main_screen(app).reading and main_screen(app).reader.page)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, DraftScreen))
        view = await at(pilot, "point-1.position")
        assert view.desk.comment.points[0].anchor.ref == f"{DRAFT}#art_2"
        await until(pilot, lambda: "separate consent" in shown(app))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "18 days left" in shown(app) and "1 point" in shown(app))
        app.comment_on(f"{DRAFT}#art_1")
        await at(pilot, "point-2.position")


async def test_a_draft_that_does_not_parse_is_listed_and_told(make_then, own_home):
    (own_home / "drafts").mkdir()
    (own_home / "drafts" / "broken.md").write_text("# no front matter\n", encoding="utf-8")
    app = make_then()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f7")
        await until(pilot, lambda: "it does not say which consultation" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "begin the file with" in shown(app))


async def test_panes_one_at_a_time_where_there_is_no_room(make_then, own_home):
    new_draft(another(own_home), DRAFT)
    app = make_then()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        app.open_draft(DRAFT)
        await until(pilot, lambda: isinstance(app.screen, DraftScreen) and app.screen.view.report)
        view = await at(pilot, "sender")
        for pane, holds in (("beside", "beside-provision"), ("checks", "findings"), ("steps", "steps")):
            await pilot.press("ctrl+o")
            await until(pilot, lambda pane=pane, holds=holds: view.pane == pane and focused(app) == holds)
            assert "F8" in shown(app)
        await pilot.click("#desk-panes", offset=(12, 0))
        await until(pilot, lambda: view.pane == "question")
        await pilot.click("#answer-list", offset=(4, 2))
        await at(pilot, "name")
