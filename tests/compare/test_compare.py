from __future__ import annotations

import json

import pytest

from regbot.compare.align import Kind
from regbot.compare.compare import compare, holes, is_partial, versions_to_compare
from regbot.compare.records import comparison_data
from regbot.errors import CorpusError
from regbot.model import Relation
from tests.compare.texts import bundled, side

OLD = {
    "art_1": "A processor must obtain separate consent before it scans a face.",
    "art_2": "The impact assessment report must be kept for at least 3 years.",
}
NEW = {"art_1": OLD["art_1"], "art_2": "The impact assessment report must be kept for at least 5 years."}


@pytest.mark.parametrize(
    ("document", "lang"),
    [("frt-draft-2023", "en"), ("frt-measures-2025", "en"), ("pipl-2021", "zh"), ("pipl-2021", "en")],
)
def test_a_bundled_document_compared_with_itself_is_all_kept(document: str, lang: str) -> None:
    text = bundled(document, lang)
    assert {change.kind for change in compare(text, text).changes} == {Kind.KEPT}


def test_the_bundled_pair_calls_out_its_figures() -> None:
    result = compare(bundled("frt-draft-2023"), bundled("frt-measures-2025"))
    (filing,) = [change for change in result.changes if change.old_ref == "frt-draft-2023#art_16"]
    told = {(item.old.figure.text, item.new.figure.text) for item in filing.figures if item.old and item.new}
    assert told == {("10,000 people", "100,000 people"), ("prefecture-level", "provincial level")}


def test_the_bundled_gap_is_not_available() -> None:
    result = compare(bundled("frt-draft-2023"), bundled("frt-measures-2025"))
    (gap,) = [change for change in result.changes if change.kind is Kind.NOT_AVAILABLE]
    assert (gap.old_ref, gap.new_ref) == ("frt-draft-2023#art_24", None)
    assert any("Article 24 is not available" in note for note in result.notes)


def test_the_record_is_the_contract_s() -> None:
    data = json.loads(json.dumps(comparison_data(compare(side(OLD), side(NEW, "new")))))
    assert (data["old"], data["new"]) == ("old", "new")
    assert data["summary"] == {
        "kept": 1, "amended": 1, "added": 0, "dropped": 0, "moved": 0, "not_available": 0, "total": 2,
    }  # fmt: skip
    amended = data["changes"][1]
    assert (amended["kind"], amended["old_ref"], amended["new_ref"]) == ("amended", "old#art_2", "new#art_2")
    assert amended["redline"] == [
        {"op": "equal", "text": "The impact assessment report must be kept for at least "},
        {"op": "delete", "text": "3"},
        {"op": "insert", "text": "5"},
        {"op": "equal", "text": " years."},
    ]
    assert amended["figures"] == [
        {
            "kind": "period",
            "old": {"value": 3, "unit": "year", "text": "3 years", "quote": OLD["art_2"]},
            "new": {"value": 5, "unit": "year", "text": "5 years", "quote": NEW["art_2"]},
        }
    ]
    assert 0 < amended["similarity"] < 1


def test_the_parts_of_a_split_provision_lie_in_its_text() -> None:
    draft = bundled("frt-draft-2023")
    texts = {item.eid: item.text for item in draft.version.provisions}
    data = comparison_data(compare(draft, bundled("frt-measures-2025")))
    rows = [change for change in data["changes"] if change["old_ref"] == "frt-draft-2023#art_4"]
    assert [row["new_ref"] for row in rows][-1] == "frt-measures-2025#art_11"
    (part,) = rows[-1]["old_parts"]
    assert "national population database" in texts["art_4"][part["start"] : part["end"]]


def test_filters_by_topic_without_changing_the_alignment() -> None:
    pair = bundled("frt-draft-2023"), bundled("frt-measures-2025")
    everything, some = compare(*pair), compare(*pair, topic="minors")
    assert [(change.old_ref, change.new_ref) for change in some.changes] == [
        ("frt-draft-2023#art_13", "frt-measures-2025#art_7")
    ]
    assert all(change in everything.changes for change in some.changes)


@pytest.mark.parametrize("ref", ["frt-draft-2023#art_14", "frt-draft-2023#art_14__para_2", "frt-measures-2025#art_10"])
def test_filters_by_what_a_comment_cites(ref: str) -> None:
    result = compare(bundled("frt-draft-2023"), bundled("frt-measures-2025"), refs=[ref])
    assert [(change.old_ref, change.new_ref) for change in result.changes] == [
        ("frt-draft-2023#art_14", "frt-measures-2025#art_10")
    ]


def test_a_ref_without_provision_means_the_document() -> None:
    result = compare(side(OLD), side({**NEW, "art_3": "Boats need a bell."}, "new"), refs=["old"])
    assert [change.new_ref for change in result.changes] == ["new#art_1", "new#art_2"]


def test_an_outline_drops_nothing() -> None:
    outline = side({"art_2": OLD["art_2"]}, "new", incomplete="An outline only.")
    result = compare(side(OLD), outline)
    assert {change.kind for change in result.changes} == {Kind.NOT_AVAILABLE, Kind.KEPT}
    assert "new is incomplete: An outline only." in result.notes
    assert "new: the numbering skips art_1." in result.notes


def test_a_text_whose_gaps_are_all_declared_is_not_an_outline() -> None:
    known = side({**OLD, "art_3": ""}, gaps=("art_3",), incomplete="Article 3 is missing.")
    assert not is_partial(known)
    assert is_partial(bundled("digital-human-draft-2026"))
    assert holes(bundled("frt-draft-2023").version) == ()


def test_says_when_a_text_is_not_official() -> None:
    notes = compare(bundled("frt-draft-2023"), bundled("frt-measures-2025")).notes
    assert any(note.startswith("Not the official text: 2023 draft (restatement)") for note in notes)
    official = compare(bundled("pipl-2021", "zh"), bundled("pipl-2021", "zh")).notes
    assert not any(note.startswith("Not the official text") for note in official)


def test_never_says_why_texts_differ() -> None:
    notes = compare(side(OLD), side(NEW, "new", relations=(Relation("finalises", "old"),))).notes
    assert notes[0] == "This shows how the texts differ. It does not say why they differ."


def test_refuses_two_languages() -> None:
    with pytest.raises(CorpusError, match="only texts of one language"):
        compare(bundled("pipl-2021", "zh"), bundled("pipl-2021", "en"))


def test_chooses_a_language_that_both_have() -> None:
    english, chinese = bundled("pipl-2021", "en").version, bundled("pipl-2021", "zh").version
    assert versions_to_compare([english, chinese], [english, chinese]) == (english, english)
    assert versions_to_compare([english, chinese], [chinese]) == (chinese, chinese)
    assert versions_to_compare([english, chinese], [english, chinese], "zh") == (chinese, chinese)
    with pytest.raises(CorpusError, match="not held in one language"):
        versions_to_compare([english], [chinese])
