"""`index`, `doctor`, `eval`, `paths` and `config` on a small workspace."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index.conftest import embedded_home

__all__ = ["embedded_home"]


@pytest.fixture
def run(regbot_here, own_home):
    """`regbot ARGUMENTS` in a workspace of its own."""
    return lambda *arguments, **environment: regbot_here(*arguments, "--home", str(own_home), **environment)


def checks(ran):
    return [(check["name"], check["level"], check["message"]) for check in json.loads(ran.out)["checks"]]


def test_index_status_and_build(run, own_home):
    assert json.loads(run("index", "status", "--json").out)["state"] == "current"
    path = own_home / "corpus/documents/cn/news-2023-08-08/2023-08-08.en.md"
    path.write_text(path.read_text().replace("Hotels", "Motels"))
    status = json.loads(run("index", "status", "--json").out)
    assert (status["state"], status["changed"]) == ("stale", ["news-2023-08-08"])
    assert "STALE" in run("index", "status").out
    built = json.loads(run("index", "build", "--lexical", "--json").out)
    assert (built["documents"], built["vectors"]) == (3, 0)
    assert json.loads(run("index", "status", "--json").out)["state"] == "current"


def test_index_verify(run, own_home):
    ran = run("index", "verify", "--json")
    assert (ran.code, json.loads(ran.out)["ok"]) == (0, True)
    path = own_home / "corpus/documents/cn/news-2023-08-08/2023-08-08.en.md"
    path.write_text(path.read_text().replace("Hotels", "Motels"))
    ran = run("index", "verify", "--json")
    assert ran.code == 5
    assert "news-2023-08-08#body" in json.loads(ran.out)["problems"][0]


def test_index_status_of_no_index(run, own_home):
    shutil.rmtree(own_home / "indexes")
    ran = run("index", "status", "--json")
    assert (ran.code, json.loads(ran.out)["state"]) == (0, "missing")


def test_doctor_finds_nothing_broken_and_writes_nothing(run, own_home):
    before = {path: path.stat().st_mtime_ns for path in own_home.rglob("*")}
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert "broken" not in {level for _, level, _ in checks(ran)}
    assert {name for name, _, _ in checks(ran)} == {
        *("settings", "workspace", "corpus", "sources", "index", "model", "disk", "versions"),
    }
    assert {path: path.stat().st_mtime_ns for path in own_home.rglob("*")} == before


def test_doctor_gives_each_finding_a_remedy(run, own_home):
    for check in json.loads(run("doctor", "--json", REGBOT_NONSENSE="1").out)["checks"]:
        assert bool(check["remedy"]) == (check["level"] != "ok"), check
    assert "remedy: " in run("doctor").out


@pytest.mark.parametrize(
    ("damage", "code", "name", "words"),
    [
        ("config.toml", 2, "settings", "unknown key"),
        ("corpus/documents/cn/faces-draft-2023/document.toml", 3, "corpus", "faces-draft-2023/document.toml"),
        ("indexes/manifest.json", 5, "index", "manifest"),
    ],
)
def test_doctor_fails_with_the_code_of_what_is_broken(run, own_home, damage, code, name, words):
    (own_home / damage).write_text("nonsense = 1\n")
    ran = run("doctor", "--json")
    assert ran.code == code
    (found,) = [check for check in checks(ran) if check[1] == "broken"]
    assert found[0] == name
    assert words in found[2]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "document.toml",
            "7 September 2023.",
            "8 September 2023.",
            "“Comments must arrive by 8 September 2023.” does not",
        ),
        (
            "document.toml",
            "closes = 2023-09-07",
            "closes = 2023-10-07",
            "2023-10-07, is not the 2023-09-07 that its source",
        ),
        ("document.toml", "closes = 2023-09-07", "closes = 2023-07-07", "2023-07-07 is before the opening"),
        ("document.toml", 'address = "c', 'address = "k', "comments go to 'komments@example.org', but its source says"),
        ("document.toml", 'target = "faces-rules-2025"', 'target = "gone"', "finalised_by gone"),
        ("document.toml", 'evidence = "notice"', 'evidence = "art_9"', "'art_9', is no provision"),
        ("2023-08-08.en.md", "{#art_1}", "{#art_4}", "art 1 missing and no gap is declared"),
    ],
)
def test_doctor_compares_the_corpus_with_itself(run, own_home, file, old, new, words):
    path = own_home / "corpus/documents/cn/faces-draft-2023" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    ran = run("doctor", "--json")
    assert ran.code == 0
    assert words in "\n".join(message for _, level, message in checks(ran) if level == "warn")


def test_doctor_knows_a_variable_that_means_nothing(run):
    found = checks(run("doctor", "--json", REGBOT_HOEM="/x", REGBOT_INDEX__MODEL=""))
    assert [message for _, level, message in found if level == "warn" and "REGBOT_" in message] == [
        "the environment variable REGBOT_HOEM means nothing to regbot"
    ]


def test_eval_prints_every_rate_with_its_interval(run, tmp_path):
    path = tmp_path / "questions.jsonl"
    records = [
        {
            "id": "a",
            "question": "Does a face need separate consent?",
            "type": "plain",
            "gold": ["faces-rules-2025#art_1"],
        },
        {"id": "b", "question": "What was the annual revenue of Quuxtronics?", "type": "unanswerable", "gold": []},
        {
            "id": "c",
            "question": "Who files with the provincial office?",
            "type": "plain",
            "gold": ["faces-draft-2023#art_1"],
        },
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    found = json.loads(run("eval", str(path), "--json").out)
    assert found["n"] == 3
    rates = (
        "recall@1",
        "recall@5",
        "any_gold@5",
        "citation_precision",
        "mention_rate",
        "abstain_recall",
        "false_abstention",
    )
    for rate in rates:
        assert rate in found
        assert rate in found["per_type"]["plain"]
        if found[rate] is not None:
            low, high = found[f"{rate}_interval"]
            assert low <= found[rate] <= high
    assert found["abstain_recall"] == 1.0
    assert found["mention_rate"] is None
    assert "c" in [failure["id"] for failure in found["failures"]]
    text = run("eval", str(path)).out
    assert "3 questions" in text
    assert "any_gold@5" in text


def test_paths(run, own_home):
    found = json.loads(run("paths", "--json").out)
    assert found["drafts"] == str(own_home / "drafts")
    assert str(own_home / "drafts") in run("paths").out


def test_config_show_redacts_secrets(run, own_home):
    (own_home / "config.toml").write_text('[llm]\nurl = "https://llm.example"\nkey = "s3cret"\n')
    for options in ([], ["--json"]):
        ran = run("config", "show", *options, REGBOT_APP__THEME="nord")
        assert "s3cret" not in ran.out + ran.err
        assert "https://llm.example" in ran.out
        assert "nord" in ran.out
    assert json.loads(run("config", "show", "--json").out)["llm"]["key"] == "(set)"


def test_config_alone_shows_the_settings(run):
    assert run("config").out == run("config", "show").out


def test_doctor_sees_vectors_that_are_gone_or_damaged(regbot_here, tmp_path, embedded_home):
    home = tmp_path / "home"
    shutil.copytree(embedded_home, home)
    (folder,) = (home / "indexes" / "generations").iterdir()
    (folder / "vectors" / "chroma.sqlite3").write_bytes(b"x")
    ran = regbot_here("doctor", "--json", "--home", str(home))
    assert ran.code == 5
    (found,) = [check for check in json.loads(ran.out)["checks"] if check["level"] == "broken"]
    assert (found["name"], found["remedy"]) == ("vectors", "run `regbot index build --force`")
    assert regbot_here("index", "build", "--home", str(home)).code == 0
    assert regbot_here("doctor", "--home", str(home)).code == 0


def test_doctor_sees_a_folder_that_cannot_be_written(run, own_home, monkeypatch):
    """Whoever runs the tests may be root, to whom every folder is writable."""
    locked = own_home / "corpus" / "documents" / "cn"
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != locked and real(path, mode))
    assert ("workspace", "warn", f"{locked} is read-only") in checks(run("doctor", "--json"))


def test_a_new_home_is_told_how_it_gets_documents(regbot_here, tmp_path):
    home = str(tmp_path / "new")
    built = regbot_here("index", "build", "--lexical", "--home", home)
    assert built.code == 0
    asked = regbot_here("ask", "What does the draft say?", "--home", home)
    assert "The corpus holds no document." in asked.out
    for told in (built.err, asked.err, regbot_here("doctor", "--home", home).out):
        assert "regbot import PATH" in told
        assert "cp -r" in told


def test_a_full_disk_is_told_in_words(tiny_home):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "regbot", "--home", str(tiny_home), "list"],
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error: cannot write the result: ")
    assert "hint: make room" in done.stderr
