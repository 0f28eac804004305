"""A command that waits for a person looks at the clock again."""

from __future__ import annotations

from datetime import UTC, date, datetime

from regbot.cli.session import Session
from regbot.model import AsOf
from regbot.output import Output

START = datetime(2026, 11, 1, tzinfo=UTC)


def test_time_goes_on_for_a_session_that_waits(tmp_path, monkeypatch):
    monkeypatch.setenv("REGBOT_NOW", "2026-11-01T00:05:00+00:00")
    session = Session(Output(), tmp_path, AsOf(START))
    assert session.workspace.as_of.now == START
    session.keep_time()
    assert session.workspace.as_of.now == datetime(2026, 11, 1, 0, 5, tzinfo=UTC)


def test_the_day_asked_for_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("REGBOT_NOW", "2026-11-01T00:05:00+00:00")
    session = Session(Output(), tmp_path, AsOf(START, date(2023, 8, 20)))
    session.keep_time()
    assert session.workspace.as_of == AsOf(datetime(2026, 11, 1, 0, 5, tzinfo=UTC), date(2023, 8, 20))
