import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.parse.provisions import subdivide


def outline(text):
    return [node.eid for top in subdivide(text, "art_1") for node in top.walk()]


def joined(text):
    nodes = [node for top in subdivide(text, "art_1") for node in top.walk()]
    return "".join(text[start:end] for node in nodes for start, end in node.spans)


def test_paragraphs_are_counted():
    assert outline("One.\n\nTwo\nis wrapped.\n\nThree.") == ["art_1__para_1", "art_1__para_2", "art_1__para_3"]


def test_an_ideographic_indent_opens_a_paragraph():
    assert outline("　　第一款。\n　　第二款\n第二行。") == ["art_1__para_1", "art_1__para_2"]


def test_items_belong_to_the_paragraph_that_introduces_them():
    text = "有下列情形之一的：\n\n（一）甲；\n\n（二）乙。\n\n依照其他规定。"
    assert outline(text) == ["art_1__para_1", "art_1__para_1__item_1", "art_1__para_1__item_2", "art_1__para_2"]


@pytest.mark.parametrize(
    "markers", ["（一） （二）", "（1） （2）", "(1) (2)", "1. 2.", "１． ２．", "1、 2、", "1) 2)", "一、 二、", "① ②"]
)
def test_items_have_the_number_they_stand_for(markers):
    first, second = markers.split()
    text = f"Any of:\n{first} one;\n{second} two."
    assert outline(text)[1:] == ["art_1__para_1__item_1", "art_1__para_1__item_2"]
    assert [child.label for child in subdivide(text, "art_1")[0].children] == [first, second]


def test_lists_nest_by_style():
    text = "Any of:\n(1) one:\n(a) x:\n(i) p;\n(ii) q;\n(b) y;\n(2) two."
    one = "art_1__para_1__item_1"
    assert outline(text)[1:] == [
        one,
        f"{one}__item_a",
        f"{one}__item_a__item_i",
        f"{one}__item_a__item_ii",
        f"{one}__item_b",
        "art_1__para_1__item_2",
    ]


def test_chinese_lists_nest():
    text = "应当：\n（一）甲：\n1．子；\n2．丑。\n（二）乙。"
    one = "art_1__para_1__item_1"
    assert outline(text)[1:] == [one, f"{one}__item_1", f"{one}__item_2", "art_1__para_1__item_2"]


def test_i_after_h_is_a_letter():
    letters = "abcdefghij"
    text = "Any of:\n" + "\n".join(f"({letter}) x;" for letter in letters)
    assert outline(text)[1:] == [f"art_1__para_1__item_{letter}" for letter in letters]


def test_added_items_keep_the_sequence():
    text = "Any of:\n(a) x;\n(aa) y;\n(b) z;\n(ba) u;\n(c) v."
    assert [eid.rpartition("_")[2] for eid in outline(text)[1:]] == ["a", "aa", "b", "ba", "c"]


def test_paragraphs_that_have_numbers_keep_them():
    text = "1.   First:\n\n(a) x;\n\n(b) y.\n\nFlush text of 1.\n\n1a. Added.\n\n2.   Second."
    assert outline(text) == [
        "art_1__para_1",
        "art_1__para_1__item_a",
        "art_1__para_1__item_b",
        "art_1__para_1__subpara_2",
        "art_1__para_1a",
        "art_1__para_2",
    ]


def test_blocks_between_two_items_belong_to_the_first():
    text = "Any of:\n\n(a) Subject\n\nThis.\n\n(b) Exceptions\n\nThese:\n\n(1) one;\n\n(2) two.\n\n(c) Reports\n\nNone."
    items = [f"art_1__para_1__item_{item}" for item in ("a", "b", "b__item_1", "b__item_2", "c")]
    assert outline(text) == ["art_1__para_1", *items, "art_1__para_2"]


def test_us_paragraphs_may_open_on_one_line():
    text = "(a)(1) One.\n(2) Two.\n(b) General. (1) Three.\n(2) Four."
    assert outline(text) == [
        "art_1__para_a",
        "art_1__para_a__item_1",
        "art_1__para_a__item_2",
        "art_1__para_b",
        "art_1__para_b__item_1",
        "art_1__para_b__item_2",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "As laid down in paragraph\n(1) of this Article.",
        "依照第五条第\n（一）项的规定。",
        "Within\n30. days",
        "The year\n2023. was long.",
        "Any of those in point\n(a) and in\n(c) of it.",
    ],
)
def test_a_reference_at_the_start_of_a_line_is_no_item(text):
    assert outline(text) == ["art_1__para_1"]


def test_a_repeated_number_gets_an_eid_of_its_own():
    assert outline("Any of:\n(1) x;\n(2) y;\n(2) z.")[2:] == ["art_1__para_1__item_2", "art_1__para_1__item_2-dup2"]


def test_blank_text_has_no_paragraphs():
    assert subdivide("", "art_1") == subdivide(" \n\n", "art_1") == ()


TOKENS = [
    "（一）",
    "(1)",
    "(a)",
    "(i)",
    "1. ",
    "2．",
    "一、",
    "①",
    "text",
    "条",
    "; and",
    "：",
    "\n",
    "\n\n",
    "　",
    " ",
    "\r\n",
    "\x0c",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join) | st.text())
def test_nothing_is_lost(text):
    assert joined(text) == (text if text.strip() else "")
