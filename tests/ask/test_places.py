"""Whose law a question asks about: the corpus's own, another place's, or one of several."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regbot.ask.places import is_place, law_asked, without_places
from regbot.ask.understand import Thread, understand
from regbot.model import Outcome


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("May a gym in China keep my face?", "May a gym keep my face?"),
        ("Under Chinese law, may a gym keep my face?", "may a gym keep my face?"),
        ("What do China's rules say about gyms?", "What do rules say about gyms?"),
        ("what do gyms need in china?", "what do gyms need?"),
        ("在中国健身房可以留我的脸吗？", "健身房可以留我的脸吗？"),
        ("按照中国法律健身房可以留我的脸吗？", "健身房可以留我的脸吗？"),
    ],
)
def test_the_place_whose_law_is_held_is_no_topic(question, topic):
    assert without_places(question, {"cn"}) == (topic, frozenset({"cn"}))


@pytest.mark.parametrize(
    "question",
    [
        "May a firm in China send my face abroad?",
        "May a firm in China send my face to the US?",
        "Does the Bank of China need my face?",
        "Must the data stay in China?",
        "Can they tell us about it in us?",
        "May a gym in the UK keep my face?",
        "中国公司可以把人脸数据提供给境外吗？",
    ],
)
def test_a_place_that_the_question_turns_on_stays(question):
    assert without_places(question, {"cn"}) == (question, frozenset())


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is face recognition legal in the US?", ["us"]),
        ("is it banned in the uk?", ["uk"]),
        ("What do American privacy laws say?", ["us"]),
        ("Does the European Union ban it?", ["eu"]),
        ("美国法律怎么规定？", ["us"]),
        ("May my face be stored in the US?", []),
        ("Must an American law firm follow the PIPL?", []),
        ("On which US list was the company placed?", []),
        ("Do the rules tell us anything?", []),
    ],
)
def test_a_question_for_the_law_of_a_place(question, asked):
    assert law_asked(question) == set(asked)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Is facial recognition allowed in shops under US law?", "The corpus holds no law of the United States."),
        ("What does American law say about facial recognition?", "The corpus holds no law of the United States."),
        ("May a shop in the EU scan my face?", "Nothing in the corpus mentions EU."),
        ("Is the Chinese draft stricter than EU law?", "The corpus holds no law of the European Union."),
        ("美国法律对人脸识别怎么规定？", "语料库没有收录美国的法律。"),
    ],
)
def test_another_places_law_is_not_answered_from_this_ones(ask, question, reason):
    answer = ask(question)
    assert answer.outcome is Outcome.ABSTAINED
    assert answer.reason == reason


@pytest.mark.parametrize(
    ("plain", "placed"),
    [
        ("Can a bank force face payment?", "Can a bank in China force face payment?"),
        ("Can a school require pupils to scan?", "Under Chinese law, can a school require pupils to scan?"),
    ],
)
def test_naming_the_corpuss_own_place_changes_no_answer(ask, plain, placed):
    assert ask(placed).answer == ask(plain).answer


def test_a_place_whose_law_is_held_is_no_unknown_name():
    assert is_place("EU", {"eu"})
    assert is_place("American", {"cn", "us"})
    assert not is_place("EU", {"cn"})
    assert not is_place("Europa", {"eu"})


def test_where_the_law_of_several_places_is_held_a_question_keeps_to_the_one_it_names(documents):
    british = replace(documents[0], id="british", jurisdiction="uk")
    imported = replace(documents[0], id="mine", jurisdiction="user")
    held = [*documents, british, imported]
    assert understand("May a gym in the UK keep my face?", held, Thread()).scope == ("british", "mine")
    assert understand("Does the UK ban that?", held, Thread()).scope == ("british", "mine")
    assert understand("May a gym keep my face?", held, Thread()).scope == ()
    assert understand("May a gym in China keep my face?", [*documents, imported], Thread()).scope == ()
    assert understand("May a gym in China keep my face?", documents, Thread()).scope == ()
