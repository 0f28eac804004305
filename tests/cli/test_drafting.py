"""`regbot draft` for people and scripts."""

from __future__ import annotations

import json
import stat
import sys

import pytest

from tests.cli.test_start import loaded_by

OPEN = "--as-of=2023-08-20"
CONSENT = "separate consent of the person"


@pytest.fixture
def here(regbot_here, bare_home):
    def run(*arguments: str, **environment: str):
        return regbot_here("draft", *arguments, "--home", str(bare_home), **environment)

    return run


@pytest.fixture
def begun(here) -> str:
    return json.loads(here("new", "faces-draft-2023", OPEN, "--json").out)["draft"]


def test_a_draft_from_its_first_point_to_its_checks(here, begun):
    ran = here(
        "point", begun, "Article 2", OPEN, "--position", "amend", "--quote", CONSENT, "--reason", "Because tenants cannot refuse.",
        "--evidence", "My own door.", "--evidence", "https://example.org/study", "--wording", "No face at the door.",
    )  # fmt: skip
    assert ran.code == 0
    assert "AMEND" in ran.out
    assert "{+No" in ran.out
    shown = json.loads(here("show", begun, OPEN, "--json").out)
    assert shown["points"][0]["ref"] == "faces-draft-2023#art_2"
    assert shown["points"][0]["evidence"] == ["My own door.", "https://example.org/study"]
    assert shown["days_left"] == 18
    report = json.loads(here("check", begun, OPEN, "--json").out)
    assert set(report) == {"draft", "consultation", "channel", "findings", "ready"}
    assert report["ready"] is True
    assert report["channel"] == "email"
    assert {"id", "level", "message", "where", "fix"} <= set(report["findings"][0])


def test_findings_do_not_change_the_exit_code(here, begun):
    ran = here("check", begun)
    assert ran.code == 0
    assert "NOT READY" in ran.out
    assert "BLOCK C02" in ran.out
    assert json.loads(here("check", begun, "--json").out)["ready"] is False


def test_a_closed_consultation_says_so_at_once(here):
    ran = here("new", "faces-draft-2023")
    assert ran.code == 0
    assert "COMMENTS CLOSED" in ran.out
    assert "followed by faces-rules-2025" in ran.out
    assert "practice" in ran.out
    data = json.loads(here("new", "faces-draft-2023", "--json").out)
    assert data["practice"] is True
    assert data["closed"]["superseded_by"] == "faces-rules-2025"


def test_errors_are_those_of_drafts_and_usage(here, begun):
    assert here("show", "nothing").code == 7
    assert here("show", "../../corpus/x").code == 7
    assert here("new", "faces-rules-2025").code == 7
    assert here("point", begun, "art_99", OPEN).code == 3
    for wrong in (
        ("point", begun, "art_2", "--position", "hate"),
        ("point", begun, "art_2", "--wording", "x", "--wording-file", "y"),
        ("point", begun, "art_2", "--wording-file", "no-such-file"),
        ("point", begun, "art_2", "--remove", "--reason", "x"),
        ("new", "faces-draft-2023", "--lang", "12"),
    ):
        assert here(*wrong).code == 2, wrong
    ran = here("restore", begun, "lately", "--json")
    assert ran.code == 7
    assert json.loads(ran.out)["error"]["code"] == "draft"


def test_points_are_removed_and_states_brought_back(here, begun):
    here("point", begun, "art_2", OPEN, "--reason", "Because.")
    assert "taken out" in here("point", begun, "art_2", OPEN, "--remove").err
    states = json.loads(here("history", begun, "--json").out)
    assert len(states) == 3
    assert [item["at"] for item in states] == sorted((item["at"] for item in states), reverse=True)
    assert "Because." in here("restore", begun, OPEN).out
    assert here("restore", begun, states[-1]["at"], OPEN).code == 0
    assert json.loads(here("show", begun, OPEN, "--json").out)["points"] == []


def test_wording_from_a_file(here, begun, tmp_path):
    (tmp_path / "new.txt").write_text("A door may not ask for a face.\n")
    here("point", begun, "art_2", OPEN, "--wording-file", str(tmp_path / "new.txt"))
    assert (
        json.loads(here("show", begun, OPEN, "--json").out)["points"][0]["wording"] == "A door may not ask for a face."
    )


