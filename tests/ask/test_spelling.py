"""Misspelt words are read as words of the corpus, and said to be; what is no slip is left as it is."""

from __future__ import annotations

import pytest

from regbot.ask.spelling import spelt
from regbot.index.retrieve import Index
from regbot.model import Outcome


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("wat consnt does teh draft requre", "what consent does the draft require"),
        ("whn do the mesures take efect", "when do the measures take effect"),
        ("pipl articel 66 finse", "pipl article 66 fines"),
        ("can hottels force facail recogntion", "can hotels force facial recognition"),
        ("do minrs need parental consnet", "do minors need parental consent"),
    ],
)
def test_slips_are_put_right(index, written, read):
    found = spelt(written, index)
    assert found.text == read
    assert all(slip in written and right in read for slip, right in found.slips)


@pytest.mark.parametrize(
    "question",
    [
        "Does GDPR apply in Beijing?",
        "does gdpr apply in beijing",
        "What did Brazil and Germany do about WeChat?",
        "Is gait recognition legal?",
        "shouldnt there be a sign",
        "i dont want to",
        "Which articles are restated?",
        "Can hostels and motels use drones?",
        "Write to rlj@cac.gov.cn or www.moj.gov.cn",
        "人脸识别需要同意吗？",
    ],
)
def test_names_and_ordinary_words_are_left_alone(index, question):
    assert spelt(question, index).text == question


@pytest.mark.parametrize(
    ("question", "cited", "note"),
    [
        ("wat consnt does teh draft requre", "frt-draft-2023#art_5", "“consnt” was read as “consent”."),
        ("whn do the mesures take efect", "frt-measures-2025#art_20", "“mesures” was read as “measures”."),
        ("pipl articel 66 finse", "pipl-2021#art_66", "“articel” was read as “article”."),
        ("can hottels force facail recogntion", "frt-measures-2025#art_12", "“facail” was read as “facial”."),
    ],
)
def test_a_misspelt_question_is_answered_with_a_word_on_how_it_was_read(ask, faults, question, cited, note):
    answer = ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert cited in [item.ref for item in answer.citations]
    assert note in answer.notes
    assert faults(answer) == []


def test_without_a_model_no_word_of_the_corpus_is_guessed(bundled_home, bundled):
    index = Index.open(bundled.paths, bundled.settings)
    assert spelt("can hottels whn", index).text == "can hottels whn"
    assert spelt("whn can hottels", index).text == "when can hottels"
    index.close()
