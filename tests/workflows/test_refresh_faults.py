"""Every fault a publisher can show ends in its own error, and in a corpus that `doctor` calls sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from regbot.errors import ExitCode
from regbot.workflows.check import Level
from regbot.workflows.corpus_health import check_corpus
from regbot.workflows.refresh import refresh
from regbot.workspace import Workspace
from tests.replaying import Replay, packed_bomb
from tests.workflows.gazette import act, gazette_toml, install, publish, workspace

install()

FAULTS = {
    "500": "500",
    "429 long": "429",
    "slow drip": "whole answer within",
    "truncated": "broke off",
    "broken gzip": "does not unpack",
    "gzip bomb": "more than",
    "redirect loop": "in a circle",
    "cookie loop": "bot check",
    "redirect private": "169.254.169.254",
    "redirect file": "no web address",
    "bot wall": "Cloudflare",
    "bot wall 403": "Cloudflare",
    "html for json": "promised JSON",
    "empty": "promised JSON and sent nothing",
    "404": "404",
}


@pytest.fixture
def space(replay: Replay, tmp_path: Path) -> Workspace:
    packed_bomb()
    publish(replay, 3)
    replay.serve("/loop", "")
    replay.fault("/loop", "redirect loop")
    replay.serve("/cookie", "")
    replay.fault("/cookie", "cookie loop")
    toml = gazette_toml(replay.url).replace("timeout_seconds = 2", "timeout_seconds = 0.7")
    return workspace(tmp_path / "home", f"{toml}max_bytes = 2000000\n")


def sound(space: Workspace) -> bool:
    return all(check.level is Level.OK for check in check_corpus(space))


@pytest.mark.parametrize(("fault", "message"), FAULTS.items())
def test_a_listing_that_fails(space: Workspace, replay: Replay, fault: str, message: str):
    refresh(space, index=False)
    before = {path: path.read_bytes() for path in space.paths.documents.rglob("*.*")}
    replay.fault("/list.json", fault)
    report = refresh(space, index=False)
    assert message in report.sources[0].error
    assert report.sources[0].hint
    assert report.exit_code is ExitCode.SOURCE
    assert {path: path.read_bytes() for path in space.paths.documents.rglob("*.*")} == before
    assert sound(space)


@pytest.mark.parametrize(("fault", "message"), FAULTS.items())
def test_an_item_that_fails(space: Workspace, replay: Replay, fault: str, message: str):
    replay.fault("/acts/2", fault)
    report = refresh(space, index=False).sources[0]
    assert (report.new, report.failed) == (2, 1)
    assert message in report.failures[0].error
    assert report.failures[0].hint
    assert sound(space)
    publish(replay, 3)
    assert refresh(space, index=False).sources[0].new == 1


def test_a_wrong_charset_does_not_garble(space: Workspace, replay: Replay):
    publish(replay, 1, act_1=act(1, text="Article 1 人脸识别\n\n处理人脸信息应当取得个人的单独同意。"))
    replay.fault("/acts/1", "wrong charset")
    assert refresh(space, index=False).sources[0].new == 1
    assert "单独同意" in space.corpus.versions("gz-1")[0].provisions[0].text


def test_retry_after_is_obeyed(space: Workspace, replay: Replay):
    import time

    replay.fault("/acts/2", "429", times=1)
    started = time.monotonic()
    assert refresh(space, index=False).sources[0].new == 3
    assert time.monotonic() - started >= 1
