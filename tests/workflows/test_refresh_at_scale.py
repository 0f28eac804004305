"""A listing of a thousand documents, with the real index; and kill -9 at random moments."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from regbot.workflows.corpus_health import check_corpus
from regbot.workflows.indexing import verify_index
from regbot.workflows.refresh import refresh
from tests.replaying import Replay
from tests.workflows.gazette import act, gazette_toml, install, publish, workspace

install()

ROOT = Path(__file__).resolve().parents[2]
DRIVER = """
import sys
from pathlib import Path
from tests.replaying import NOW
from regbot.model import AsOf
from regbot.workflows.refresh import refresh
from regbot.workspace import Workspace
from tests.workflows.gazette import install
install()
report = refresh(Workspace.open(Path(sys.argv[1]), AsOf(NOW)), index="index" in sys.argv)
sys.exit(int(report.exit_code))
"""


@pytest.mark.slow
def test_cost_grows_with_what_changed(replay: Replay, tmp_path: Path):
    publish(replay, 1000)
    space = workspace(tmp_path / "home", gazette_toml(replay.url))
    first = refresh(space)
    assert first.sources[0].new == 1000
    assert first.embedded > 0
    manifest = space.paths.manifest.read_bytes()

    replay.forget()
    started = time.monotonic()
    second = refresh(space)
    assert time.monotonic() - started < 2
    assert (second.sources[0].unchanged, second.indexed, second.embedded) == (1000, False, 0)
    assert all(item.conditional and item.status == 304 for item in replay.asked)
    assert space.paths.manifest.read_bytes() == manifest

    amended = act(7)["text"].replace("shall tell", "shall at once tell")
    publish(replay, 1000, act_7=act(7, text=amended, revision=2))
    replay.forget()
    third = refresh(space)
    assert (third.sources[0].changed, third.sources[0].unchanged, third.indexed) == (1, 999, True)
    assert [item.path for item in replay.asked if item.status == 200] == ["/list.json", "/acts/7"]
    assert 1 <= third.embedded <= 3
    assert len(space.corpus.versions("gz-7")) == 2
    assert len(list(space.paths.documents.rglob("*.en.md"))) == 1001
    assert verify_index(space, 50).problems == ()


@pytest.mark.slow
def test_kill_at_random_moments_loses_nothing(replay: Replay, tmp_path: Path):
    count, seed = 60, random.SystemRandom().randrange(10**6)
    dice = random.Random(seed)
    publish(replay, count)
    space = workspace(tmp_path / "home", gazette_toml(replay.url))
    command = [sys.executable, "-c", DRIVER, str(space.paths.home), "index"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = 0
    for _ in range(20):
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        began = len(replay.requests)
        while len(replay.requests) == began and process.poll() is None:
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 1.5))
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        for document_id in space.corpus.ids():
            texts = [item.text for item in space.corpus.versions(document_id)[0].provisions]
            assert "\n".join(texts) in act(int(document_id.removeprefix("gz-")))["text"].replace(
                "\n\nArticle 2 Duty\n\n", "\n"
            ), seed
        assert all(check.level == "ok" for check in check_corpus(space) if "holds no document" not in check.message), (
            seed
        )
    assert killed >= 10, seed
    assert subprocess.run(command, env=environment, check=False).returncode == 0, seed
    assert len(space.corpus.ids()) == count
    assert not list(space.paths.documents.rglob("*.partial"))
    assert verify_index(space, 50).problems == ()
