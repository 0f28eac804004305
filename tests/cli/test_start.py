"""What a start of regbot loads, and where global options may stand."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("chromadb", "torch", "sentence_transformers", "onnxruntime", "textual", "numpy", "httpx", "bs4", "lxml")


def loaded_by(*arguments: str) -> set[str]:
    """The packages among HEAVY that `regbot ARGUMENTS` has loaded when it ends."""
    code = (
        "import sys; from regbot.cli.main import main; main(sys.argv[1:]);"
        "print('\\nLOADED', *{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split()) & set(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ask", "--help"], ["index", "build", "--help"]])
def test_help_loads_nothing_heavy(arguments):
    assert loaded_by(*arguments) == set()


@pytest.mark.parametrize("command", [["list"], ["deadlines"], ["show", "faces-draft-2023#art_2"], ["paths"]])
def test_reading_the_corpus_loads_no_model_and_no_vectors(tiny_home, command):
    assert loaded_by("--home", str(tiny_home), *command) <= {"numpy"}


def test_a_lexical_search_loads_no_model_and_no_vectors(tiny_home):
    assert not loaded_by("--home", str(tiny_home), "search", "consent", "--mode", "lexical") & {
        "chromadb",
        "torch",
        "sentence_transformers",
        "onnxruntime",
        "textual",
    }


def test_global_options_work_before_and_after_the_command(regbot_here, tiny_home):
    before = regbot_here("--json", "--home", str(tiny_home), "--as-of", "2023-08-20", "deadlines")
    after = regbot_here("deadlines", f"--home={tiny_home}", "--as-of=2023-08-20", "--json")
    assert before.code == after.code == 0
    assert json.loads(before.out) == json.loads(after.out)
    assert json.loads(after.out)[0]["days_left"] == 18


def test_a_global_option_is_not_taken_out_of_another_options_value(regbot_here, tiny_home):
    ran = regbot_here("ask", "--home", str(tiny_home), "--doc", "--json", "consent")
    assert ran.code == 2
    assert ran.out == ""
    assert "no document matches '--json'" in ran.err


def test_after_two_dashes_everything_is_an_argument(regbot_here, tiny_home):
    ran = regbot_here("search", "--mode", "lexical", "--home", str(tiny_home), "--", "--json", "consent")
    assert ran.code == 0
    assert not ran.out.startswith("{")
    assert "faces-draft-2023#art_2" in ran.out


@pytest.mark.parametrize("arguments", [["list", "--home"], ["list", "--home", "--json"], ["--as-of"]])
def test_a_global_option_without_its_value_is_a_usage_error(regbot_here, arguments):
    ran = regbot_here(*arguments)
    assert ran.code == 2
    assert "needs a value" in ran.err


def test_regbot_home_names_the_workspace(regbot_here, tiny_home):
    ran = regbot_here("paths", "--json", REGBOT_HOME=str(tiny_home))
    assert json.loads(ran.out)["corpus"] == str(tiny_home / "corpus")


@pytest.mark.parametrize("now", ["2023-08-20T00:00:00", "yesterday"])
def test_regbot_now_must_be_a_timestamp_with_a_zone(regbot_here, tiny_home, now):
    ran = regbot_here("list", "--home", str(tiny_home), REGBOT_NOW=now)
    assert ran.code == 2
    assert ran.err.startswith("error: REGBOT_NOW")


def test_regbot_now_is_the_clock(regbot_here, tiny_home):
    ran = regbot_here("deadlines", "--json", "--home", str(tiny_home), REGBOT_NOW="2023-09-07T15:30:00+00:00")
    assert json.loads(ran.out)[0] | {"state": "closing", "days_left": 0} == json.loads(ran.out)[0]
    ran = regbot_here("deadlines", "--json", "--home", str(tiny_home), REGBOT_NOW="2023-09-07T16:30:00+00:00")
    assert json.loads(ran.out)[0] | {"state": "closed", "days_left": -1} == json.loads(ran.out)[0]


def test_version(regbot_here):
    assert regbot_here("--version").out.startswith("regbot ")
    assert regbot_here("--version", "--json").out.startswith("{")


def test_without_a_command_and_a_terminal_it_prints_help(regbot_process):
    ran = regbot_process()
    assert ran.code == 0
    assert ran.out.startswith("Usage: regbot")


def test_help_says_in_which_order_lists_come(regbot_here):
    for command in ("ask", "search", "list", "show", "deadlines", "import", "eval", "doctor"):
        text = " ".join(regbot_here(command, "--help").out.split())
        assert "first" in text or "order" in text, command
