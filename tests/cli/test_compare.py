"""`compare` and `outcome` as scripts and as people see them: the bundled pair, and versions of one document."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from regbot.corpus.store import Corpus
from tests.conftest import draft

REPOSITORY = Path(__file__).parents[2]
PAIR = ("frt-draft-2023", "frt-measures-2025")


@pytest.fixture
def bundled(regbot_here):
    """`regbot ARGUMENTS` on the bundled corpus, which none of these commands writes to."""
    return lambda *arguments: regbot_here(*arguments, "--home", str(REPOSITORY))


@pytest.fixture
def run(regbot_here, bare_home):
    """`regbot ARGUMENTS` where the small draft has a second version: Article 2 amended, Article 4 added."""
    document, version = draft()
    day = date(2023, 10, 1)
    first, second, third, gap = (replace(item, version=day) for item in version.provisions)
    amended = replace(third, text=third.text.replace("separate consent", "written consent"))
    added = replace(
        gap, eid="art_4", label="Article 4", gap="", text="Hotels [red]file[/] within 30 days.", topics=("filing",)
    )
    later = replace(version, date=day, provisions=(first, second, amended, gap, added))
    Corpus(bare_home / "corpus" / "documents").save(document, (later,))
    return lambda *arguments, **environment: regbot_here(*arguments, "--home", str(bare_home), **environment)


def data(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def texts(corpus, document, day=None):
    held = [item for item in Corpus(corpus / "documents").versions(document) if item.lang == "en"]
    version = next(item for item in held if day in (None, item.date.isoformat()))
    return {item.ref: item.text for item in version.provisions}


def joined(change, *ops):
    return "".join(span["text"] for span in change["redline"] if span["op"] in ops)


def check_contract(found, old, new):
    """Every provision of both sides is there, and every redline gives both texts back exactly."""
    for change in found["changes"]:
        assert {"kind", "old_ref", "new_ref", "topics", "similarity", "redline"} <= change.keys()
        assert joined(change, "equal", "delete") == (old[change["old_ref"]] if change["old_ref"] else "")
        assert joined(change, "equal", "insert") == (new[change["new_ref"]] if change["new_ref"] else "")
    assert {change["old_ref"] for change in found["changes"]} - {None} == old.keys()
    assert {change["new_ref"] for change in found["changes"]} - {None} == new.keys()
    assert found["summary"]["total"] == len(found["changes"])


def test_the_bundled_pair_keeps_the_contract(bundled):
    found = data(bundled("compare", *PAIR, "--json"))
    check_contract(found, *(texts(REPOSITORY / "corpus", name) for name in PAIR))
    pairs = {(change["old_ref"], change["new_ref"]) for change in found["changes"]}
    assert ("frt-draft-2023#art_14", "frt-measures-2025#art_10") in pairs
    gap = next(change for change in found["changes"] if change["old_ref"] == "frt-draft-2023#art_24")
    assert gap["kind"] == "not_available"
    assert found["as_of"] == "2026-11-22"


def test_figures_that_changed_are_called_out(bundled):
    text = bundled("compare", *PAIR, "--topic", "filing").out
    assert "figure: 10,000 people → 100,000 people" in text
    assert "figure: prefecture-level → provincial level" in text


def test_two_versions_of_one_document(run, bare_home):
    found = data(run("compare", "faces-draft-2023@2023-08-08", "faces-draft-2023@2023-10-01", "--json"))
    corpus = bare_home / "corpus"
    check_contract(found, *(texts(corpus, "faces-draft-2023", day) for day in ("2023-08-08", "2023-10-01")))
    kinds = {change["new_ref"].partition("#")[2]: change["kind"] for change in found["changes"]}
    assert kinds == {"notice": "kept", "art_1": "kept", "art_2": "amended", "art_3": "not_available", "art_4": "added"}


@pytest.mark.parametrize("day", ["2023-08-08", "2023-09-30"])
def test_a_day_means_the_text_as_it_stood_then(run, day):
    found = data(run("compare", f"faces-draft-2023@{day}", "faces-draft-2023", "--json"))
    assert (found["old_version"], found["new_version"]) == ("2023-08-08", "2023-10-01")


@pytest.mark.parametrize("document", ["frt-draft-2023", "frt-measures-2025", "pipl-2021", "spc-frt-2021"])
def test_a_text_compared_with_itself_is_all_kept_but_for_its_gaps(bundled, document):
    summary = data(bundled("compare", document, document, "--json"))["summary"]
    held = texts(REPOSITORY / "corpus", document)
    assert summary["kept"] == summary["total"] == len(held)


def test_a_redline_without_colour_has_marks(run):
    text = run("compare", "faces-draft-2023@2023-08-08", "faces-draft-2023").out
    assert "Processing a face needs the [-separate-]{+written+} consent of the person." in text
    assert "{+Hotels [red]file[/] within 30 days.+}" in text
    assert "2 kept, 1 amended, 1 added, 0 dropped, 0 moved, 1 not available" in text
    assert "\x1b" not in text


def test_a_redline_in_colour_has_none(run):
    text = run("compare", "faces-draft-2023@2023-08-08", "faces-draft-2023", FORCE_COLOR="1", COLUMNS="200").out
    assert "\x1b[9;31mseparate" in text
    assert "\x1b[4;32mwritten" in text
    assert "[-" not in text


def test_no_colour_wins_over_a_terminal(run):
    arguments = ["compare", "faces-draft-2023@2023-08-08", "faces-draft-2023", "--no-colour"]
    assert "[-separate-]{+written+}" in run(*arguments, FORCE_COLOR="1").out


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--topic", "filing"], [None]),
        (["--topic", "consent"], ["art_2"]),
        (["--refs", "faces-draft-2023#art_1"], ["art_1"]),
        (["--refs", "faces-draft-2023 article 2", "--refs", "faces-draft-2023#notice"], ["notice", "art_2"]),
        (["--refs", "faces-draft-2023#art_2__para_2__item_1"], ["art_2"]),
    ],
)
def test_filters(run, options, expected):
    found = data(run("compare", "faces-draft-2023@2023-08-08", "faces-draft-2023", "--json", *options))
    assert [ref and ref.partition("#")[2] for ref in (item["old_ref"] for item in found["changes"])] == expected


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (
            ["compare", "faces-draft-2023", "faces-rules-2025", "--as-of", "2023-08-20"],
            3,
            "had not been published on 2023-08-20",
        ),
        (["compare", "faces-draft-2023", "faces-rules"], 3, "did you mean faces-rules-2025?"),
        (["compare", "faces-draft-2023@soon", "faces-draft-2023"], 2, "'soon' is no date"),
        (["compare", "faces-draft-2023@2023-01-01", "faces-draft-2023"], 3, "versions held: 2023-08-08, 2023-10-01"),
        (["compare", "faces-draft-2023", "faces-draft-2023@2030-01-01"], 3, "is after"),
        (["compare", "faces-draft-2023", "faces-rules-2025", "--topic", "consnt"], 2, "did you mean consent?"),
        (
            ["compare", "faces-draft-2023", "faces-rules-2025", "--refs", "news-2023-08-08#body"],
            3,
            "is in neither text",
        ),
        (["compare", "faces-draft-2023", "faces-rules-2025", "--lang", "fr"], 3, "not held in one language"),
        (["compare", "faces-draft-2023", "faces-rules-2025", "--output", "x"], 2, "go with --outcome"),
        (["outcome", "news-2023-08-08"], 3, "no final text of news-2023-08-08"),
        (["outcome", "faces-draft-2023", "--as-of", "2025-03-20"], 3, "as of 2025-03-20"),
    ],
)
def test_what_cannot_be_compared_is_told_with_a_hint(run, arguments, code, words):
    ran = run(*arguments)
    assert ran.code == code
    assert words in ran.err
    assert "\nhint: " in ran.err


def test_as_of_a_day_only_texts_of_that_day_are_compared(run):
    found = data(run("compare", "faces-draft-2023", "faces-draft-2023", "--as-of", "2023-09-01", "--json"))
    assert (found["new_version"], found["as_of"]) == ("2023-08-08", "2023-09-01")
    text = run("compare", "faces-draft-2023", "faces-draft-2023", "--as-of", "2023-09-01").out
    assert text.startswith("As it stood on 1 September 2023.")


def test_the_outcome_of_the_bundled_draft(bundled):
    found = data(bundled("outcome", "frt-draft-2023", "--json"))
    rows = {(row["old_ref"], row["new_ref"]): row for row in found["rows"]}
    filing = rows["frt-draft-2023#art_16", "frt-measures-2025#art_15"]
    assert filing["verdict"] == "weakened"
    assert any("100,000" in reason for reason in filing["reasons"])
    assert rows["frt-draft-2023#art_11", None]["verdict"] == "dropped"
    assert rows["frt-draft-2023#art_24", None]["verdict"] == "not_available"
    assert {"consent", "necessity", "alternatives", "prohibited-analysis", "filing", "minors"} <= {
        topic for row in rows.values() for topic in row["topics"]
    }
    held = texts(REPOSITORY / "corpus", PAIR[0]) | texts(REPOSITORY / "corpus", PAIR[1])
    for row in rows.values():
        for quote in (*row["draft"], *row["final"]):
            assert held[quote["ref"]][quote["start"] : quote["end"]] == quote["quote"]


def test_the_outcome_can_be_asked_from_either_side_and_by_compare(bundled):
    one = bundled("outcome", "frt-draft-2023", "--json").out
    assert one == bundled("outcome", "frt-measures-2025", "--json").out
    assert one == bundled("compare", *PAIR, "--outcome", "--json").out
    assert one == bundled("outcome", "frt-draft-2023", "--format", "json").out


def test_an_outcome_for_people_has_verdict_reason_and_both_quotes(bundled):
    text = bundled("outcome", "frt-draft-2023", "--topic", "filing").out
    assert text.startswith("As of ")
    for words in (
        "WEAKENED",
        "why: “10,000 people” became “100,000 people”",
        "draft, Article 16: “A user",
        "final, Article 15: “A",
    ):
        assert words in text
    assert "caused" not in text


class Page(HTMLParser):
    """The tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)


