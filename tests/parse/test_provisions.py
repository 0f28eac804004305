from pathlib import Path

import pytest

from regbot.parse.provisions import IssueKind, parse_provisions

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def parse(text, lang=None):
    tree = parse_provisions(text, lang)
    assert tree.text() == text
    return tree


def eids(tree, *, deep=False):
    return [node.eid for node in tree.walk() if deep or "para_" not in node.eid]


def issues(tree):
    return [(issue.kind, issue.label, issue.expected) for issue in tree.issues]


EU = """REGULATION (EU) 2016/679

Whereas:

(1) The protection of natural persons is a fundamental right. Article 8(1) of the Charter provides that.

(2) The principles should respect their fundamental rights.

HAVE ADOPTED THIS REGULATION:

CHAPTER I

General provisions

Article 1

Subject-matter and objectives

1.   This Regulation lays down rules.

2.   This Regulation protects:

(a) what is referred to in
Article 47 TFEU;

(b) what Article 5
of the Law protects.

Article 2

Definitions

For the purposes of this Regulation:

(1) ‘personal data’ means any information;

(2) ‘processing’ means any operation.

CHAPTER II

SECTION 1

Transparency

Article 3
Modalities
The controller shall act.

Section 2
Rights

Article 4
The data subject has rights.

ANNEX I

Part A

ANNEX II
List of things
"""


def test_an_eu_regulation():
    tree = parse(EU)
    assert eids(tree) == [
        "preface", "recs", "rec_1", "rec_2", "formula", "chp_1", "art_1", "art_2", "chp_2", "chp_2__sec_1", "art_3",
        "chp_2__sec_2", "art_4", "annex_1", "annex_1__part_a", "annex_2",
    ]  # fmt: skip
    assert tree.issues == ()
    headings = {node.label: node.heading for node in tree.walk() if node.heading}
    assert headings == {
        "CHAPTER I": "General provisions",
        "Article 1": "Subject-matter and objectives",
        "Article 2": "Definitions",
        "SECTION 1": "Transparency",
        "Article 3": "Modalities",
        "Section 2": "Rights",
        "ANNEX II": "List of things",
    }
    assert [node.eid for node in tree.find("art_1").walk()][1:] == [
        "art_1__para_1",
        "art_1__para_2",
        "art_1__para_2__item_a",
        "art_1__para_2__item_b",
    ]
    assert tree.body(tree.find("art_4")) == "The data subject has rights."


UK = """PART 1
Introduction

Section 1 Overview

(1) This Act makes provision about data.
(1A) Section 5 of the Data Act applies.
(2) In this Act—
(a) one, and
(b) two.

Section 1A Meaning of “data”
In this Act “data” means information.

SCHEDULE 1
Section 1

Part 1
General

THE SCHEDULE
"""


def test_a_uk_act():
    tree = parse(UK)
    assert eids(tree) == ["part_1", "sec_1", "sec_1a", "sched_1", "sched_1__part_1", "sched"]
    assert [node.eid for node in tree.find("sec_1").walk()][1:] == [
        "sec_1__para_1",
        "sec_1__para_1a",
        "sec_1__para_2",
        "sec_1__para_2__item_a",
        "sec_1__para_2__item_b",
    ]
    assert tree.find("sec_1a").heading == "Meaning of “data”"
    assert issues(tree) == [(IssueKind.OUT_OF_SEQUENCE, "Section 1", "")]


def test_uk_regulations():
    tree = parse(
        "Regulation 1.—(1) These Regulations may be cited.\n(2) They come into force.\n\nRegulation 2\nText is.\n"
    )
    assert eids(tree) == ["reg_1", "reg_2"]
    assert [node.eid for node in tree.nodes[0].children] == ["reg_1__para_1", "reg_1__para_2"]


US = """PART 39—AIRWORTHINESS DIRECTIVES

§ 39.13 [Amended]

§ 39.15   Takeoff speeds.

(a) General. (1) The applicant must:
(i) do this; and
(ii) do that.
(2) The other, as in
§ 39.13 of this part.
(b) Exceptions. None.

§ 39.107-1 Other.
Text under § 39.13.
"""


