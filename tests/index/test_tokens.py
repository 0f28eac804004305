import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.index.tokens import distinct_tokens, is_asian, query_tokens, tokens


def test_words_are_stemmed_and_paired():
    assert tokens("Processing Faces") == ["process", "face", "process_face"]


def test_chinese_gives_characters_and_neighbours():
    assert tokens("单独同意") == ["单", "独", "同", "意", "单独", "独同", "同意"]


@pytest.mark.parametrize("text", ["10,000", "１０,０００", "1万", "一万", "10000"])
def test_one_number_however_written(text):
    assert "10000" in tokens(text)


@pytest.mark.parametrize("text", ["十万人", "10万人", "100,000 people"])
def test_large_numbers_meet(text):
    assert "100000" in tokens(text)


def test_possessive_and_typographic_apostrophe():
    assert tokens("landlord’s") == tokens("landlord's") == ["landlord"]


def test_section_numbers_stay_whole():
    assert tokens("Rule 3.2.1") == ["rule", "3.2.1", "rule_3.2.1"]


def test_languages_mix():
    assert "app" in tokens("手机App里")
    assert "机" in tokens("手机App里")


def test_query_drops_stop_words_unless_nothing_is_left():
    assert query_tokens("What is the consent?", 10) == ["consent"]
    assert query_tokens("to be or not to be", 20)


def test_query_is_capped():
    assert len(query_tokens(" ".join(f"w{number}" for number in range(500)), 160)) == 160


def test_endless_question_is_quick():
    text = " ".join(f"{number:x}xyz" for number in range(20_000))
    query_tokens("warm up", 5)
    start = time.process_time()
    query_tokens(text, 160)
    assert time.process_time() - start < 0.5


@given(st.text())
def test_same_tokens_in_every_compatibility_form(text):
    assert tokens(text) == tokens(unicodedata.normalize("NFKC", text))


@given(st.text(alphabet=st.characters(), max_size=200))
def test_tokens_are_plain(text):
    for token in tokens(text):
        assert token
        assert not set(token) & set(" \"'\0\n")


@given(st.text(alphabet="的同意人脸abc 12", max_size=60))
def test_every_asian_character_is_a_token(text):
    assert {char for char in text if is_asian(char)} <= set(tokens(text))


@given(st.text(alphabet="abZ09,.'_ -\n’é万十脸k", max_size=60))
def test_distinct_tokens_are_the_tokens_without_pairs_of_words(text):
    assert distinct_tokens(text) == {token for token in tokens(text) if "_" not in token}


@given(st.text(alphabet="abZ09,.'_ -\n", max_size=60))
def test_ascii_beside_chinese_gives_the_tokens_it_gives_alone(text):
    assert tokens(f"{text}\n脸") == [*tokens(text), "脸"]


@pytest.mark.parametrize("asked", ["人脸保存怎么办？", "请问人脸如何保存", "人脸能否保存"])
def test_what_makes_a_chinese_sentence_a_question_is_left_out(asked: str):
    assert set(query_tokens(asked, 50)) >= {"人脸", "保存"}
    assert not {"么办", "请问", "如何", "能否"} & set(query_tokens(asked, 50))


def test_a_question_of_question_words_alone_keeps_them():
    assert "如何" in query_tokens("如何？", 50)
