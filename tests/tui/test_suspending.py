"""Ctrl+Z in a real terminal: to the shell and back, nothing lost."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
SHELL = shutil.which("bash")


@pytest.fixture
def shell(own_home: Path) -> Iterator[Terminal]:
    """A shell with job control in a terminal, and a small workspace."""
    environment = {"REGBOT_HOME": str(own_home), "PYTHONPATH": str(ROOT), "PS1": "shell> ", "HISTFILE": ""}
    terminal = Terminal([str(SHELL), "--norc", "--noprofile", "-i"], env=environment)
    terminal.wait("shell>")
    yield terminal
    terminal.kill()


@pytest.mark.skipif(SHELL is None, reason="no bash here")
def test_to_the_shell_and_back(shell: Terminal):
    shell.send(f"{sys.executable} -m regbot\r")
    shell.wait("Every answer quotes")
    shell.send("Who may process")
    shell.wait("Who may process")
    shell.send("\x1a")
    shell.wait("Stopped")
    shell.send("echo $((6 * 7))\r")
    shell.wait("42")
    shell.send("fg\r")
    shell.wait(lambda text: "Who may process" in text and "Home" in text)
    shell.send(" a face?")
    shell.wait("a face?")
    shell.send("\x11")
    shell.wait("shell>")


def test_where_no_shell_is_it_goes_on(own_home: Path):
    environment = {"REGBOT_HOME": str(own_home), "PYTHONPATH": str(ROOT)}
    terminal = Terminal([sys.executable, "-m", "regbot"], env=environment)
    try:
        terminal.wait("Every answer quotes")
        terminal.send("\x1a")
        terminal.settle(0.5)
        terminal.send("still here")
        terminal.wait("still here")
    finally:
        terminal.kill()
