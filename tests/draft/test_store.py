"""Drafts on disk: whole, recoverable, two windows on one draft, names that lead nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.draft.comment import Comment
from regbot.draft.store import NEW, DraftChangedError, Drafts
from regbot.draft.thinning import superfluous
from regbot.errors import DraftError

NOON = datetime(2023, 8, 20, 12, tzinfo=UTC)
COMMENT = Comment("mine", "faces-draft-2023", "en", opening="first")


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "drafts", tmp_path / "corpus")


def later(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_what_is_written_is_read_with_its_hash(drafts):
    sha256 = drafts.write(COMMENT, now=NOON, read_as=NEW)
    stored = drafts.read("mine")
    assert (stored.comment, stored.sha256) == (COMMENT, sha256)
    assert drafts.ids() == ["mine"]


def test_reading_and_looking_write_nothing(drafts):
    assert drafts.ids() == []
    assert drafts.history("mine") == ()
    with pytest.raises(DraftError, match="there is no draft 'mine'"):
        drafts.read("mine")
    assert not drafts.folder.exists()


def test_earlier_states_are_kept_whole_and_restored(drafts):
    for minute, words in enumerate(["first", "second", "third"]):
        drafts.write(replace(COMMENT, opening=words), now=later(minute))
    assert [state.at for state in drafts.history("mine")] == [later(2), later(1), later(0)]
    assert drafts.state("mine").comment.opening == "second"
    assert drafts.state("mine", later(0.5)).comment.opening == "first"
    assert drafts.restore("mine", NOON, now=later(3)).opening == "first"
    assert drafts.read("mine").comment.opening == "first"
    assert drafts.state("mine", later(2)).comment.opening == "third"


def test_saving_the_same_again_adds_no_state(drafts):
    for minute in range(3):
        drafts.write(COMMENT, now=later(minute))
    assert len(drafts.history("mine")) == 1


def test_a_hand_edit_is_kept_before_it_is_written_over(drafts):
    drafts.write(COMMENT, now=NOON)
    path = drafts.read("mine").path
    path.write_text(path.read_text().replace("first", "by hand"))
    drafts.write(replace(COMMENT, opening="second"), now=later(1))
    assert drafts.state("mine").comment.opening == "by hand"


def test_two_windows_on_one_draft_are_noticed_and_both_texts_kept(drafts):
    sha256 = drafts.write(COMMENT, now=NOON, read_as=NEW)
    drafts.write(replace(COMMENT, opening="theirs"), now=later(1), read_as=sha256)
    with pytest.raises(DraftChangedError, match="changed by another window") as caught:
        drafts.write(replace(COMMENT, opening="mine"), now=later(2), read_as=sha256)
    assert drafts.read("mine").comment.opening == "theirs"
    assert drafts.state("mine", caught.value.kept).comment.opening == "mine"
    assert drafts.state("mine", later(5)).comment.opening == "theirs"
    assert caught.value.kept.isoformat() in caught.value.hint


def test_a_new_draft_never_takes_the_place_of_one_that_is_there(drafts):
    drafts.write(COMMENT, now=NOON, read_as=NEW)
    with pytest.raises(DraftChangedError):
        drafts.write(replace(COMMENT, opening="other"), now=NOON, read_as=NEW)


def test_of_two_writers_at_once_one_is_told(drafts):
    sha256 = drafts.write(COMMENT, now=NOON)
    told: list[str] = []

    def write(words: str) -> None:
        try:
            drafts.write(replace(COMMENT, opening=words), now=NOON, read_as=sha256)
        except DraftChangedError:
            told.append(words)

    threads = [threading.Thread(target=write, args=(f"window {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 5
    saved = {drafts.state("mine", state.at).comment.opening for state in drafts.history("mine")}
    assert saved == {"first", *(f"window {number}" for number in range(6))}


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "a..b", "x\n", "C:x", "a\x00b", "a" * 200, "-x", "x."]
)
def test_an_id_never_leads_elsewhere(drafts, name):
    with pytest.raises(DraftError, match="cannot be a draft's id"):
        drafts.write(replace(COMMENT, id=name), now=NOON)
    assert not drafts.folder.exists() or not any(drafts.folder.parent.glob("*.md"))


@given(st.text(max_size=120))
def test_any_words_make_a_free_id_that_is_a_plain_name(words):
    drafts = Drafts(Path("/nowhere"))
    name = drafts.free_id(words)
    assert drafts.path(name).parent == drafts.folder
    assert drafts.path(name).name == f"{name}.md"


def test_a_free_id_is_not_that_of_a_draft_deleted_by_hand(drafts):
    drafts.write(replace(COMMENT, id="x"), now=NOON)
    drafts.read("x").path.unlink()
    assert drafts.free_id("x") == "x-2"


def test_drafts_are_never_written_into_the_corpus(tmp_path):
    (tmp_path / "corpus" / "drafts").mkdir(parents=True)
    (tmp_path / "drafts").symlink_to(tmp_path / "corpus" / "drafts")
    with pytest.raises(DraftError, match="inside the corpus"):
        Drafts(tmp_path / "drafts", tmp_path / "corpus").write(COMMENT, now=NOON)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DraftError, match="cannot write"):
        Drafts(tmp_path / "file" / "drafts").write(COMMENT, now=NOON)


def test_a_file_in_another_encoding_is_read(drafts):
    drafts.folder.mkdir()
    text = "---\nconsultation: x\nlang: zh\n---\n## 开头\n人脸识别应当自愿，物业不得强制刷脸进门。\n"
    (drafts.folder / "笔记.md").write_bytes(text.encode("gb18030"))
    assert drafts.read("笔记").comment.opening.startswith("人脸识别")


def test_killed_while_writing_the_draft_is_whole(drafts, tmp_path):
    drafts.write(replace(COMMENT, opening="0 " * 50_000), now=NOON)
    code = (
        "import sys; from dataclasses import replace; from datetime import *; from pathlib import Path\n"
        "from regbot.draft.store import Drafts; drafts = Drafts(Path(sys.argv[1])); stored = drafts.read('mine').comment\n"
        "print('ready', flush=True); number = 0\n"
        "while True:\n"
        "    number += 1\n"
        "    drafts.write(replace(stored, opening=f'{number} ' * 50_000), now=datetime.now(UTC))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(drafts.folder)], stdout=subprocess.PIPE, env=environment
    )
    assert process.stdout
    process.stdout.readline()
    threading.Event().wait(0.4)
    process.kill()
    process.wait()
    words = drafts.read("mine").comment.opening.split()
    assert len(words) == 50_000
    assert len(set(words)) == 1
    for state in drafts.history("mine"):
        assert len(drafts.state("mine", state.at).comment.opening.split()) == 50_000
    drafts.write(COMMENT, now=datetime.now(UTC))


@given(st.lists(st.integers(0, 60 * 24 * 400), max_size=80))
def test_thinning_keeps_the_first_the_newest_and_settles(minutes):
    moments = {NOON - timedelta(minutes=item) for item in minutes}
    gone = superfluous(moments, NOON)
    left = moments - gone
    assert gone <= moments
    assert superfluous(left, NOON) == frozenset()
    if moments:
        assert {min(moments), *sorted(moments)[-20:]} <= left


def test_a_day_of_writing_leaves_few_states_and_one_near_every_moment():
    moments = [NOON - timedelta(seconds=10 * number) for number in range(6 * 60 * 24)]
    left = sorted(set(moments) - superfluous(moments, NOON))
    assert len(left) < 200
    assert max(later - earlier for earlier, later in pairwise(left)) <= timedelta(minutes=15)
