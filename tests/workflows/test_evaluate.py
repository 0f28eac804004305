"""The rates of `eval` on cases small enough to count by hand."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.errors import ConfigError
from regbot.model import Answer, Citation, Confidence, LegalStatus, Outcome, TextKind
from regbot.workflows.evaluate import GoldQuestion, Rate, judge, matches, read_gold, summarise


def citation(ref: str, n: int = 1, quote: str = "a quote") -> Citation:
    document, _, eid = ref.partition("#")
    return Citation(
        n=n,
        ref=ref,
        document=document,
        eid=eid,
        label="",
        title="",
        legal_status=LegalStatus.DRAFT,
        lang="en",
        quote=quote,
        start=0,
        end=len(quote),
        url="",
        version="2024-01-01",
        sha256="",
        kind=TextKind.OFFICIAL,
        confidence=Confidence.VERIFIED,
    )


def answered(text: str, *refs: str, quote: str = "a quote") -> Answer:
    citations = tuple(citation(ref, n, quote) for n, ref in enumerate(refs, 1))
    return Answer("?", date(2024, 1, 1), Outcome.ANSWERED, text, citations=citations)


def abstained() -> Answer:
    return Answer("?", date(2024, 1, 1), Outcome.ABSTAINED, "", reason="not in the corpus")


def gold(*refs: str, need_all: bool = False, mention: tuple[tuple[str, ...], ...] = (), kind: str = "plain"):
    return GoldQuestion("q", "?", kind, refs, need_all, mention)


@pytest.mark.parametrize(
    ("ref", "wanted", "expected"),
    [
        ("d#art_5", "d#art_5", True),
        ("d#art_5__para_2", "d#art_5", True),
        ("d#art_5__para_2__item_1", "d#art_5", True),
        ("d#art_5", "d#art_5__para_2", False),
        ("d#art_55", "d#art_5", False),
        ("e#art_5", "d#art_5", False),
    ],
)
def test_a_ref_matches_gold_if_it_is_it_or_lies_inside(ref, wanted, expected):
    assert matches(ref, wanted) is expected


def test_recall_where_one_gold_is_enough():
    found = judge(gold("d#art_1", "d#art_2"), abstained(), ["x#1", "d#art_2", "d#art_1"])
    assert (found.recall[1], found.recall[5], found.any_gold) == (0.0, 1.0, True)


def test_recall_where_all_gold_is_needed():
    found = judge(
        gold("d#art_1", "d#art_2", "d#art_3", need_all=True), abstained(), ["d#art_1", "x#1", "d#art_3__para_1"]
    )
    assert (found.recall[1], found.recall[5], found.any_gold) == (1 / 3, 2 / 3, True)


def test_only_the_first_five_count():
    found = judge(gold("d#art_1"), abstained(), ["x#1", "x#2", "x#3", "x#4", "x#5", "d#art_1"])
    assert (found.recall[5], found.any_gold) == (0.0, False)


def test_mentions_may_stand_in_answer_notes_or_quotes_in_any_case():
    question = gold("d#art_1", mention=(("separate", "alone"), ("Written",), ("never",)))
    found = judge(question, answered("ALONE [1]", "d#art_1", quote="in writing: written"), ["d#art_1"])
    assert found.mentions_found == 2
    assert found.problems == ("did not mention never",)


def test_the_rates_by_hand():
    outcomes = [
        judge(gold("d#art_1", mention=(("a",), ("b",))), answered("a", "d#art_1", "d#art_9"), ["d#art_1"]),
        judge(gold("d#art_2", "d#art_3", need_all=True), answered("x", "d#art_2"), ["x#1", "d#art_2"]),
        judge(gold("d#art_4"), abstained(), ["x#1"]),
        judge(gold(kind="unanswerable"), abstained(), ["d#art_1"]),
        judge(gold(kind="unanswerable"), answered("made up", "d#art_1"), ["d#art_1"]),
    ]
    found = summarise(outcomes)
    assert {name: (rate.hits, rate.total) for name, rate in found.rates.items()} == {
        "recall@1": (1, 3),
        "recall@5": (1.5, 3),
        "any_gold@5": (2, 3),
        "citation_precision": (2, 3),
        "mention_rate": (1, 2),
        "abstain_recall": (1, 2),
        "false_abstention": (1, 3),
    }
    assert found.n == 5
    assert {name: part.n for name, part in found.by_type().items()} == {"plain": 3, "unanswerable": 2}
    assert [bool(item.problems) for item in outcomes] == [True, False, True, False, True]


def test_nothing_counted_has_no_rate():
    assert Rate(0, 0).value is None
    assert Rate(0, 0).interval is None
    assert summarise([]).rates["recall@1"].value is None


def test_the_wilson_interval_against_the_textbook():
    low, high = Rate(8, 10).interval
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert Rate(0, 10).interval == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert Rate(10, 10).interval == pytest.approx((0.7225, 1.0), abs=1e-4)


@given(st.integers(1, 500), st.floats(0, 1))
def test_the_interval_holds_the_share(total, share):
    rate = Rate(share * total, total)
    low, high = rate.interval
    assert 0 <= low <= rate.value + 1e-9
    assert rate.value - 1e-9 <= high <= 1


def write(tmp_path, *records):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records))
    return path


def test_a_questions_file(tmp_path):
    path = write(
        tmp_path,
        {"id": "q1", "lang": "en", "question": "Who?", "type": "plain", "gold": ["d#art_1"], "must_mention": ["a|b"]},
        {"id": "q2", "question": "All?", "gold": ["d#art_1", "d#art_2"], "need": "all"},
    )
    first, second = read_gold(path)
    assert first == GoldQuestion("q1", "Who?", "plain", ("d#art_1",), False, (("a", "b"),))
    assert second.need_all


@pytest.mark.parametrize(
    "record",
    [
        {"id": "q"},
        {"question": ""},
        {"question": "a", "need": "some"},
        {"question": "a", "gold": "d#art_1"},
        {"question": 5},
    ],
)
def test_a_bad_questions_file_names_the_line(tmp_path, record):
    path = write(tmp_path, {"question": "good"}, record)
    with pytest.raises(ConfigError, match="line 2"):
        read_gold(path)


@pytest.mark.parametrize(("line", "why"), [('"gold": []', "its gold is empty"), ('"type": "x"', "no `gold`")])
def test_a_line_without_gold_is_told_from_one_whose_gold_is_empty(tmp_path, line, why):
    path = tmp_path / "q.jsonl"
    path.write_text(f'{{"id": "q", "question": "Who?", {line}}}')
    (problem,) = judge(read_gold(path)[0], answered("d#art_1"), []).problems
    assert why in problem
