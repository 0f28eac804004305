import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.parse.provisions import parse_reference, resolve


def eids(text, lang=None):
    return [reference.eid for reference in parse_reference(text, lang)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("show Article 11", ["art_11"]),
        ("what does art. 11(2) say?", ["art_11__para_2"]),
        ("ART 5", ["art_5"]),
        ("Article 5a or Article 12 bis", ["art_5a", "art_12bis"]),
        ("§ 23.105(a)(1)(i)", ["sec_23-105__para_a__item_1__item_i"]),
        ("under § 1.61-21 and Sec. 5", ["sec_1-61-21", "sec_5"]),
        ("section 33(1) of the Utilities Act 2000", ["sec_33__para_1"]),
        ("s 12(3) and ss. 4 and 5", ["sec_12__para_3", "sec_4", "sec_5"]),
        ("regulation 5(2)", ["reg_5__para_2"]),
        ("Articles 5 and 11", ["art_5", "art_11"]),
        ("Articles 5, 6 and 7(1)", ["art_5", "art_6", "art_7__para_1"]),
        ("Article 5 and 11", ["art_5", "art_11"]),
        ("arts 4-6", ["art_4", "art_5", "art_6"]),
        ("sections 4 to 6", ["sec_4", "sec_5", "sec_6"]),
        ("§§ 1.1, 1.2 and 1.3", ["sec_1-1", "sec_1-2", "sec_1-3"]),
        ("Article 6(1)(a) and (b)", ["art_6__para_1__item_a", "art_6__para_1__item_b"]),
        ("Article 6(1)(a) and (2)", ["art_6__para_1__item_a", "art_6__para_2"]),
        ("Article 11, paragraph 2, point (a)", ["art_11__para_2__item_a"]),
        ("point (a) of paragraph 2 of Article 6", ["art_6__para_2__item_a"]),
        ("Chapter II and Title IV", ["chp_2", "title_4"]),
        ("Annex II, Schedule 2A and Appendix C", ["annex_2", "sched_2a", "app_c"]),
        ("Annex II, Part A", ["annex_2__part_a"]),
        ("Article I, Section 8", ["art_1__sec_8"]),
        ("Article 5, Article 6", ["art_5", "art_6"]),
        ("recital 26", ["rec_26"]),
        ("article IV of the treaty", ["art_4"]),
    ],
)
def test_english(text, expected):
    assert eids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第十一条第二款第（三）项是什么", ["art_11__para_2__item_3"]),
        ("第5条", ["art_5"]),
        ("第１２条", ["art_12"]),
        ("第 十 二 条", ["art_12"]),
        ("第十二条之一第二款", ["art_12-1__para_2"]),
        ("第一百二十条", ["art_120"]),
        ("第十三条第（三）项", ["art_13__para_1__item_3"]),
        ("第五条（三）项", ["art_5__para_1__item_3"]),
        ("第五条第一款第二项第1目", ["art_5__para_1__item_2__item_1"]),
        ("第五条、第六条和第八条", ["art_5", "art_6", "art_8"]),
        ("第五、六条", ["art_5", "art_6"]),
        ("第四条至第六条", ["art_4", "art_5", "art_6"]),
        ("第四至六条", ["art_4", "art_5", "art_6"]),
        ("第十三条第一款第二项至第四项", [f"art_13__para_1__item_{number}" for number in (2, 3, 4)]),
        ("第十三条第（一）、（三）项", ["art_13__para_1__item_1", "art_13__para_1__item_3"]),
        ("第五条第一款第二项、第二款第三项、第八条", ["art_5__para_1__item_2", "art_5__para_2__item_3", "art_8"]),
        ("第二章第一节", ["chp_2__sec_1"]),
    ],
)
def test_chinese(text, expected):
    assert eids(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Regulation (EU) 2016/679",
        "Regulation 2016/679",
        "the article I read",
        "the companies' 5 offices",
        "U.S. 12",
        "parties 5",
        "an article",
        "第三十天",
        "第一次",
        "第二款",
        "第一",
        "the 5 articles",
    ],
)
def test_what_is_no_reference(text):
    assert eids(text) == []


@pytest.mark.parametrize(
    "text", ["Article 5 and 30 days", "第五条、三个月内", "Article 5, 2023 draft", "Article 5 (2023)"]
)
def test_a_number_after_a_reference_need_not_belong_to_it(text):
    assert eids(text) == ["art_5"]


def test_spans_and_labels_are_as_written():
    text = "Do arts 4 and 6（see 第５条）apply?"
    references = parse_reference(text)
    assert [reference.label for reference in references] == ["arts 4", "6", "第５条"]
    assert all(text[reference.start : reference.end] == reference.label for reference in references)


def test_a_language_leaves_the_other_aside():
    assert eids("Article 5, 第六条", "en") == ["art_5"]
    assert eids("Article 5, 第六条", "zh-Hans") == ["art_6"]


@pytest.mark.parametrize("text", ["Chapter 2, Article 1", "Article 1 of Chapter II", "第二章第一条"])
def test_a_division_may_be_named_with_the_article(text):
    (reference,) = parse_reference(text)
    assert reference.label == text
    assert resolve(reference, ["chp_1__art_1", "chp_2__art_1"]) == "chp_2__art_1"
    assert resolve(reference, ["chp_2", "art_1"]) == "art_1"


@pytest.mark.parametrize(
    ("text", "there_is", "meant"),
    [
        ("Article 13(2)", ["art_13", "art_13__para_1", "art_13__para_2"], "art_13__para_2"),
        ("Article 13(2)", ["art_13", "art_13__para_1", "art_13__para_1__item_2"], "art_13__para_1__item_2"),
        ("Article 13(2)", ["art_13"], "art_13"),
        ("Article 13(2)", ["chp_2__art_13"], "chp_2__art_13"),
        ("Article 13", ["chp_1__art_13", "chp_2__art_13"], None),
        ("Article 13", ["art_1"], None),
    ],
)
def test_what_a_document_has_decides(text, there_is, meant):
    (reference,) = parse_reference(text)
    assert resolve(reference, there_is) == meant


@given(st.text(alphabet="第条款项章一二十5（）()、和至 Articlesand§.-,\n", max_size=60))
def test_labels_are_where_the_spans_say(text):
    for reference in parse_reference(text):
        assert reference.label == text[reference.start : reference.end] != ""
