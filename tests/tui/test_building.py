"""The first start: no index yet, built beside the app in a process of its own."""

from __future__ import annotations

from datetime import datetime

import pytest

from regbot.model import AsOf
from regbot.paths import resolve
from regbot.tui.builder import Builder
from regbot.tui.messages import Stage, StageChanged
from regbot.tui.widgets.prose import Prose
from regbot.workspace import Workspace
from tests.conftest import NOW
from tests.tui.driving import ask, main_screen, ready, shown, until
from tests.tui.test_reading import NARROW, QUESTION, WIDE


@pytest.mark.slow
async def test_a_first_start_answers_by_words_while_the_index_is_built(make_app, bare_home):
    app = make_app(bare_home, builds=True)
    async with app.run_test(size=NARROW) as pilot:
        screen = main_screen(app)
        await until(pilot, lambda: screen.talk.stage is Stage.BUILDING)
        assert "◌ building" in shown(app)
        turn = await ask(pilot, QUESTION)
        assert "Found by words alone" in turn.query(Prose).last().content.plain
        await until(pilot, lambda: screen.talk.stage is Stage.READY, "a built index", patience=400)
        turn = await ask(pilot, QUESTION)
        assert "Found by words alone" not in " ".join(prose.content.plain for prose in turn.query(Prose))
        assert "● ready" in shown(app)


async def test_a_second_build_at_the_same_time_is_refused(bare_home):
    from filelock import FileLock

    from regbot.errors import SearchIndexError

    workspace = Workspace(resolve(bare_home), AsOf(datetime.fromisoformat(NOW)))
    workspace.paths.indexes.mkdir()
    with FileLock(workspace.paths.lock), pytest.raises(SearchIndexError, match="another process"):
        list(Builder(workspace).build())


async def test_leaving_stops_a_build(bare_home):
    workspace = Workspace(resolve(bare_home), AsOf(datetime.fromisoformat(NOW)))
    builder = Builder(workspace)
    steps = builder.build()
    assert next(steps).stage
    builder.close()
    list(steps)
    assert builder._child.end() != 0
    assert not list(builder.build())


async def test_a_stage_told_while_the_screen_closes_harms_nothing(make_app):
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        bar = app.screen.bar
        await bar.remove_children()
        bar.show_stage(StageChanged("ready"), "")
        await pilot.pause()