def test_a_us_rule():
    tree = parse(US)
    assert eids(tree) == ["part_39", "sec_39-13", "sec_39-15", "sec_39-107-1"]
    assert [node.eid for node in tree.find("sec_39-15").walk()][1:] == [
        "sec_39-15__para_a",
        "sec_39-15__para_a__item_1",
        "sec_39-15__para_a__item_1__item_i",
        "sec_39-15__para_a__item_1__item_ii",
        "sec_39-15__para_a__item_2",
        "sec_39-15__para_b",
    ]
    assert tree.find("sec_39-15").heading == "Takeoff speeds."
    assert tree.issues == ()


def test_a_us_bill():
    tree = parse(
        'TITLE I—GENERAL\n\nSECTION 1. SHORT TITLE.\n\nThis Act may be cited as the "X Act".\n\n'
        "SEC. 2. Definitions.—In this Act, a State is a State.\n"
    )
    assert eids(tree) == ["title_1", "sec_1", "sec_2"]
    assert tree.find("sec_1").heading == "SHORT TITLE."
    assert tree.find("sec_2").heading == "Definitions."
    assert tree.body(tree.find("sec_2")) == "In this Act, a State is a State."


def test_sections_within_articles():
    tree = parse(
        "Article I\n\nSection 1\nAll Powers.\n\nSection 2\nThe House.\n\nArticle II\n\nSection 1\nThe President.\n"
    )
    assert eids(tree) == ["art_1", "art_1__sec_1", "art_1__sec_2", "art_2", "art_2__sec_1"]
    assert [node.eid for node in tree.provisions()] == ["art_1__sec_1", "art_1__sec_2", "art_2__sec_1"]


CHINESE = """国家互联网信息办公室令

第一编　总则

第一章 总　则

第一条　为了规范人脸识别技术应用，制定本规定。

　　前款所称人脸识别，是指：

（一）验证；

　　１．一对一；

　　２．一对多。

（二）辨识。

第二条【单独同意】应当取得单独同意。

第二章　分　则

第一节一般要求

第三条 有下列情形。

第三条之一 新增。

第二节 特别要求

第４条：遵守本规定。

第二编 附则

第三章 附则

第 五 条 自公布之日起施行。
"""


def test_a_chinese_law():
    tree = parse(CHINESE)
    assert eids(tree) == [
        "preface", "part_1", "chp_1", "art_1", "art_2", "chp_2", "chp_2__sec_1", "art_3", "art_3-1", "chp_2__sec_2",
        "art_4", "part_2", "chp_3", "art_5",
    ]  # fmt: skip
    assert tree.issues == ()
    assert [node.eid for node in tree.find("art_1").walk()][1:] == [
        "art_1__para_1",
        "art_1__para_2",
        "art_1__para_2__item_1",
        "art_1__para_2__item_1__item_1",
        "art_1__para_2__item_1__item_2",
        "art_1__para_2__item_2",
    ]
    assert (tree.find("art_2").heading, tree.body(tree.find("art_2"))) == ("【单独同意】", "应当取得单独同意。")
    assert [(node.label, node.heading) for node in (tree.find("chp_1"), tree.find("chp_2__sec_1"))] == [
        ("第一章", "总　则"),
        ("第一节", "一般要求"),
    ]


def test_chapters_that_start_anew_in_each_part_carry_the_part():
    tree = parse("第一编 甲\n第一章 子\n第一条 一。\n第二章 丑\n第二条 二。\n第二编 乙\n第一章 寅\n第三条 三。\n")
    assert eids(tree) == [
        "part_1",
        "part_1__chp_1",
        "art_1",
        "part_1__chp_2",
        "art_2",
        "part_2",
        "part_2__chp_1",
        "art_3",
    ]


