"""What looks like a heading and is none, numbering that is odd, and texts made to be slow."""

import time
import timeit

import pytest

from regbot.parse.numerals import format_chinese
from regbot.parse.provisions import IssueKind, Kind, parse_provisions, parse_reference, subdivide


def articles(text):
    tree = parse_provisions(text)
    assert tree.text() == text
    return [node.eid for node in tree.walk() if node.kind is Kind.ARTICLE]


def issues(text):
    return [
        (issue.kind, text[issue.position :].split("\n")[0], issue.expected) for issue in parse_provisions(text).issues
    ]


REGULATOR_PAGE = (
    "国家互联网信息办公室关于《规定（征求意见稿）》公开征求意见的通知\n\n"
    "　　根据《个人信息保护法》第六十二条的规定，我办起草了《规定》，其中\n"
    "第五条规定了单独同意，\n第七条\n规定了公共场所。现公开征求意见。\n\n"
    "附件：1.规定（征求意见稿）\n\n"
    "规定（征求意见稿）\n\n"
    + "".join(
        f"第{format_chinese(number)}条　使用人脸识别技术应当遵守本规定，违反本规定\n"
        f"第{format_chinese(number % 25 + 1)}条规定的，依照\n第二十条\n的规定处理。\n\n"
        for number in range(1, 26)
    )
    + "关于《规定（征求意见稿）》的说明\n\n"
    "一、关于单独同意\n\n第五条 明确了单独同意。\n\n第二十六条 没有写入。\n\n第一条 写明了目的。\n"
)


def test_a_regulator_s_page_of_notice_draft_and_explanation():
    tree = parse_provisions(REGULATOR_PAGE)
    assert REGULATOR_PAGE.count("条") > 65
    assert articles(REGULATOR_PAGE) == [f"art_{number}" for number in range(1, 26)]
    assert tree.nodes[0].eid == "preface"
    assert tree.nodes[-1].eid == "explanation"
    assert "单独同意" not in tree.body(tree.find("art_25"))
    assert tree.issues == ()


@pytest.mark.parametrize(
    "line",
    [
        "Article 2 of the Law applies.",
        "Article 2, paragraph 1, applies.",
        "Article 2(1) applies.",
        "Article 2 (1) of the Law applies.",
        "Article 2 and Article 3 apply.",
        "Article 2 shall apply.",
        "Article 2\nof the Law applies.",
        "Article 2\nshall apply.",
        "article 2 Applies",
        "Articles 2 and 3 apply.",
        "Article 2/2020 applies.",
        "Article 2 TFEU applies.",
        "Particle 2 Physics",
        "2nd Article",
        "Article 2nd",
        "第二条规定的情形。",
        "第二条、第三条的规定。",
        "第二条第一款的规定。",
        "第二条\n规定的情形。",
        "第二条 第一款的规定。",
        "第二条（一）项的规定。",
        "第二条的规定。",
        "第二章规定的情形。",
        "第二次会议 通过",
    ],
)
def test_a_cross_reference_at_the_start_of_a_line_is_no_heading(line):
    text = f"Article 1\nText.\n\n{line}\n"
    assert articles(text) == ["art_1"]
    assert not parse_provisions(text).issues


@pytest.mark.parametrize(
    "before",
    ["in accordance with", "the obligations under the", "Article 1 and", "依照", "违反本规定", "《规定》第一条、"],
)
@pytest.mark.parametrize("line", ["Article 2. The State shall", "Article 2\n", "第二条 情形", "第二条\n"])
def test_a_sentence_that_runs_on_carries_no_heading(before, line):
    assert articles(f"Article 1\nText {before}\n{line}\n") == ["art_1"]


def test_a_stray_number_breaks_nothing():
    text = "".join(f"Article {number}\nText.\n\n" for number in (1, 2, 47, 3, 1, 4))
    assert articles(text) == ["art_1", "art_2", "art_3", "art_4"]
    assert issues(text) == [
        (IssueKind.OUT_OF_SEQUENCE, "Article 47", ""),
        (IssueKind.OUT_OF_SEQUENCE, "Article 1", ""),
    ]


def test_a_stray_first_number_in_a_chapter_does_not_start_numbering_anew():
    text = "Chapter 1\n\nArticle 1\nA.\n\nArticle 2\nB.\n\nChapter 2\n\nArticle 3\nC.\n\nChapter 3\n\nArticle 1\nD.\n\n"
    assert articles(text) == ["art_1", "art_2", "art_3"]