def test_redaction(here, begun):
    here("point", begun, "art_2", OPEN, "--reason", "Because ada@example.com says so.")
    ran = here("check", begun, OPEN, "--redact", "--json")
    assert "taken out: 1 place" in ran.err
    assert "C17" not in {item["id"] for item in json.loads(ran.out)["findings"]}


def test_the_list_names_drafts_and_those_that_cannot_be_read(here, begun, bare_home):
    (bare_home / "drafts" / "broken.md").write_text("---\nconsultation: x\nlang: 1\n---\n")
    items = {item["draft"]: item for item in json.loads(here("list", "--json").out)}
    assert items[begun]["points"] == 0
    assert "line 3" in items["broken"]["problem"]
    assert "broken" in here("list").out
    assert here("show", "broken").code == 7


def test_the_editor_opens_the_file_and_the_checks_follow(here, begun, bare_home, tmp_path):
    editor = tmp_path / "editor with blanks.py"
    editor.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\np = pathlib.Path(sys.argv[1])\n"
        "p.write_text(p.read_text() + '\\n## Point\\n\\nprovision: faces-draft-2023#art_2\\nposition: oppose\\n\\nBecause.\\n')\n"
    )
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    ran = here("edit", begun, OPEN, EDITOR=f"'{editor}'", VISUAL="")
    assert ran.code == 0
    assert "READY" in ran.out
    assert json.loads(here("show", begun, OPEN, "--json").out)["points"][0]["position"] == "oppose"
    assert len(json.loads(here("history", begun, "--json").out)) == 2
    assert here("edit", begun, EDITOR="false", VISUAL="").code == 2
    assert here("edit", begun, EDITOR="/no/such/editor", VISUAL="").code == 2
    assert here("edit", "no-such-draft", EDITOR="true", VISUAL="").code == 7


def test_hostile_text_reaches_the_terminal_harmless(here, begun, bare_home):
    path = bare_home / "drafts" / f"{begun}.md"
    path.write_text(path.read_text() + "\n## Closing\n\n[bold red]x[/] \x1b[31m \x1b]0;title\x07 {{ [link=x]\n")
    for command in ("show", "check", "list", "history"):
        ran = here(command, *([] if command == "list" else [begun]), OPEN)
        assert ran.code == 0
        assert "\x1b" not in ran.out
    assert "[bold red]x[/]" in here("show", begun, OPEN).out


def test_drafts_load_no_model_no_vectors_no_app_and_no_network(bare_home):
    home = ("--home", str(bare_home), OPEN)
    light = {"numpy"}
    assert loaded_by("draft", "--help") == set()
    assert loaded_by(*home, "draft", "new", "faces-draft-2023") <= light
    assert loaded_by(*home, "draft", "point", "faces-draft-2023", "art_2", "--reason", "Because.") <= light
    for command in (
        ["list"],
        ["show", "faces-draft-2023"],
        ["check", "faces-draft-2023"],
        ["history", "faces-draft-2023"],
    ):
        assert loaded_by(*home, "draft", *command) <= light


@pytest.mark.parametrize(
    "command", ["new", "list", "show", "point", "check", "history", "restore", "edit", "export", "sent", "outcome"]
)
def test_every_command_has_help(regbot_here, command):
    ran = regbot_here("draft", command, "--help")
    assert ran.code == 0
    assert "Usage" in ran.out


def test_a_second_draft_on_a_consultation_names_the_first_and_how_to_go_on(here, begun):
    ran = here("new", "faces-draft-2023", OPEN)
    assert f"you already have: {begun}" in ran.out
    assert f"regbot draft edit {begun} --interview" in ran.out
    assert json.loads(here("new", "faces-draft-2023", OPEN, "--json").out)["others"][-1] == begun


def test_a_deleted_draft_is_named_in_the_list_until_it_is_brought_back(here, begun):
    here("point", begun, "Article 2", OPEN, "--reason", "Tenants cannot refuse.")
    assert f"regbot draft restore {begun}" in here("delete", begun, OPEN).err
    assert f"brings one back: {begun}" in here("list", OPEN).out
    assert here("restore", begun, OPEN).code == 0
    assert "brings one back" not in here("list", OPEN).out


def test_history_has_what_changed(here, begun):
    assert [item["changed"] for item in json.loads(here("history", begun, OPEN, "--json").out)] == ["begun"]
