"""`list`, `show`, `outcome` and `ask` on rules that later documents delay or withdraw; the publisher is a loopback one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from werkzeug import Request, Response

from regbot.config import Settings
from regbot.corpus.store import Corpus
from regbot.index.generation import build
from regbot.model import AsOf, Relation
from regbot.workflows.refresh import refresh
from regbot.workspace import Workspace
from tests.replaying import Replay, replay

__all__ = ["replay"]

TODAY = "2025-07-01T12:00:00-04:00"
RULE, DELAY, DRAFT, WITHDRAWAL, ZONE = "2025-00042", "2025-02001", "2025-03001", "2025-04001", "2025-05001"
PUT_OFF = "The effective date of the rule published January 6, 2025, at 90 FR 612, is delayed until May 5, 2025."
LASTS = "This rule is effective from June 2, 2025, through 11 p.m. on June 9, 2025."
TAKEN_BACK = "The proposed rule published on April 1, 2025 (90 FR 800) is withdrawn as of May 12, 2025."


def row(number: str, published: str, kind: str, action: str, title: str, dates: str, **more: Any) -> dict[str, Any]:
    lamps = number in (RULE, DELAY)
    return {
        "document_number": number,
        "type": kind,
        "action": action,
        "title": title,
        "publication_date": published,
        "dates": dates,
        "abstract": "Ferries carry lamps at night." if lamps else "Barges would carry bells in fog.",
        "regulation_id_numbers": ["1234-AB56" if lamps else "1234-AB77"],
        "html_url": f"https://fr.example/d/{number}",
        **more,
    }


ROWS = {
    item["document_number"]: item
    for item in (
        row(RULE, "2025-01-06", "Rule", "Final rule.", "Lamps on Ferries", "This rule is effective March 3, 2025."),
        row(DELAY, "2025-02-10", "Rule", "Final rule; delay of effective date.", "Lamps on Ferries; Delay", PUT_OFF),
        row(
            DRAFT,
            "2025-04-01",
            "Proposed Rule",
            "Proposed rule.",
            "Bells on Barges",
            "Comments are due by August 2, 2025.",
        ),
        row(
            WITHDRAWAL,
            "2025-05-12",
            "Proposed Rule",
            "Withdrawal of proposed rule.",
            "Bells on Barges; Withdrawal",
            TAKEN_BACK,
        ),
        row(
            ZONE,
            "2025-06-02",
            "Rule",
            "Temporary final rule.",
            "Safety Zone; Tin River",
            LASTS,
            effective_on="2025-06-02",
        ),
    )
}


def serve(replay: Replay) -> None:
    def search(request: Request) -> Response:
        day, rin = (
            request.args.get(f"conditions[{name}]") for name in ("publication_date][is", "regulation_id_number")
        )
        found = [
            item for item in ROWS.values() if (item["publication_date"], item["regulation_id_numbers"]) == (day, [rin])
        ]
        answer = {"count": len(found), "total_pages": 1, "results": found}
        return Response(json.dumps(answer), content_type="application/json")

    for number, item in ROWS.items():
        replay.serve(f"/api/v1/documents/{number}.json", item)
    replay.serve("/api/v1/documents.json", respond=search)


def refreshed(replay: Replay, home: Path, *numbers: str) -> None:
    (home / "corpus" / "documents").mkdir(parents=True, exist_ok=True)
    (home / "corpus" / "sources.toml").write_text(
        f'contact = "t@example.org"\n[sources.fr]\ntype = "federal_register"\nterms = "public domain"\n'
        f'base_url = "{replay.url}"\nallow_local = true\ndelay_seconds = 0\ndocuments = {json.dumps(numbers)}\n'
    )
    space = Workspace.open(home, AsOf(datetime.fromisoformat(TODAY)))
    assert not refresh(space, ["fr"], index=False).sources[0].failures
    build(space.paths, Settings(), now=space.as_of.now, lexical_only=True)


@pytest.fixture(params=[tuple(ROWS), tuple(reversed(ROWS))], ids=["in order", "backwards"])
def run(request: pytest.FixtureRequest, replay: Replay, tmp_path: Path, regbot_here):
    """`regbot ARGUMENTS` after one refresh for each document, the earlier ones first or last."""
    serve(replay)
    for number in request.param:
        refreshed(replay, tmp_path / "home", number)

    def ran(*arguments: str) -> str:
        done = regbot_here(*arguments, "--home", str(tmp_path / "home"), REGBOT_NOW=TODAY)
        assert done.code == 0, done.err
        return done.out

    return ran


def data(run, *arguments: str) -> Any:
    return json.loads(run(*arguments, "--json"))


def test_a_rule_that_was_delayed(run):
    listed = {item["document"]: item for item in data(run, "list")}["fr-2025-00042"]
    delayed = {
        "by": "fr-2025-02001",
        "published": "2025-02-10",
        "from": "2025-03-03",
        "to": "2025-05-05",
        "quote": PUT_OFF,
    }
    assert (listed["effective"], listed["legal_status"], listed["delayed"]) == ("2025-05-05", "in_force", delayed)
    told = "delayed from 2025-03-03 to 2025-05-05 by fr-2025-02001 (2025-02-10)"
    for arguments in (("list",), ("show", "fr-2025-00042"), ("show", "fr-2025-00042#notice")):
        assert told in run(*arguments)
    assert PUT_OFF in run("show", "fr-2025-00042")
    between = data(run, "show", "fr-2025-00042", "--as-of", "2025-03-10")
    assert (between["effective"], between["legal_status"]) == ("2025-05-05", "not_yet_in_force")
    before = data(run, "show", "fr-2025-00042", "--as-of", "2025-02-09")
    assert (before["effective"], before["delayed"]) == ("2025-03-03", None)


def test_asked_when_it_takes_effect_both_days_are_told_and_both_documents_quoted(run):
    question = "When does the rule on lamps on ferries take effect?"
    found = data(run, "ask", question)
    first, second, *_ = found["answer"].split("\n")
    assert first == "The Lamps on Ferries took effect on 5 May 2025. [1]"
    assert second == (
        "The Lamps on Ferries was to take effect on 3 March 2025; the Lamps on Ferries; Delay (10 February 2025) delayed that "
        "to 5 May 2025. [2] [1]"
    )
    assert [(item["document"], item["quote"]) for item in found["citations"]] == [
        ("fr-2025-02001", PUT_OFF),
        ("fr-2025-00042", "This rule is effective March 3, 2025."),
    ]
    assert "will take effect on 5 May 2025" in data(run, "ask", question, "--as-of", "2025-03-10")["answer"]
    before = data(run, "ask", question, "--as-of", "2025-02-09")
    assert "will take effect on 3 March 2025" in before["answer"]
    assert "5 May" not in before["answer"]


def test_asked_of_the_delay_the_rule_is_told(run):
    told = data(run, "ask", "When does Lamps on Ferries; Delay take effect?")["answer"]
    assert told.startswith(
        "The Lamps on Ferries took effect on 5 May 2025. [1]\nThe Lamps on Ferries was to take effect"
    )


@pytest.mark.parametrize(("day", "told"), [("2025-05-04", False), ("2025-05-05", True)])
def test_it_is_in_force_from_the_later_day(run, day, told):
    found = data(run, "ask", "Which rules are in force?", "--as-of", day)
    assert ("- Lamps on Ferries (in force since 5 May 2025)" in found["answer"]) is told
    assert ("fr-2025-00042" in run("list", "--status", "in-force", "--as-of", day)) is told


@pytest.mark.parametrize(
    ("day", "status", "told"),
    [
        ("2025-06-09", "in_force", "The Safety Zone; Tin River took effect on 2 June 2025. [1]"),
        (
            "2025-06-10",
            "repealed",
            "The Safety Zone; Tin River was in force from 2 June 2025 to 9 June 2025 and is so no longer. [1]",
        ),
    ],
)
def test_a_rule_made_for_a_time_ends(run, day, status, told):
    name = "fr-2025-05001"
    found = data(run, "show", name, "--as-of", day)
    assert (found["legal_status"], found["effective"], found["expires"]) == (status, "2025-06-02", "2025-06-09")
    assert "from 2025-06-02 to 2025-06-09" in run("show", name, "--as-of", day)
    holds = status == "in_force"
    assert (name in run("list", "--status", "in-force", "--as-of", day)) is holds
    assert ("Safety Zone" in data(run, "ask", "Which rules are in force?", "--as-of", day)["answer"]) is holds
    answer = data(run, "ask", "Is the safety zone on Tin River in force?", "--as-of", day)
    assert answer["answer"].startswith(told)
    assert [item["quote"] for item in answer["citations"]] == [LASTS]


def test_whoever_quotes_a_delayed_rule_is_told(run):
    found = data(run, "ask", "Do ferries carry lamps at night?", "--doc", "fr-2025-00042")
    assert [item["document"] for item in found["citations"]] == ["fr-2025-00042"]
    assert any("delayed that to 5 May 2025" in note for note in found["notes"])


def test_a_proposal_that_was_withdrawn(run):
    gone = {"by": "fr-2025-04001", "published": "2025-05-12", "on": "2025-05-12", "quote": TAKEN_BACK}
    listed = {item["document"]: item for item in data(run, "list")}["fr-2025-03001"]
    assert (listed["withdrawn"], listed["state"], listed["superseded_by"]) == (gone, "withdrawn", "fr-2025-04001")
    assert data(run, "show", "fr-2025-03001")["withdrawn"] == gone
    assert data(run, "outcome", "fr-2025-03001")["withdrawn"] == gone
    for arguments in (("list",), ("deadlines",), ("show", "fr-2025-03001"), ("outcome", "fr-2025-03001")):
        assert "withdrawn by fr-2025-04001 on 2025-05-12" in run(*arguments)
    assert TAKEN_BACK in run("show", "fr-2025-03001")
    assert TAKEN_BACK in run("outcome", "fr-2025-03001")
    before = data(run, "show", "fr-2025-03001", "--as-of", "2025-05-11")
    assert (before["withdrawn"], before["state"]) == (None, "open")


@pytest.mark.parametrize(
    "question",
    [
        "Is the proposal on bells on barges in force?",
        "Until when can I comment on Bells on Barges?",
        "What became of Bells on Barges?",
    ],
)
def test_asked_of_it_the_withdrawal_is_told_and_quoted(run, question):
    found = data(run, "ask", question)
    assert found["answer"].startswith(
        "The Bells on Barges was withdrawn by the Bells on Barges; Withdrawal (12 May 2025). [1]"
    )
    assert (found["citations"][0]["document"], found["citations"][0]["quote"]) == ("fr-2025-04001", TAKEN_BACK)
    assert "days left" not in found["answer"]
    assert (
        "withdrawn"
        not in data(run, "ask", "Until when can I comment on Bells on Barges?", "--as-of", "2025-05-11")["answer"]
    )


def test_a_withdrawn_proposal_has_no_outcome_to_write(regbot_here, run, tmp_path: Path):
    done = regbot_here("outcome", "fr-2025-03001", "--output", str(tmp_path / "o.md"), "--home", str(tmp_path / "home"))
    assert done.code == 2
    assert "was withdrawn" in done.err


def test_an_outcome_tells_what_delays_the_final_text(regbot_here, bare_home: Path):
    corpus = Corpus(bare_home / "corpus" / "documents")
    rule = corpus.document("faces-rules-2025")
    relation = Relation("delays", rule.id, day=date(2027, 1, 1), quote="They apply from 1 January 2027.")
    corpus.save(replace(rule, id="delay", published=date(2025, 5, 2), relations=(relation,)), ())
    arguments = ("outcome", "faces-draft-2023", "--json", "--home", str(bare_home))
    told = "2025 Rules: delayed from 2025-06-01 to 2027-01-01 by delay (2025-05-02): “They apply from 1 January 2027.”"
    found = json.loads(regbot_here(*arguments).out)
    assert told in found["notes"]
    assert found["final"]["legal_status"] == "not_yet_in_force"
    assert told not in json.loads(regbot_here(*arguments, "--as-of", "2025-05-01").out)["notes"]
