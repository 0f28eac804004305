"""The scores, worked out by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from regbot.corpus.store import Corpus
from regbot.paths import bundled_corpus
from tests.bench.retrieval.__main__ import CHINESE, read
from tests.bench.retrieval.scoring import average_precision, means, recall

RANKED = [f"p{place}" for place in range(1, 13)]


@pytest.mark.parametrize(
    ("gold", "found", "precision"),
    [
        (["p1"], 1.0, 1.0),
        (["p4"], 1.0, 1 / 4),
        (["p11"], 0.0, 0.0),
        (["p2", "p4", "p12"], 2 / 3, (1 / 2 + 2 / 4) / 3),
        (["p1", "p1"], 1.0, 1.0),
        (RANKED, 10 / 12, 1.0),
    ],
)
def test_one_ranking(gold, found, precision):
    assert recall(RANKED, gold) == pytest.approx(found)
    assert average_precision(RANKED, gold) == pytest.approx(precision)


def test_means_weigh_every_question_the_same():
    scored = means([(["a", "b"], ["b"]), ([], ["a", "b", "c"])])
    assert (scored.n, scored.recall, scored.precision) == (2, 0.5, 0.25)


def test_chinese_questions_name_provisions_held_in_chinese():
    corpus = Corpus(bundled_corpus() / "documents")
    held = {
        f"{name}#{item.eid}"
        for name in ("pipl-2021", "spc-frt-2021")
        for version in corpus.versions(name)
        if version.lang == "zh"
        for item in version.provisions
    }
    questions, gold = read(CHINESE)
    assert len(questions) >= 60
    assert {ref for refs in gold.values() for ref in refs} - held == set()
    assert [text for text, times in Counter(item.text for item in questions).items() if times > 1] == []


def test_questions_without_gold_are_left_out(tmp_path: Path):
    path = tmp_path / "questions.jsonl"
    records = [{"id": "a", "question": "One?", "gold": ["x#art_1"]}, {"id": "b", "question": "Two?", "gold": []}]
    path.write_text("\n".join(map(json.dumps, records)))
    questions, gold = read(path)
    assert [item.id for item in questions] == ["a"]
    assert gold == {"a": ["x#art_1"]}
