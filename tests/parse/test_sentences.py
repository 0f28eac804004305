"""Sentences as spans, and the language of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.corpus.store import Corpus
from regbot.parse.sentences import language_of, split_sentences
from regbot.paths import bundled_corpus

TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "Faces may be kept.",
                "Art. 5",
                "No. 19",
                "。",
                "！",
                "”",
                "(1) ",
                "（一）",
                "\n",
                "\n\n",
                " ",
                "处理",
                "? ",
                "e.g. ",
            ]
        ),
        max_size=20,
    ).map("".join),
)


def pieces(text: str) -> list[str]:
    return [text[item.start : item.end] for item in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing. Another thing! A third? Yes.", ["One thing.", "Another thing!", "A third?", "Yes."]),
        ("第一句。第二句！第三句？完", ["第一句。", "第二句！", "第三句？", "完"]),
        ("他说：“好。”我走了。", ["他说：“好。”", "我走了。"]),
        ('He said "stop." She left.', ['He said "stop."', "She left."]),
        ("Under Art. 5 it is so. No. 19 differs.", ["Under Art. 5 it is so.", "No. 19 differs."]),
        ("Mr. Guo sued, e.g. The park lost.", ["Mr. Guo sued, e.g. The park lost."]),
        ("RMB 1.5 million were paid. 3 firms paid.", ["RMB 1.5 million were paid.", "3 firms paid."]),
        ("no capital. after a stop", ["no capital. after a stop"]),
        ("line one\nline two\n\n  line three  \n", ["line one", "line two", "line three"]),
        ("the following:\n(1) the name;\n(2) the aim.", ["the following:", "(1) the name;", "(2) the aim."]),
        ("应当告知：\n（一）名称；\n（二）目的。", ["应当告知：", "（一）名称；", "（二）目的。"]),
        ("", []),
        (" \n\t\n", []),
        ("。", ["。"]),
    ],
)
def test_sentences(text, expected):
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("the following:\n(1) the name;\n(2) the aim.", [False, True, True]),
        ("应当：\n（一）名称；\n（十二）目的。", [False, True, True]),
        ("1. the name\n2．目的\n3、其他", [True, True, True]),
        ("(see below) and more", [False]),
        ("1.5 million", [False]),
    ],
)
def test_list_items_are_marked(text, items):
    assert [item.is_item for item in split_sentences(text)] == items


@given(TEXTS)
def test_nothing_but_white_space_is_left_out(text):
    covered = [index for item in split_sentences(text) for index in range(item.start, item.end)]
    missing = set(range(len(text))) - set(covered)
    assert all(text[index].isspace() for index in missing)


@given(TEXTS)
def test_spans_stand_in_order_without_overlap_and_trimmed(text):
    at = 0
    for item in split_sentences(text):
        piece = text[item.start : item.end]
        assert at <= item.start < item.end <= len(text)
        assert piece == piece.strip()
        assert "\n" not in piece
        at = item.end


@given(
    st.lists(st.sampled_from(["Faces may be kept.", "Consent is needed!", "同意可以撤回。"]), min_size=1, max_size=8)
)
def test_whole_sentences_in_a_row_are_found_again(sentences):
    assert pieces("\n".join(sentences)) == sentences
    assert pieces(" ".join(sentences)) == sentences or any("。" in item for item in sentences)


def test_every_provision_of_the_corpus_splits_without_loss():
    corpus = Corpus(bundled_corpus() / "documents")
    for document in corpus.ids():
        for version in corpus.versions(document):
            for item in version.provisions:
                together = "".join("".join(piece.split()) for piece in pieces(item.text))
                assert together == "".join(item.text.split()), item.ref


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Can I comment?", "en"),
        ("还能提意见吗？", "zh"),
        ("PIPL第五条怎么说？", "zh"),
        ("What does 备案 mean in the Measures of the Cyberspace Administration?", "en"),
        ("App刷脸可以吗", "zh"),
        ("", "en"),
        ("1234 ?!", "en"),
        ("¿Cuándo?", "en"),
    ],
)
def test_the_language_of_a_text(text, lang):
    assert language_of(text) == lang


@given(st.text())
def test_every_text_has_one_of_the_two_languages(text):
    assert language_of(text) in ("en", "zh")
