from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.draft.suggest import Aspect, suggestions, undefined_terms

ENGLISH = (
    "A school may scan faces only where this is strictly necessary, unless a parent objects in writing.\n\n"
    "It must notify the competent authority of each device. Records of more than 5,000 pupils must be encrypted."
)
CHINESE = "学校具有充分必要性的，方可使用人脸识别，法律另有规定的除外。\n\n使用人脸识别的，应当向有关部门备案。存储超过1万人的，应当加密。"


def found(text: str, **more) -> dict[Aspect, list[str]]:
    by_aspect: dict[Aspect, list[str]] = {}
    for item in suggestions(text, **more):
        by_aspect.setdefault(item.aspect, []).append(item.words)
    return by_aspect


@pytest.mark.parametrize(
    ("aspect", "words"),
    [
        (Aspect.CONDITION, "only where this is strictly necessary"),
        (Aspect.EXCEPTION, "unless a parent objects in writing"),
        (Aspect.VAGUE, "strictly necessary"),
        (Aspect.DECIDER, "the competent authority"),
        (Aspect.NUMBER, "5,000 pupils"),
    ],
)
def test_english_words_that_raise_a_question(aspect, words):
    assert any(words in said or said in words for said in found(ENGLISH)[aspect])


@pytest.mark.parametrize(
    ("aspect", "words"),
    [
        (Aspect.EXCEPTION, "除外"),
        (Aspect.VAGUE, "充分必要性"),
        (Aspect.DECIDER, "有关部门"),
        (Aspect.NUMBER, "1万"),
        (Aspect.NO_DEADLINE, "备案"),
        (Aspect.CONDITION, "使用人脸识别的"),
    ],
)
def test_chinese_words_that_raise_a_question(aspect, words):
    assert any(words in said for said in found(CHINESE)[aspect])


def test_a_duty_with_a_time_is_not_asked_for_one():
    assert Aspect.NO_DEADLINE in found("It must notify the owner of each device.")
    assert Aspect.NO_DEADLINE not in found("It must notify the owner of each device within 10 days.")
    assert Aspect.NO_DEADLINE in found("应当向公众公告使用情况。")
    assert Aspect.NO_DEADLINE not in found("应当在三十个工作日内向公众公告使用情况。")


def test_a_remedy_in_the_text_is_seen():
    assert Aspect.NO_REMEDY in found("No shop may refuse entry.")
    assert Aspect.NO_REMEDY not in found("No shop may refuse entry. Anyone may complain to the Office.")


def test_what_only_tells_raises_no_question():
    assert suggestions("This text was printed in blue.") == ()


def test_terms_used_all_over_and_defined_nowhere():
    texts = [f"The remote kiosk {verb} faces." for verb in ("sees", "keeps", "shows")]
    assert "remote kiosk" in undefined_terms(texts)
    assert "remote kiosk" not in undefined_terms([*texts, "A remote kiosk means a box on a wall."])
    assert "remote kiosk" not in undefined_terms(texts, ["“Remote kiosk” means a box on a wall."])
    assert undefined_terms(texts[:2]) == ()
    assert found(texts[0], undefined=("remote kiosk",))[Aspect.UNDEFINED] == ["remote kiosk"]


def test_questions_come_in_the_language_of_the_draft():
    assert all(re.search("[a-z]", item.question) for item in suggestions(CHINESE, "en"))
    assert all(re.search("[\u4e00-\u9fff]", item.question) for item in suggestions(ENGLISH, "zh"))
    assert all(item.question.endswith(("?", "？", ".", "。")) for item in suggestions(ENGLISH))


@given(st.lists(st.sampled_from([*re.findall(r"\w+|\W", ENGLISH), *CHINESE, "\x1b", "\ud800", "[", "\n"])).map("".join))
def test_the_words_are_always_exactly_those_at_their_place(text):
    for item in suggestions(text, undefined=undefined_terms([text] * 3)):
        assert text[item.start : item.end] == item.words
        assert item.words.strip()
