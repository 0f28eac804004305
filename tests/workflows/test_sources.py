"""Listing, checking and adding sources; what doctor hears of them."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from regbot.errors import ConfigError, SourceError
from regbot.model import AsOf
from regbot.sources import registry
from regbot.workflows.add_source import add_source
from regbot.workflows.check import Level
from regbot.workflows.refresh import refresh
from regbot.workflows.sources import check_sources, list_sources, source_health
from regbot.workspace import Workspace
from tests.replaying import NOW, Replay
from tests.sources.test_feed import FACES, item, rss
from tests.sources.test_page import CONSULTATION
from tests.workflows.gazette import gazette_toml, install, publish, workspace

install()


@pytest.fixture
def space(replay: Replay, tmp_path: Path) -> Workspace:
    publish(replay, 3)
    return workspace(tmp_path / "home", gazette_toml(replay.url))


def later(space: Workspace, days: int) -> Workspace:
    return Workspace(space.paths, AsOf(NOW + timedelta(days=days)))


def test_a_list_without_any_request(space: Workspace, replay: Replay):
    (status,) = list_sources(space)
    assert (status.name, status.type, status.last_success, status.items, status.overdue) == (
        "gazette",
        "gazette",
        None,
        0,
        False,
    )
    assert (status.publisher, status.terms) == ("The Test Gazette", "test terms")
    refresh(space, index=False)
    replay.forget()
    (status,) = list_sources(later(space, 2))
    assert (status.last_success, status.items, status.age) == (NOW, 3, timedelta(days=2))
    assert replay.requests == []
    assert not list((space.paths.corpus / "snapshots").glob("*-wal"))


def test_a_check_asks_once_and_stores_nothing(space: Workspace, replay: Replay):
    heard = []
    (status,) = check_sources(space, heard=heard.append)
    assert (status.reachable, status.error) == (True, "")
    assert heard == [status]
    assert [item.path for item in replay.requests] == ["/robots.txt", "/list.json"]
    assert not (space.paths.corpus / "snapshots").exists()


def test_a_check_tells_what_is_wrong(space: Workspace, replay: Replay):
    replay.fault("/list.json", "bot wall")
    (status,) = check_sources(space)
    assert status.reachable is False
    assert "Cloudflare" in status.error
    assert status.hint
    replay.serve("/list.json", {"acts": []})
    (status,) = check_sources(space)
    assert (status.reachable, status.error) == (True, "the listing is empty")


def test_doctor_hears_of_sources_silent_too_long(space: Workspace, replay: Replay):
    assert [check.level for check in source_health(space)] == [Level.OK]
    refresh(space, index=False)
    assert [check.level for check in source_health(later(space, 3))] == [Level.OK]
    warning, _ = source_health(later(space, 9))
    assert (warning.level, warning.message) == (Level.WARN, "gazette has not worked for 9 days")
    replay.fault("/list.json", "404")
    refresh(space, index=False)
    warning, _ = source_health(space)
    assert "404" in warning.message


def test_adding_a_page(space: Workspace, replay: Replay):
    replay.serve("/dogs.html", CONSULTATION)
    path = space.paths.corpus / "sources.toml"
    path.write_text("# first of all\n" + path.read_text() + "# last of all\n")
    before = path.read_text()
    url = f"{replay.url}/dogs.html"
    added = add_source(space, url, allow_local=True)
    assert (added.type, added.name) == ("page", "localhost-dogs")
    assert "open for comment until 2027-01-04" in added.found
    assert path.read_text() == f"{before}\n{added.table}"
    assert tomllib.loads(added.table)["sources"]["localhost-dogs"]["urls"] == [url]
    report = refresh(space, ["localhost-dogs"], index=False)
    assert report.sources[0].new == 1
    (document,) = [document for document in space.corpus.documents() if document.url == url]
    assert document.consultation
    assert document.consultation.closes == date(2027, 1, 4)
    assert "terms of localhost" in document.terms
    with pytest.raises(ConfigError, match="watched already"):
        add_source(space, url, allow_local=True)


def test_adding_a_feed(space: Workspace, replay: Replay):
    replay.serve(
        "/news.rss", rss(item("Draft rules", f"{replay.url}/a", FACES), item("Spam", "https://spam.test/b", FACES))
    )
    added = add_source(space, f"{replay.url}/news.rss", name="news", terms="headlines only", allow_local=True)
    assert (added.type, added.name) == ("feed", "news")
    table = tomllib.loads(added.table)["sources"]["news"]
    assert (table["hosts"], table["terms"]) == (["localhost"], "headlines only")
    assert refresh(space, ["news"], index=False).sources[0].new == 1


@pytest.mark.parametrize(
    ("fault", "message"), [("404", "404"), ("bot wall", "Cloudflare"), ("gzip bomb", "more than"), ("empty", "no text")]
)
def test_what_cannot_be_read_is_not_added(space: Workspace, replay: Replay, fault: str, message: str):
    replay.fault("/dogs", fault)
    before = (space.paths.corpus / "sources.toml").read_text()
    with pytest.raises(SourceError, match=message):
        add_source(space, f"{replay.url}/dogs", allow_local=True)
    assert (space.paths.corpus / "sources.toml").read_text() == before


def test_a_local_address_needs_permission(space: Workspace, replay: Replay):
    replay.serve("/dogs", CONSULTATION)
    with pytest.raises(SourceError, match="public internet"):
        add_source(space, f"{replay.url}/dogs")
    assert replay.requests == []


def test_a_name_that_is_taken(space: Workspace, replay: Replay):
    replay.serve("/dogs", CONSULTATION)
    with pytest.raises(ConfigError, match="already"):
        add_source(space, f"{replay.url}/dogs", name="gazette", allow_local=True)


def test_the_file_that_ships_is_sound():
    listed = registry.load(Path(__file__).resolve().parents[2] / "corpus" / "sources.toml")
    assert any(settings.enabled for settings in listed.sources)
    assert listed.known
    assert all(settings.terms for settings in listed.sources)
    assert all(not settings.base_url and not settings.allow_local for settings in listed.sources)
