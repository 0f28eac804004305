"""`list`, `deadlines` and `show` as scripts and as people see them; no index needed."""

from __future__ import annotations

import hashlib
import json

import pytest


@pytest.fixture
def run(regbot_here, bare_home):
    """`regbot ARGUMENTS` in a workspace without an index."""
    return lambda *arguments, **environment: regbot_here(*arguments, "--home", str(bare_home), **environment)


def records(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def ids(ran):
    return [item["document"] for item in records(ran)]


def test_list_is_newest_first(run):
    assert ids(run("list", "--json")) == ["faces-rules-2025", "faces-draft-2023", "news-2023-08-08"]


def test_a_list_item_has_every_field_of_the_contract(run):
    item = records(run("list", "--json", "--as-of", "2023-08-20"))[0]
    assert item["document"] == "faces-draft-2023"
    assert item["title"] == "Draft rules on face recognition"
    assert item["jurisdiction"] == "cn"
    assert item["issuer"] == "Cyberspace Administration"
    assert item["legal_status"] == "draft"
    assert item["published"] == item["comment_opens"] == "2023-08-08"
    assert item["comment_closes"] == "2023-09-07"
    assert item["closes_at"] == "2023-09-07T23:59:59+08:00"
    assert item["timezone"] == "Asia/Shanghai"
    assert item["days_left"] == 18
    assert item["state"] == "open"
    assert item["stated_as"] == "Comments must arrive by 7 September 2023."
    assert item["evidence"] == "faces-draft-2023#notice"
    assert item["conflicts"] == []
    assert item["channels"][0]["address"] == "comments@example.org"
    assert item["superseded_by"] is None
    assert item["effective"] is None


@pytest.mark.parametrize(
    ("status", "day", "expected"),
    [
        ("open", "2023-08-20", ["faces-draft-2023"]),
        ("closing", "2023-08-20", []),
        ("closing", "2023-09-01", ["faces-draft-2023"]),
        ("open", "2023-09-01", ["faces-draft-2023"]),
        ("closed", "2023-09-01", []),
        ("closed", "2023-09-08", ["faces-draft-2023"]),
        ("in-force", "2025-05-31", []),
        ("in-force", "2025-06-01", ["faces-rules-2025"]),
        ("all", "2023-08-07", []),
    ],
)
def test_list_by_status_as_of_a_day(run, status, day, expected):
    assert ids(run("list", "--json", "--status", status, "--as-of", day)) == expected


def test_list_by_kind(run):
    assert ids(run("list", "--json", "--kind", "news", "--kind", "rule")) == ["faces-rules-2025", "news-2023-08-08"]


def test_what_took_a_drafts_place_is_told_once_it_is_known(run):
    assert records(run("show", "faces-draft-2023", "--json", "--as-of", "2025-03-20"))["superseded_by"] is None
    assert records(run("show", "faces-draft-2023", "--json"))["superseded_by"] == "faces-rules-2025"
    superseded = {item["document"]: item["superseded_by"] for item in records(run("list", "--json"))}
    assert superseded == {"faces-draft-2023": "faces-rules-2025", "faces-rules-2025": None, "news-2023-08-08": None}


def test_a_rule_is_not_in_force_before_its_day(run):
    found = {item["document"]: item["legal_status"] for item in records(run("list", "--json", "--as-of", "2025-05-31"))}
    assert found["faces-rules-2025"] == "not_yet_in_force"


def test_deadlines_lists_consultations_only(run):
    assert ids(run("deadlines", "--json")) == ["faces-draft-2023"]
    text = run("deadlines", "--as-of", "2023-08-20").out
    assert "OPEN FOR COMMENTS, 18 DAYS LEFT" in text
    assert "Thursday 07 September 2023, 23:59 (Asia/Shanghai)" in text
    assert "comments@example.org" in text


def test_the_users_own_time_is_told_where_it_differs(run):
    text = run("deadlines", REGBOT_NOW="2023-08-20T12:00:00-04:00").out
    assert "your time Thursday 07 September, 11:59" in text
    assert "your time" not in run("deadlines", REGBOT_NOW="2023-08-20T12:00:00+08:00").out


def test_an_outline(run):
    outline = records(run("show", "faces-draft-2023", "--json"))
    assert [item["ref"].partition("#")[2] for item in outline["provisions"]] == ["notice", "art_1", "art_2", "art_3"]
    assert outline["provisions"][3]["gap"] == "Not recovered from any source."
    assert outline["provisions"][1]["breadcrumb"] == ["Chapter I General"]
    assert outline["languages"] == ["en"]
    text = run("show", "faces-draft-2023").out
    assert "gap: text not held" in text
    assert "number not verified" in text


def test_a_provision_in_every_language(run):
    shown = records(run("show", "faces-rules-2025#art_1", "--json"))
    assert [(text["lang"], text["kind"]) for text in shown["texts"]] == [("en", "restatement"), ("zh", "official")]
    assert shown["ref"] == "faces-rules-2025#art_1"
    assert shown["lang"] == "en"
    assert shown["text"] == shown["texts"][0]["text"]
    assert shown["label"] == "Article 1"
    assert shown["heading"] == "Consent"
    assert shown["legal_status"] == "in_force"
    assert shown["version"] == "2025-03-21"
    assert shown["url"] == "https://example.org/rules"
    assert shown["texts"][1]["title"] == "人脸识别办法"
    for text in shown["texts"]:
        assert text["sha256"] == hashlib.sha256(text["text"].encode()).hexdigest()


def test_lang_chooses_the_text_to_read(run):
    shown = records(run("show", "faces-rules-2025#art_1", "--lang", "zh", "--json"))
    assert shown["lang"] == "zh"
    assert shown["text"].startswith("处理人脸信息")
    assert {text["lang"] for text in shown["texts"]} == {"en", "zh"}
    text = run("show", "faces-rules-2025#art_1", "--lang", "zh").out
    assert "处理人脸信息" in text
    assert "A face may be processed" not in text


def test_a_language_that_is_not_held(run):
    ran = run("show", "faces-rules-2025#art_1", "--lang", "fr")
    assert ran.code == 3
    assert "languages held: en, zh" in ran.err


def test_summaries_are_texts_of_their_own_kind(run):
    texts = records(run("show", "faces-draft-2023#art_2", "--json"))["texts"]
    assert [(text["lang"], text["kind"]) for text in texts] == [("en", "restatement"), ("zh", "summary")]
    assert texts[1]["text"] == "处理人脸信息应当取得个人的单独同意。"


def test_a_gap_is_told_as_a_gap(run):
    shown = records(run("show", "faces-draft-2023#art_3", "--json"))
    assert shown["text"] == ""
    assert shown["gap"] == "Not recovered from any source."
    assert "Gap: Not recovered from any source." in run("show", "faces-draft-2023#art_3").out


@pytest.mark.parametrize(
    "words",
    [
        ["faces-draft-2023#art_2"],
        ["faces-draft-2023", "art", "2"],
        ["faces-draft-2023 art. 2"],
        ["faces-draft-2023", "Article 2"],
        ["faces-draft-2023", "article", "2"],
        ["faces-draft-2023#Article 2"],
        ["faces-draft-2023", "第二条"],
        ["faces-draft-2023", "第2条"],
        ["faces-draft-2023", "2"],
        ["faces-draft-2023", "#art_2"],
    ],
)
def test_ways_to_write_a_ref(run, words):
    assert records(run("show", *words, "--json"))["ref"] == "faces-draft-2023#art_2"


def test_a_label_in_the_texts_own_language(run):
    assert records(run("show", "faces-rules-2025", "第二条", "--json"))["ref"] == "faces-rules-2025#art_2"
    assert records(run("show", "faces-draft-2023", "notice", "--json"))["ref"] == "faces-draft-2023#notice"


def test_a_part_of_a_provision(run):
    whole = records(run("show", "faces-draft-2023#art_2", "--json"))
    part = records(run("show", "faces-draft-2023#art_2__para_2__item_2", "--json"))
    assert part["text"] == "(2) the person is in danger."
    assert part["text"] in whole["text"]
    assert part["ref"] == "faces-draft-2023#art_2__para_2__item_2"


def test_a_part_in_words(run):
    assert records(run("show", "faces-draft-2023", "第二条第二款第二项", "--json"))["eid"] == "art_2__para_2__item_2"


def test_a_document_not_yet_published(run):
    ran = run("show", "faces-rules-2025", "--as-of", "2023-08-20")
    assert ran.code == 3
    assert "had not been published on 2023-08-20" in ran.err


def test_text_for_people_fits_the_terminal_and_is_whole_in_a_pipe(run):
    narrow = run("show", "faces-draft-2023#art_2", COLUMNS="40").out
    assert max(map(len, narrow.splitlines())) <= 40
    assert "Processing a face needs the separate consent of the person." in run("show", "faces-draft-2023#art_2").out


def test_hostile_metadata_is_harmless(run, bare_home):
    path = bare_home / "corpus/documents/cn/news-2023-08-08/document.toml"
    hostile = r"[red]bold[/] [@click=app.quit]x[/] \u001b[31mred \u202Eevil \u0007 [/foo]"
    path.write_text(path.read_text().replace("China drafts face rules", hostile))
    for command in (["list"], ["show", "news-2023-08-08"]):
        text = run(*command).out
        assert "[red]bold[/] [@click=app.quit]x[/] red evil [/foo]" in text
        assert not {"\x1b", "\u202e", "\x07"} & set(text)