@pytest.mark.parametrize("suffix", ["md", "html", "json"])
def test_an_outcome_as_a_file(bundled, tmp_path, suffix):
    path = tmp_path / f"outcome.{suffix}"
    ran = bundled("outcome", "frt-draft-2023", "--output", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert f"wrote 29 rows to {path}" in ran.err
    text = path.read_text(encoding="utf-8")
    assert "100,000 people" in text
    assert "2026-11-22" in text
    if suffix == "json":
        assert len(json.loads(text)["rows"]) == 29


def test_outcomes_are_never_markup(run, bare_home):
    corpus = Corpus(bare_home / "corpus" / "documents")
    document = corpus.document("faces-draft-2023")
    (version, *_) = corpus.versions("faces-draft-2023")
    hostile = "<script>alert(1)</script> | [x](javascript:1) \u202e"
    provisions = tuple(replace(item, text=item.text and f"{hostile} {item.text}") for item in version.provisions)
    corpus.save(
        replace(document, title={"en": hostile}), (replace(version, provisions=provisions, date=date(2024, 1, 1)),)
    )
    page = Page()
    page.feed(run("outcome", "faces-draft-2023", "--format", "html").out)
    assert "table" in page.tags
    assert not {"script", "a", "img"} & set(page.tags)
    table = run("outcome", "faces-draft-2023", "--format", "markdown").out
    assert "<script" not in table.replace("\\<script", "")
    assert r"\[x\](javascript" in table
    assert "\u202e" not in table
    rows = [line.replace(r"\|", "") for line in table.splitlines() if line.startswith("| ")]
    assert {row.count("|") for row in rows} == {5}
