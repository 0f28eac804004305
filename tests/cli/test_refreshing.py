"""`sources` and `refresh`: from an address that somebody pasted to a consultation in the corpus."""

from __future__ import annotations

import json

import pytest

from tests.replaying import Replay, replay
from tests.sources.test_page import CONSULTATION

__all__ = ["replay"]


@pytest.fixture
def run(regbot_here, bare_home):
    """`regbot ARGUMENTS` in a workspace without an index, whose sources.toml names no source."""
    (bare_home / "corpus" / "sources.toml").write_text('contact = "tests@example.org"\n')
    return lambda *arguments: regbot_here(*arguments, "--home", str(bare_home))


@pytest.fixture
def watched(run, replay: Replay):
    """The same, watching one page on the loopback server as `council`."""
    replay.serve("/consultation", CONSULTATION, content_type="text/html; charset=utf-8")
    ran = run("sources", "add", f"{replay.url}/consultation", "--allow-local", "--name", "council", "--terms", "Ours.")
    assert ran.code == 0, ran.err
    return run


def test_an_added_page_is_refreshed_and_listed(watched):
    ran = watched("refresh", "--no-index", "--json")
    assert ran.code == 0, ran.err
    report = json.loads(ran.out)
    (source,) = report["sources"]
    assert (source["source"], source["new"], report["exit_code"], report["error"]) == ("council", 1, 0, None)
    document = source["changes"][0]["document"]
    assert document in watched("list").out
    assert watched("show", document).code == 0
    (status,) = json.loads(watched("sources", "--json").out)
    assert (status["name"], status["items"], status["terms"], status["error"]) == ("council", 1, "Ours.", "")
    assert status["last_success"]


def test_a_second_refresh_finds_nothing_new(watched, replay: Replay):
    watched("refresh", "--no-index", "--quiet")
    replay.forget()
    ran = watched("refresh", "--no-index")
    assert "council  1     -    -        -        1" in ran.out
    assert all(asked.conditional for asked in replay.asked)


def test_a_dry_run_tells_and_writes_nothing(watched, bare_home):
    before = sorted(path for path in bare_home.rglob("*") if path.is_file())
    ran = watched("refresh", "--dry-run")
    assert "NEW" in ran.out
    assert "Nothing was written" in ran.out
    assert sorted(path for path in bare_home.rglob("*") if path.is_file()) == before


def test_a_source_that_fails_gives_exit_code_4_one_error_and_one_hint(watched, replay: Replay):
    replay.fault("/consultation", "bot wall")
    ran = watched("refresh", "--no-index", "--quiet")
    assert ran.code == 4
    assert "FAILED" in ran.out
    assert ran.err.startswith("error: 1 of 1 sources failed; council: ")
    assert ran.err.count("\nhint: ") == 1
    again = watched("refresh", "--no-index", "--json")
    assert json.loads(again.out)["error"]["code"] == "source"


def test_a_check_of_one_source(watched, replay: Replay):
    ran = watched("sources", "check", "council", "--json")
    assert (ran.code, json.loads(ran.out)[0]["reachable"]) == (0, True)
    assert watched("sources", "check", "counsil").err == (
        "error: there is no source 'counsil'\nhint: did you mean 'council'?\n"
    )


def test_a_mirror_needs_leave_to_be_local(watched, replay: Replay):
    mirror = f"council={replay.url}"
    assert watched("refresh", "--no-index", "--base-url", mirror, "--allow-local").code == 0
    assert "names no source and address" in watched("refresh", "--base-url", "council").err
    assert "belongs to --base-url" in watched("refresh", "--allow-local").err


def test_without_sources_it_says_how_to_add_one(run):
    assert "regbot sources add URL" in run("sources").out
    assert run("refresh").code == 0


def test_two_texts_of_one_day_and_no_date_that_is_too_early(watched, replay: Replay, bare_home):
    watched("refresh", "--no-index")
    replay.serve("/consultation", CONSULTATION.replace("lead.", "leash."), content_type="text/html; charset=utf-8")
    report = json.loads(watched("refresh", "--no-index", "--json").out)
    (change,) = report["sources"][0]["changes"]
    outline = json.loads(watched("show", change["document"], "--versions", "--json").out)
    (version,) = outline["versions"]
    day = version["version"]
    assert outline["replaced_texts"] == [f"{day}.1.en.md"]
    assert "an earlier text of that day" in watched("show", change["document"], "--versions").out
    assert watched("--as-of", "2026-11-21", "show", f"{change['document']}#art_1").code == 3


def test_quiet_says_nothing_when_all_is_well_and_as_it_was(watched, replay: Replay):
    first = watched("refresh", "--no-index", "--quiet")
    assert "NEW" in first.out
    assert "Seconds" not in first.out
    again = watched("refresh", "--no-index", "--quiet")
    assert (again.code, again.out, again.err) == (0, "", "")


@pytest.mark.parametrize(
    ("since", "words"), [("2999-01-01", "is in the future"), ("tomorrow", "does not match the formats 'YYYY-MM-DD'")]
)
def test_since_is_a_day_that_has_been(watched, since, words):
    ran = watched("refresh", "--since", since)
    assert (ran.code, words in ran.err, "Value error" in ran.err) == (2, True, False)


def test_a_page_that_failed_does_not_look_well(watched, replay: Replay):
    watched("refresh", "--no-index")
    replay.serve("/consultation", "<html><body></body></html>", content_type="text/html")
    assert watched("refresh", "--no-index").code == 4
    (status,) = json.loads(watched("sources", "--json").out)
    assert "1 of 1 items could not be taken in" in status["error"]
    replay.forget()
    ran = watched("sources", "check")
    assert ran.code == 4
    assert "failed" in ran.out
    assert "works" not in ran.out
    assert len(replay.asked) == 1


def test_an_address_that_is_cut_short_is_refused(run, bare_home):
    before = (bare_home / "corpus" / "sources.toml").read_bytes()
    for url in ("https://www.gov.uk/government/consultations/…", "https://www.gov.uk/government/consultations/..."):
        ran = run("sources", "add", url)
        assert (ran.code, "is cut short" in ran.err) == (2, True)
    assert (bare_home / "corpus" / "sources.toml").read_bytes() == before


def test_data_for_programs_is_no_page(run, replay: Replay):
    replay.serve("/regs.json", {"base_path": "/x", "title": "Regs"})
    replay.serve("/logo", b"\x89PNG\r\n" + bytes(100), content_type="image/png")
    for path, words in (("/regs.json", "JSON"), ("/logo", "picture")):
        ran = run("sources", "add", f"{replay.url}{path}", "--allow-local")
        assert (ran.code, words in ran.err) == (4, True)
        assert "the address of the page" in ran.err


def test_an_address_that_is_not_there_is_not_looked_for_in_the_settings(run, replay: Replay):
    ran = run("sources", "add", f"{replay.url}/nothing", "--allow-local")
    assert ran.code == 4
    assert "404" in ran.err
    assert "sources.toml" not in ran.err
