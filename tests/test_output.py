"""Results on stdout, talk on stderr; colour only for a terminal that wants it."""

from __future__ import annotations

import json
import os
import sys
import time

import pytest

from regbot.errors import UnknownRefError
from regbot.output import Output, report_error


def test_json_is_readable_unicode(capsys):
    Output(json=True).data({"title": "人脸识别 “x”"})
    out = capsys.readouterr().out
    assert "人脸识别 “x”" in out
    assert json.loads(out) == {"title": "人脸识别 “x”"}


def test_jsonl_is_one_line_each(capsys):
    output = Output(json=True)
    output.line({"text": "a\nb"})
    output.line({"text": "c"})
    assert [json.loads(line)["text"] for line in capsys.readouterr().out.splitlines()] == ["a\nb", "c"]


def test_markup_and_emoji_codes_are_shown_as_they_are(capsys):
    Output().view("[bold]x[/bold] [/foo] :smile: [link=https://evil.example]y[/link]")
    assert capsys.readouterr().out == "[bold]x[/bold] [/foo] :smile: [link=https://evil.example]y[/link]\n"


def test_an_error_is_one_line_and_a_hint(capsys):
    code = report_error(Output(), UnknownRefError("no\nsuch \x1b[31mthing", "look\nelsewhere"))
    captured = capsys.readouterr()
    assert code == 3
    assert captured.err == "error: no such thing\nhint: look elsewhere\n"
    assert captured.out == ""


def test_quiet_says_nothing_but_errors(capsys):
    output = Output(quiet=True)
    output.note("note")
    output.note_block("notes")
    with output.progress("Working") as report:
        report("Working", 1, 2)
    output.error("failed", "mend it", "x")
    assert capsys.readouterr().err == "error: failed\nhint: mend it\n"


def test_progress_is_told_only_once_it_takes_a_while(capsys, monkeypatch):
    with Output().progress("Working") as report:
        report("Working", 1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("regbot.output.PATIENCE", 0.0)
    with Output().progress("Working") as report:
        report("Working", 1, 2)
        report("Working", 2, 2)
    assert capsys.readouterr().err == "Working: 1 of 2\n"


def in_a_terminal(arguments: list[str], **environment: str) -> str:
    """What `regbot ARGUMENTS` writes to a terminal of 80 columns."""
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.environ.update({"TERM": "xterm-256color", "COLUMNS": "80", **environment})
        os.execv(sys.executable, [sys.executable, "-m", "regbot", *arguments])
    written = b""
    try:
        while part := os.read(terminal, 65536):
            written += part
    except OSError:
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, written
    return written.decode()


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_colour_in_a_terminal_unless_it_is_unwanted(tiny_home):
    command = ["show", "faces-draft-2023#art_2", "--home", str(tiny_home)]
    coloured = in_a_terminal(command)
    assert "\x1b[" in coloured
    assert "DRAFT" in coloured
    assert "\x1b" not in in_a_terminal([*command, "--no-colour"])
    assert "\x1b" not in in_a_terminal(command, NO_COLOR="1")
    assert max(map(len, in_a_terminal(command, NO_COLOR="1").splitlines())) <= 80


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_a_bar_in_a_terminal_leaves_nothing_behind(monkeypatch):
    import pty

    master, slave = pty.openpty()
    with os.fdopen(slave, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setattr("regbot.output.PATIENCE", 0.05)
        monkeypatch.setenv("TERM", "xterm-256color")
        with Output(colour=False).progress("Working") as report:
            report("Reading [bold]it[/bold]", 3, 10)
            time.sleep(0.6)
        terminal.flush()
        shown = os.read(master, 65536).decode()
    os.close(master)
    assert "Reading [bold]it[/bold]" in shown
    assert "3/10" in shown
