"""Every failure ends as one line `error: …`, one line `hint: …` and the right exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ONE_ERROR = re.compile(r"error: \S.*\nhint: \S.*\n")


def assert_fails(ran, code, *words):
    """One error and one hint on stderr, nothing on stdout but JSON, `code`, and `words` in them."""
    assert ran.code == code, ran
    assert ONE_ERROR.fullmatch(ran.err), ran.err
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


def test_an_unknown_command_names_the_nearest(regbot_here):
    ran = regbot_here("serch", "x")
    assert_fails(ran, 2, "no such command: serch", "did you mean `search`?")


def test_an_unknown_option_names_the_nearest(regbot_here):
    assert_fails(regbot_here("list", "--statsu", "open"), 2, "did you mean `--status`?")
    assert_fails(regbot_here("list", "--jsn"), 2, "did you mean `--json`?")


def test_a_missing_argument_and_a_bad_value(regbot_here):
    assert_fails(regbot_here("show"), 2, "REF", "regbot show --help")
    assert_fails(regbot_here("list", "--status", "sideways"), 2, "sideways")
    assert_fails(regbot_here("search", "x", "-k", "0"), 2, "-k")
    assert_fails(regbot_here("list", "--as-of", "tomorrow"), 2, "YYYY-MM-DD")


def test_with_json_the_error_is_json_on_stdout_too(regbot_here, tiny_home):
    ran = regbot_here("show", "faces-draft-2023#art_9", "--json", "--home", str(tiny_home))
    assert_fails(ran, 3)
    error = json.loads(ran.out)["error"]
    assert error["code"] == "unknown_ref"
    assert f"error: {error['message']}\nhint: {error['hint']}\n" == ran.err


def test_a_usage_error_with_json(regbot_here):
    ran = regbot_here("--json", "serch")
    assert json.loads(ran.out)["error"]["code"] == "usage"
    assert ran.code == 2


def test_an_unknown_ref_names_the_nearest(regbot_here, tiny_home):
    assert_fails(regbot_here("show", "faces-draft-203", "--home", str(tiny_home)), 3, "faces-draft-2023?")
    assert_fails(regbot_here("show", "faces-draft-2023#art_22", "--home", str(tiny_home)), 3, "#art_2 (Article 2)")
    assert_fails(
        regbot_here("show", "faces-draft-2023#art_2__para_9", "--home", str(tiny_home)), 3, "#art_2 (Article 2)?"
    )
    assert_fails(regbot_here("show", "../../../etc/passwd", "--home", str(tiny_home)), 3)


@pytest.mark.parametrize("question", ["", "   ", "\u200b\x1b[0m"])
def test_an_empty_question(regbot_here, tiny_home, question):
    assert_fails(regbot_here("ask", question, "--home", str(tiny_home)), 2, "empty")
    assert_fails(regbot_here("search", question, "--home", str(tiny_home)), 2, "empty")


def test_no_question_at_all(regbot_here, tiny_home):
    assert_fails(regbot_here("ask", "--home", str(tiny_home)), 2, "no question")


def test_a_question_that_is_too_long(regbot_here, tiny_home):
    assert_fails(regbot_here("ask", "x" * 100_000, "--home", str(tiny_home)), 2, "100,000", "5,000")


def test_a_question_of_the_longest_length_is_answered(regbot_here, tiny_home):
    started = time.monotonic()
    ran = regbot_here("ask", "consent " * 625, "--home", str(tiny_home), "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["outcome"] in ("answered", "abstained")
    assert time.monotonic() - started < 20


def test_nul_bytes_in_a_batch_do_no_harm(regbot_here, tiny_home, tmp_path):
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": "a", "question": "separate\\u0000 consent"}\n')
    ran = regbot_here("search", "--batch", str(batch), "--mode", "lexical", "--home", str(tiny_home))
    assert ran.code == 0
    assert json.loads(ran.out)["query"] == "separate consent"


@pytest.mark.parametrize(
    ("line", "word"),
    [("{", "not JSON"), ("[]", "not a JSON object"), ('{"id": 1}', "no question"), ('{"question": " "}', "empty")],
)
def test_a_bad_line_in_a_batch_fails_before_any_answer(regbot_here, tiny_home, tmp_path, line, word):
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": "a", "question": "consent"}\n' + line + "\n")
    ran = regbot_here("ask", "--batch", str(batch), "--home", str(tiny_home))
    assert_fails(ran, 2, "line 2", word)
    assert ran.out == ""


def test_a_batch_that_cannot_be_read(regbot_here, tiny_home, tmp_path):
    assert_fails(regbot_here("ask", "--batch", str(tmp_path), "--home", str(tiny_home)), 2, "cannot read")
    (tmp_path / "latin.jsonl").write_bytes('{"question": "é"}'.encode("latin-1"))
    assert_fails(regbot_here("ask", "--batch", str(tmp_path / "latin.jsonl"), "--home", str(tiny_home)), 2, "UTF-8")


def test_a_corrupt_document_names_file_and_line(regbot_here, own_home):
    path = own_home / "corpus/documents/cn/faces-draft-2023/document.toml"
    path.write_text(path.read_text() + "\nthis is no toml\n")
    ran = regbot_here("list", "--home", str(own_home))
    assert_fails(ran, 3, "faces-draft-2023/document.toml", "line")
    assert regbot_here("show", "faces-rules-2025", "--home", str(own_home)).code == 0


def test_a_corrupt_text_names_file_and_line(regbot_here, own_home):
    path = own_home / "corpus/documents/cn/faces-draft-2023/2023-08-08.en.md"
    path.write_text(path.read_text() + "\n## Article 4 without an eid\n")
    assert_fails(regbot_here("show", "faces-draft-2023", "--home", str(own_home)), 3, "2023-08-08.en.md: line")


def test_a_deleted_index(regbot_here, own_home):
    shutil.rmtree(own_home / "indexes")
    for command in (["ask", "consent?"], ["search", "consent"], ["index", "verify"]):
        assert_fails(regbot_here(*command, "--home", str(own_home)), 5, "regbot index build")
    assert regbot_here("list", "--home", str(own_home)).code == 0
    assert regbot_here("show", "faces-draft-2023", "--home", str(own_home)).code == 0


def test_a_workspace_that_does_not_exist(regbot_here, tmp_path):
    assert_fails(regbot_here("ask", "consent?", "--home", str(tmp_path / "nowhere")), 5)
    assert json.loads(regbot_here("list", "--json", "--home", str(tmp_path / "nowhere")).out) == []


def test_bad_settings(regbot_here, own_home):
    (own_home / "config.toml").write_text("[index]\nmodell = 'x'\n")
    assert_fails(regbot_here("config", "show", "--home", str(own_home)), 2, "config.toml", "did you mean 'model'?")


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_a_read_only_workspace_answers_but_takes_nothing(own_home, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Article 1 Scope\nAll of it.")
    commands = ["list", "search consent --mode lexical", f"import {note} --no-index", "index build --force"]
    script = "; ".join(
        f"{sys.executable} -m regbot --home {own_home} {command}; echo code $? >&2" for command in commands
    )
    if os.geteuid() == 0:
        protect = f"mount --bind {own_home} {own_home} && mount -o remount,ro,bind {own_home}"
        wrapped = ["unshare", "-m", "sh", "-c", f"{protect} && ({script})"]
    else:
        wrapped = ["sh", "-c", f"chmod -R a-w {own_home}; {script}; chmod -R u+w {own_home}"]
    done = subprocess.run(wrapped, capture_output=True, text=True, check=False)
    if "code" not in done.stderr:
        pytest.skip("root without mount namespaces cannot be kept from writing")
    codes = [line for line in done.stderr.splitlines() if line.startswith("code")]
    assert codes == ["code 0", "code 0", "code 3", "code 5"]
    assert done.stderr.count("error: ") == done.stderr.count("hint: ") == 2


def test_an_unexpected_failure_shows_its_traceback_only_when_debugging(regbot_here, tiny_home, monkeypatch):
    def fail(*_arguments, **_settings):
        raise ZeroDivisionError("so it goes\nand on")

    monkeypatch.setattr("regbot.workflows.documents.list_documents", fail)
    assert_fails(regbot_here("list", "--home", str(tiny_home)), 1, "ZeroDivisionError: so it goes and on")
    ran = regbot_here("list", "--home", str(tiny_home), REGBOT_DEBUG="1")
    assert ran.code == 1
    assert "Traceback" in ran.err


def test_ctrl_c(regbot_here, tiny_home, monkeypatch):
    def interrupt(*_arguments, **_settings):
        raise KeyboardInterrupt

    monkeypatch.setattr("regbot.workflows.documents.list_documents", interrupt)
    assert_fails(regbot_here("list", "--home", str(tiny_home)), 130, "interrupted")


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_ctrl_c_in_a_chat(tiny_home):
    process = subprocess.Popen(
        [sys.executable, "-m", "regbot", "chat", "--json", "--home", str(tiny_home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdin.write(b"consent?\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["question"] == "consent?"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.decode().endswith(("it goes on where it stopped\n",))
    assert b"Traceback" not in err


def test_a_closed_pipe_is_quiet(tiny_home):
    command = f"{sys.executable} -m regbot show faces-draft-2023 --json --home {tiny_home}; echo code $? >&2"
    done = subprocess.run(["sh", "-c", f"({command}) | true"], capture_output=True, text=True, check=False)
    assert done.stderr == "code 0\n"


def test_messages_cannot_steer_the_terminal(regbot_here, tiny_home):
    ran = regbot_here("show", "faces\x1b[31m-draft\u202e", "--home", str(tiny_home))
    assert_fails(ran, 3)
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err


def test_a_full_disk_behind_stdout_is_an_error_and_no_traceback(tiny_home):
    for json_too in ([], ["--json"]):
        with Path("/dev/full").open("w") as full:
            ran = subprocess.run(
                [sys.executable, "-m", "regbot", "--home", str(tiny_home), "list", *json_too],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert ran.returncode == 1
        assert ONE_ERROR.fullmatch(ran.stderr), ran.stderr
        assert "No space left" in ran.stderr


def test_a_closed_stdout_is_no_error(tiny_home):
    command = f"{sys.executable} -m regbot --home {tiny_home} list >&-"
    ran = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_an_argument_is_read_as_utf8_in_any_locale(tiny_home):
    ran = subprocess.run(
        [sys.executable, "-m", "regbot", "--home", str(tiny_home), "search", "人脸识别", "--mode", "lexical", "--json"],
        stdout=subprocess.PIPE,
        env=os.environ | {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=False,
    )
    assert json.loads(ran.stdout)["query"] == "人脸识别"


def test_a_workspace_that_is_a_file(regbot_here, tmp_path):
    path = tmp_path / "file"
    path.write_text("x")
    assert_fails(regbot_here("list", "--home", str(path)), 2, "is not a folder")


def test_a_calendar_that_cannot_be_written_leaves_one_json_document(regbot_here, tiny_home, tmp_path):
    ran = regbot_here("deadlines", "--json", "--home", str(tiny_home), "--ics", str(tmp_path / "no" / "such" / "x.ics"))
    assert list(json.loads(ran.out)) == ["error"]
