"""A refresh from end to end: what is new, changed, gone, broken, interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest

from regbot.corpus.ledger import Ledger
from regbot.errors import ConfigError, ExitCode, SourceError
from regbot.model import AsOf, Consultation
from regbot.workflows.refresh import RefreshReport, SourceReport, Stopped, refresh
from regbot.workspace import Workspace
from tests.replaying import NOW, Replay
from tests.workflows.gazette import act, gazette_toml, install, publish, workspace

install()


def run(space: Workspace, *names: str, **more) -> SourceReport:
    return refresh(space, names, index=False, **more).sources[0]


def later(space: Workspace, days: float = 1) -> Workspace:
    return Workspace(space.paths, AsOf(space.as_of.now + timedelta(days=days)))


@pytest.fixture
def space(replay: Replay, tmp_path: Path) -> Workspace:
    publish(replay, 5)
    return workspace(tmp_path / "home", gazette_toml(replay.url))


def test_first_refresh_stores_every_item_with_its_text_and_bytes(space: Workspace):
    report = run(space)
    assert (report.seen, report.new, report.failed, report.error) == (5, 5, 0, "")
    assert space.corpus.ids() == [f"gz-{number}" for number in range(1, 6)]
    (version,) = space.corpus.versions("gz-3")
    assert [item.eid for item in version.provisions] == ["art_1", "art_2"]
    assert version.date == date(2024, 3, 1)
    assert len(list((space.paths.corpus / "snapshots").glob("??/*"))) == 6


def test_second_refresh_asks_once_and_writes_nothing(space: Workspace, replay: Replay):
    run(space)
    before = {path: path.stat().st_mtime_ns for path in space.paths.documents.rglob("*")}
    replay.forget()
    report = run(later(space))
    assert (report.seen, report.unchanged, report.new, report.changed, report.updated) == (5, 5, 0, 0, 0)
    assert [(item.path, item.status) for item in replay.asked] == [("/list.json", 304)]
    assert {path: path.stat().st_mtime_ns for path in space.paths.documents.rglob("*")} == before


def test_items_without_a_stamp_are_asked_for_conditionally(space: Workspace, replay: Replay):
    replay.serve("/list.json", {"acts": [{"id": "1", "title": "Act 1"}]})
    run(space)
    replay.forget()
    assert run(space).unchanged == 1
    assert [item.status for item in replay.asked] == [304, 304]


def test_one_amended_article_is_one_new_version_dated_when_it_was_seen(space: Workspace, replay: Replay):
    run(space)
    amended = act(3)["text"].replace("shall tell", "shall at once tell")
    publish(replay, 5, act_3=act(3, text=amended, revision=2))
    report = run(later(space))
    assert (report.changed, report.unchanged) == (1, 4)
    (change,) = report.changes
    assert (change.document, change.effect, change.versions) == ("gz-3", "changed", ("2026-11-23.en",))
    old, new = space.corpus.versions("gz-3")
    assert (old.date, new.date) == (date(2024, 3, 1), date(2026, 11, 23))
    assert [one.text == other.text for one, other in zip(old.provisions, new.provisions, strict=True)] == [True, False]
    assert run(later(space, 2)).unchanged == 5


@pytest.mark.parametrize(
    "alter",
    [
        lambda text: text.replace("\n\n", "\n\n\n"),
        lambda text: text.replace(" shall", "\nshall"),
        lambda text: text.replace("to", "to "),
    ],
)
def test_another_layout_is_no_new_version(space: Workspace, replay: Replay, alter):
    run(space)
    publish(replay, 5, act_3=act(3, text=alter(act(3)["text"]), revision=2))
    report = run(later(space))
    assert (report.changed, report.updated, report.unchanged) == (0, 0, 5)


def test_metadata_alone_is_updated_without_a_new_version_and_keeps_what_people_added(space: Workspace, replay: Replay):
    run(space)
    present = space.corpus.document("gz-3")
    space.corpus.save(replace(present, aliases=("the dog act",), topics=("dogs",)), ())
    publish(replay, 5, act_3=act(3, issuer="Office of Dogs", revision=2))
    report = run(later(space))
    assert (report.updated, report.changed) == (1, 0)
    found = space.corpus.document("gz-3")
    assert (found.issuer, found.aliases, found.topics) == ("Office of Dogs", ("the dog act",), ("dogs",))
    assert len(space.corpus.versions("gz-3")) == 1


def test_a_consultation_that_the_publisher_no_longer_shows_is_remembered(space: Workspace, replay: Replay):
    run(space)
    consultation = Consultation(opens=date(2024, 3, 1), closes=date(2024, 4, 1))
    space.corpus.save(replace(space.corpus.document("gz-3"), consultation=consultation), ())
    publish(replay, 5, act_3=act(3, issuer="Office of Dogs", revision=2))
    assert run(later(space)).updated == 1
    assert space.corpus.document("gz-3").consultation == consultation


def test_of_two_texts_on_one_day_the_later_counts_and_the_earlier_is_kept(space: Workspace, replay: Replay):
    publish(replay, 1, act_1=act(1, published="2026-11-22"))
    run(space)
    folder = space.paths.documents / "test" / "gz-1"
    first = (folder / "2026-11-22.en.md").read_bytes()
    publish(replay, 1, act_1=act(1, published="2026-11-22", text="Article 1 Scope\n\nAnother text.", revision=2))
    report = run(space)
    assert report.changed == 1
    (version,) = space.corpus.versions("gz-1")
    assert (version.date, version.provisions[0].text) == (date(2026, 11, 22), "Another text.")
    assert (folder / "2026-11-22.1.en.md").read_bytes() == first
    assert "2026-11-22" in report.changes[0].note
    assert "kept beside" in report.changes[0].note
    publish(replay, 1, act_1=act(1, published="2026-11-22", text="Article 1 Scope\n\nA third text.", revision=3))
    run(space)
    assert sorted(path.name for path in folder.glob("*.md")) == [
        "2026-11-22.1.en.md",
        "2026-11-22.2.en.md",
        "2026-11-22.en.md",
    ]


def test_no_text_is_dated_before_the_day_it_was_published(space: Workspace, replay: Replay):
    """An official text that takes the place of a restatement of the same date leaves nothing on the day before."""
    publish(replay, 1, act_1=act(1, published="2026-11-20"))
    run(space)
    path = space.paths.documents / "test" / "gz-1" / "2026-11-20.en.md"
    path.write_text(path.read_text("utf-8").replace("kind: official", "kind: restatement"), "utf-8")
    publish(replay, 1, act_1=act(1, published="2026-11-20", text="Article 1 Scope\n\nIts own words.", revision=2))
    assert run(space).changed == 1
    assert {version.date for version in space.corpus.versions("gz-1")} == {date(2026, 11, 20)}


def test_a_deleted_document_comes_back(space: Workspace):
    import shutil

    run(space)
    shutil.rmtree(space.paths.documents / "test" / "gz-2")
    report = run(space)
    assert (report.new, report.unchanged) == (1, 4)


def test_items_that_do_not_belong_are_not_asked_for_again(space: Workspace, replay: Replay):
    publish(replay, 2, act_2=act(2, skip=True))
    assert run(space).skipped == 1
    replay.forget()
    assert run(space).unchanged == 2
    assert [item.path for item in replay.asked] == ["/list.json"]


def test_a_broken_item_is_reported_and_tried_again_next_time(space: Workspace, replay: Replay):
    replay.fault("/acts/2", "500")
    replay.serve("/acts/4", "<!DOCTYPE html><html><body>Welcome to our new site, dear reader</body></html>")
    report = run(space)
    assert (report.new, report.failed, report.ok) == (3, 2, False)
    assert {failure.key: failure.error.split(" ", 1)[1] for failure in report.failures} == {
        "2": "answers with 500 INTERNAL SERVER ERROR".replace("INTERNAL SERVER ERROR", "Internal Server Error"),
        "4": "promised JSON and sent a web page",
    }
    assert all(failure.hint for failure in report.failures)
    publish(replay, 5)
    assert (run(space).new, space.corpus.ids()) == (2, [f"gz-{number}" for number in range(1, 6)])


def test_one_broken_source_does_not_stop_the_others(replay: Replay, tmp_path: Path):
    publish(replay, 2)
    toml = gazette_toml(f"{replay.url}/nowhere", "broken") + gazette_toml(replay.url, "sound").split("\n", 1)[1]
    report = refresh(workspace(tmp_path / "home", toml), index=False)
    broken, sound = report.sources
    assert (broken.source, broken.ok, sound.new) == ("broken", False, 2)
    assert "404" in broken.error
    assert broken.hint
    assert report.exit_code is ExitCode.SOURCE


def test_a_listing_that_always_had_items_and_has_none_is_an_error(space: Workspace, replay: Replay):
    run(space)
    replay.serve("/list.json", {"acts": []})
    report = run(later(space))
    assert "listed 5 items before and now lists none" in report.error
    assert len(space.corpus.ids()) == 5
    assert run(later(space), since=date(2026, 11, 1)).error == ""


def test_a_listing_of_another_form_is_an_error_with_a_hint(space: Workspace, replay: Replay):
    replay.serve("/list.json", {"items": []})
    report = run(space)
    assert "not in the form" in report.error
    assert report.hint


def test_a_text_that_shrinks_is_not_believed_unless_forced(space: Workspace, replay: Replay):
    long = act(1, text="Article 1 Scope\n\n" + "Dogs must be led. " * 300)
    publish(replay, 1, act_1=long)
    run(space)
    publish(replay, 1, act_1=act(1, revision=2))
    report = run(later(space))
    assert "shrank" in report.failures[0].error
    assert len(space.corpus.versions("gz-1")) == 1
    assert run(later(space), force=True).changed == 1


def test_an_empty_text_is_not_stored(space: Workspace, replay: Replay):
    publish(replay, 1, act_1=act(1, text="  \n"))
    assert "no text" in run(space).failures[0].error
    assert space.corpus.ids() == []


def test_dry_run_tells_and_writes_nothing(space: Workspace, replay: Replay):
    report = refresh(space, dry_run=True)
    assert report.sources[0].new == 5
    assert [change.effect for change in report.sources[0].changes] == ["new"] * 5
    assert not (space.paths.corpus / "snapshots").exists()
    assert space.corpus.ids() == []
    run(space)
    files = {path: path.stat().st_mtime_ns for path in space.paths.home.rglob("*") if path.is_file()}
    publish(replay, 5, act_3=act(3, text="Article 1 Scope\n\nShort.", revision=2))
    assert run(space, dry_run=True).changed == 1
    assert {path: path.stat().st_mtime_ns for path in space.paths.home.rglob("*") if path.is_file()} == files


def test_only_so_many_items_at_once_and_the_rest_next_time(replay: Replay, tmp_path: Path):
    publish(replay, 7)
    space = workspace(tmp_path / "home", gazette_toml(replay.url, max_items=3))
    counts = [run(space).new for _ in range(4)]
    assert counts == [3, 3, 1, 0]


def test_a_site_that_is_down_is_not_asked_for_every_item(replay: Replay, tmp_path: Path):
    publish(replay, 30)
    for number in range(1, 31):
        replay.serve(f"/acts/{number}", "busy", status=503)
    report = run(workspace(tmp_path / "home", gazette_toml(replay.url)))
    assert report.failed == 5
    assert "503" in report.error


def test_stop_ends_a_refresh_and_the_next_one_goes_on(space: Workspace, replay: Replay):
    stop = Event()

    def listener(progress) -> None:
        if progress.stage == "fetching" and progress.done == 3:
            stop.set()

    with pytest.raises(Stopped):
        refresh(space, index=False, listener=listener, stop=stop)
    assert 2 <= len(space.corpus.ids()) < 5
    report = run(space)
    assert report.new + report.unchanged == 5


def test_ctrl_c_ends_a_refresh_at_once_and_the_next_one_goes_on(replay: Replay, tmp_path: Path):
    publish(replay, 5)
    space = workspace(tmp_path / "home", gazette_toml(replay.url).replace("delay_seconds = 0", "delay_seconds = 30"))
    code = "from tests.workflows.gazette import install; install(); from tests.workflows.gazette import *\n"
    code += "from regbot.workflows.refresh import refresh; from pathlib import Path\n"
    code += "refresh(Workspace.open(Path(sys.argv[1]), AsOf(NOW)), index=False)"
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-c", code, str(space.paths.home)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": root}, stderr=subprocess.PIPE)
    while not replay.requests:
        time.sleep(0.02)
    time.sleep(0.3)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert time.monotonic() - started < 5
    assert b"KeyboardInterrupt" in told
    calm = workspace(space.paths.home, gazette_toml(replay.url))
    assert run(calm).new == 5


def test_two_refreshes_at_once_are_one_too_many(space: Workspace):
    from filelock import FileLock

    folder = space.paths.corpus / "snapshots"
    folder.mkdir(parents=True)
    with FileLock(folder / "refresh.lock"), pytest.raises(SourceError, match="another refresh"):
        refresh(space)


def test_unknown_source_names_the_nearest(space: Workspace):
    with pytest.raises(ConfigError) as caught:
        refresh(space, ["gazete"])
    assert "gazette" in caught.value.hint


def test_progress_tells_of_each_source(space: Workspace):
    heard = []
    refresh(space, index=False, listener=heard.append)
    assert heard[0].stage == "listing"
    assert heard[-1].stage == "done"
    assert {(item.source, item.total) for item in heard if item.stage == "fetching"} == {("gazette", 5)}


def test_two_sources_with_one_document_do_not_take_turns(replay: Replay, tmp_path: Path):
    publish(replay, 1)
    toml = gazette_toml(replay.url, "one") + gazette_toml(replay.url, "two").split("\n", 1)[1]
    space = workspace(tmp_path / "home", toml)
    first = refresh(space, index=False)
    assert sorted((item.new, item.skipped) for item in first.sources) == [(0, 1), (1, 0)]
    assert all(item.unchanged == 1 for item in refresh(space, index=False).sources)


def test_runs_are_remembered(space: Workspace, replay: Replay):
    run(space)
    replay.serve("/list.json", "busy", status=503)
    run(later(space))
    ledger = Ledger(space.paths.corpus / "snapshots", read_only=True)
    remembered = ledger.run("gazette")
    ledger.close()
    assert (remembered.succeeded, remembered.listed) == (NOW, 5)
    assert "503" in remembered.error


def test_no_contact_is_noted(replay: Replay, tmp_path: Path):
    publish(replay, 1)
    space = workspace(tmp_path / "home", gazette_toml(replay.url).replace('contact = "tests@example.org"\n', ""))
    report: RefreshReport = refresh(space, index=False)
    assert "contact" in report.notes[0]
