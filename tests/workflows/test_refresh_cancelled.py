"""One source of a refresh is cancelled by itself."""

from __future__ import annotations

from pathlib import Path

from regbot.workflows.refresh import Progress, refresh
from regbot.workflows.sources import list_sources
from tests.replaying import Replay
from tests.workflows.gazette import gazette_toml, install, publish, workspace

install()


def test_what_it_stored_stays_and_the_others_go_on(replay: Replay, tmp_path: Path):
    publish(replay, 5)
    other = gazette_toml(replay.url, "other").partition("\n")[2].replace(replay.url, f"{replay.url}/other")
    replay.serve("/other/list.json", {"acts": [{"id": "90", "title": "Ninety"}]})
    replay.serve(
        "/other/acts/90", {"title": "Ninety", "published": "2024-03-01", "text": "Article 1 All\n\nEverybody."}
    )
    space = workspace(tmp_path / "home", gazette_toml(replay.url) + other)
    cancelled: set[str] = set()
    stages: dict[str, str] = {}

    def listener(progress: Progress) -> None:
        stages[progress.source] = progress.stage
        if (progress.source, progress.stage, progress.done) == ("gazette", "fetching", 2):
            cancelled.add("gazette")

    gazette, whole = refresh(space, index=False, listener=listener, cancelled=cancelled).sources
    assert gazette.cancelled
    assert gazette.ok
    assert 2 <= gazette.new < 5
    assert (whole.cancelled, whole.new) == (False, 1)
    assert stages == {"gazette": "stopped", "other": "done"}
    assert [status.last_success is None for status in list_sources(space)] == [True, False]

    again = refresh(space, ["gazette"], index=False).sources[0]
    assert (again.cancelled, again.new + again.unchanged) == (False, 5)


def test_one_that_was_cancelled_before_its_turn_asks_nobody(replay: Replay, tmp_path: Path):
    publish(replay, 2)
    space = workspace(tmp_path / "home", gazette_toml(replay.url))
    (report,) = refresh(space, index=False, cancelled={"gazette"}).sources
    assert (report.cancelled, report.seen) == (True, 0)
    assert not replay.requests