@pytest.mark.parametrize("unit", ["Article {}\nSome text.\n", "第{}条 条文。\n"])
@pytest.mark.parametrize("chapter", ["Chapter {}\n\n", "第{}章 章名\n"])
def test_numbering_that_starts_anew_carries_the_chapter(unit, chapter):
    text = "".join(
        chapter.format(number) + "".join(unit.format(article) for article in range(1, count + 1))
        for number, count in enumerate((3, 1, 4), start=1)
    )
    tree = parse(text)
    assert [node.eid for node in tree.provisions()] == [
        f"chp_{chapter}__art_{article}"
        for chapter, count in enumerate((3, 1, 4), start=1)
        for article in range(1, count + 1)
    ]
    assert tree.issues == ()


def test_markdown_is_tolerated_and_kept():
    tree = parse(
        "# 办法\n\n## **第一章** 总则\n\n**第一条** 甲。\n\n### 第二条 乙。\n\n> **Article 3** Consent\n\nText.\n"
    )
    assert [(node.eid, node.label, node.heading) for node in tree.walk() if "para" not in node.eid][1:] == [
        ("chp_1", "第一章", "总则"),
        ("art_1", "第一条", ""),
        ("art_2", "第二条", ""),
        ("art_3", "Article 3", "Consent"),
    ]


def test_a_language_leaves_the_other_aside():
    text = "第一条 甲。\n\nArticle 1\nText.\n"
    assert eids(parse(text)) == ["art_1", "art_1-dup2"]
    assert eids(parse(text, "zh")) == ["art_1"]
    assert eids(parse(text, "en")) == ["preface", "art_1"]


def test_a_text_without_headings_is_all_preface():
    assert eids(parse("Just words.\n\nMore words.")) == ["preface"]
    assert parse("").nodes == ()


def test_what_follows_an_article_s_number_may_be_its_heading_or_its_text():
    tree = parse(
        "Article 1\nThe State shall protect privacy.\n\nArticle 2 Scope\nThis Law applies.\n\n"
        "Article 3. This Law applies.\nMore.\n\nArticle 4 · Consent\nText.\n\n"
        "Article 5 The processor shall obtain the\nconsent.\n\nArticle 6: Entry into force\n"
    )
    assert [node.heading for node in tree.provisions()] == ["", "Scope", "", "Consent", "", "Entry into force"]


def test_letters_and_roman_numerals_are_told_apart_by_their_neighbours():
    letters = "".join(f"Part {letter}\n\nText.\n\n" for letter in "ABCD")
    numerals = "".join(f"Part {numeral}\n\nText.\n\n" for numeral in ("I", "II", "III", "IV"))
    assert eids(parse(letters)) == ["part_a", "part_b", "part_c", "part_d"]
    assert eids(parse(numerals)) == ["part_1", "part_2", "part_3", "part_4"]
    assert eids(parse("Part One\n\nText.\n\nPART TWO\n")) == ["part_1", "part_2"]


def sample(name):
    path = SAMPLES / "flk_npc" / name
    if not path.exists():
        pytest.skip("the shared samples are not here")
    return parse(path.read_text(encoding="utf-8"), "zh")


def test_the_personal_information_protection_law():
    tree = sample("lawrefbook_PIPL_2021.md")
    assert [node.eid for node in tree.provisions()] == [f"art_{number}" for number in range(1, 75)]
    assert [node.eid for node in tree.nodes[1:]] == [f"chp_{number}" for number in range(1, 9)]
    assert [node.heading for node in tree.find("chp_2").children] == [
        "一般规定",
        "敏感个人信息的处理规则",
        "国家机关处理个人信息的特别规定",
    ]
    assert tree.issues == ()
    assert [len(node.children) for node in tree.find("art_13").children] == [7, 0]
    assert tree.body(tree.find("art_15__para_2")).startswith("个人撤回同意，不影响撤回前")
    assert tree.body(tree.find("art_29")).endswith("应当取得书面同意的，从其规定。")


def test_the_supreme_court_s_interpretation():
    tree = sample("lawrefbook_SPC_face_recognition_2021.md")
    assert [node.eid for node in tree.provisions()] == [f"art_{number}" for number in range(1, 17)]
    assert len(tree.find("art_2__para_1").children) == 8
    assert tree.issues == ()