def test_gaps_and_duplicates_are_reported_in_place():
    text = "第二条 甲。\n\n第三条 乙。\n\n第三条 丙。\n\n第六条 丁。\n"
    assert articles(text) == ["art_2", "art_3", "art_3-dup2", "art_6"]
    assert issues(text) == [
        (IssueKind.GAP, "第二条 甲。", "1"),
        (IssueKind.DUPLICATE, "第三条 丙。", ""),
        (IssueKind.GAP, "第六条 丁。", "4"),
    ]


def test_gaps_in_lists_are_reported():
    text = "Article 1\nAny of:\n(a) x;\n(b) y;\n(d) z.\n"
    assert issues(text) == [(IssueKind.GAP, "(d) z.", "c")]


def test_amended_numbers_keep_the_sequence():
    text = "".join(f"Article {number}\nText.\n\n" for number in ("1", "1a", "1b", "2", "2 bis", "2 ter", "3"))
    text += "第三条之一 甲。\n\n第三条之二 乙。\n\n第四条 丙。\n"
    assert articles(text) == [
        "art_1", "art_1a", "art_1b", "art_2", "art_2bis", "art_2ter", "art_3", "art_3-1", "art_3-2", "art_4",
    ]  # fmt: skip
    assert not issues(text)


@pytest.mark.parametrize(
    "contents",
    [
        "目　录\n第一章　总　则\n第二章　分　则\n\n",
        "目录\n第一章 总则……1\n第二章 分则……12\n\n",
        "第一章\n总则\n第二章\n分则\n",
    ],
)
def test_a_table_of_contents_is_no_structure(contents):
    tree = parse_provisions(f"{contents}第一章 总则\n\n第一条 甲。\n\n第二章 分则\n\n第二条 乙。\n")
    assert [node.eid for node in tree.walk() if "para" not in node.eid] == [
        "preface",
        "chp_1",
        "art_1",
        "chp_2",
        "art_2",
    ]
    assert tree.issues == ()


def test_recitals_need_their_heading():
    text = "(1) First.\n\n(2) Second.\n\nArticle 1\nText.\n"
    assert [node.kind for node in parse_provisions(text).nodes] == [Kind.PREFACE, Kind.ARTICLE]


MEGABYTE = 1_000_000
PIECES = ["（", "第一", "Article ", "(1)", "*", " ", "　", "1-", "【", "paragraph 1 of "]
LINES = [
    "第一条、",
    "Article 1(1)",
    "第一条\n",
    "§1\n",
    "(1)\n",
    "ANNEX\n",
    "Whereas:\n(1) x\n",
    "第一条 【\n",
    "说明\n",
]


@pytest.mark.parametrize(
    ("piece", "size"), [(piece, MEGABYTE) for piece in PIECES] + [(piece, MEGABYTE // 25) for piece in LINES]
)
def test_nonsense_takes_seconds_at_most(piece, size):
    text = piece * (size // len(piece.encode()))
    begun = time.process_time()
    assert parse_provisions(text).text() == text
    parse_reference(text)
    subdivide(text, "art_1")
    assert time.process_time() - begun < 10


CHAPTERS = [
    "Chapter 1\n第一条 甲\n（一）乙；\nArticle 2\n(a) x\n\n",
    "Chapter {}\nArticle 1\nA.\n\nB.\n",
    "第{}条 甲\n一、\n",
]


@pytest.mark.parametrize("piece", CHAPTERS)
def test_time_grows_with_length_and_no_faster(piece):
    def seconds(count):
        """The least of three: another process, or a collection of garbage, may fall into one."""
        text = "".join(piece.format(number) for number in range(count))
        return min(timeit.repeat(lambda: parse_provisions(text), timer=time.process_time, repeat=3, number=1))

    assert seconds(4_000) < 8 * (seconds(1_000) + 0.05)


AMENDMENT = """一、将第五条修改为：“第五条　门铃应当安静。

第六条　门铃（以下称“铃”）应当登记。”

二、将第九条修改为：

第九条　不得连按。

三、本决定自公布之日起施行。

门铃条例

第一条　为了安静，制定本条例。

第二条　门铃应当安静。"""


def test_articles_that_an_amendment_quotes_are_not_its_own():
    assert [node.label for node in parse_provisions(AMENDMENT, "zh").provisions()] == ["第一条", "第二条"]


def test_a_quotation_that_nothing_closes_silences_no_article():
    text = "第一条　将乙修改为：“丙。\n\n第二条　门铃应当安静。\n\n第三条　自公布之日起施行。"
    assert [node.label for node in parse_provisions(text, "zh").provisions()] == ["第一条", "第二条", "第三条"]
