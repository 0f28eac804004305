"""Pages of the Cyberspace Administration of China by themselves: templates, parts, deadlines, issuers, arbitrary bytes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.fetch.errors import ParseError
from regbot.model import LegalStatus
from regbot.sources.base import Skipped
from regbot.sources.cac_cn.pages import document_of, parse_json_list, parse_list, parse_page
from regbot.sources.chinese_facts import stated_dates
from regbot.sources.chinese_text import divide, pieces_of, tidy
from tests.replaying import only_source_errors
from tests.sources.chinese_samples import page_of


@pytest.mark.parametrize("container", ["TRS_Editor", "article_con", "main-content"])
def test_every_template_holds_the_same_articles(container: str):
    body = "<p>　　第一条　甲的规定。</p><p>　　第二条　乙的规定，依照第一条办理。</p><p>　　第三条　自发布之日起施行。</p>"
    head = '<head><meta name="PubDate" content="2019-05-01"></head>'
    text = f'<html>{head}<body><h1>甲办法</h1><div class="{container}">{body}</div></body></html>'
    parsed = document_of(parse_page(text, "/x/c_123456.htm"), date(2026, 1, 1))
    assert [item.eid for item in parsed.versions[0].provisions] == ["art_1", "art_2", "art_3"]
    assert parsed.document.effective == parsed.document.published == date(2019, 5, 1)


@pytest.mark.parametrize(
    "page",
    [
        '<html><body><h1 class="title">甲办法</h1><div class="main-content"><div id="BodyLabel"></div></div>'
        "<script>fill()</script></body></html>",
        "<html><body></body></html>",
        "",
    ],
)
def test_an_empty_frame_is_an_error(page: str):
    with pytest.raises(ParseError):
        document_of(parse_page(page, "/2026-11/12/c_1.htm"), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "国家互联网信息办公室有关负责人就《甲规定（征求意见稿）》公开征求意见答记者问",
            "<p>问：为什么？答：意见反馈截止时间为2026年12月1日。</p>",
        ),
        (
            "2026年公开招聘公告",
            "<p>现公开招聘工作人员三名，报名截止时间为2026年12月1日，欢迎各界人士踊跃报名参加。</p>",
        ),
        (
            "关于《甲规定》公开征求意见情况的反馈",
            "<p>感谢社会各界。我办收到意见三百条，已逐条研究，采纳了其中的一百条。</p>",
        ),
        ("甲办法解读", "<p>《甲办法》第一条规定了目的，第二条规定了范围，一起来了解吧，请看下面的说明和图片。</p>"),
    ],
)
def test_what_is_no_consultation_and_no_rule(title: str, body: str):
    with pytest.raises(Skipped):
        document_of(parse_page(page_of(title, body), "/2026-11/12/c_1.htm"), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("sentence", "closes"),
    [
        ("意见反馈截止日期为2026年12月1日。", date(2026, 12, 1)),
        ("意见反馈截止时间为２０２６年１２月１日。", date(2026, 12, 1)),
        ("请于2026年12月1日前将意见反馈给组织起草部门。", date(2026, 12, 1)),
        ("征求意见时间为2026年11月1日至2026年12月1日。", date(2026, 12, 1)),
    ],
)
def test_deadlines(sentence: str, closes: date):
    draft = "<p>第一条　甲。</p><p>第二条　本规定自　年　月　日起施行。</p>"
    body = f"<p>现向社会公开征求意见。</p><p>1.发送至：a@cac.gov.cn。</p><p>{sentence}</p>{draft}"
    parsed = document_of(
        parse_page(
            page_of("关于《甲规定（征求意见稿）》公开征求意见的通知", body, "2026年11月1日"), "/2026-11/01/c_1.htm"
        ),
        date(2026, 11, 22),
    )
    assert parsed.document.consultation
    assert parsed.document.consultation.closes == closes
    assert parsed.document.consultation.stated_as == sentence
    assert parsed.document.effective is None


def test_a_draft_without_articles():
    body = (
        "<p>现向社会公开征求意见。</p><p>意见反馈截止时间为2026年12月1日。</p><p>国家互联网信息办公室</p><p>2026年11月1日</p>"
        "<p>关于加强门铃管理的意见</p><p>（征求意见稿）</p><p>一、总体要求</p><p>门铃应当安静，详见第三条。</p><p>二、工作任务</p>"
    )
    page = page_of("国家互联网信息办公室关于《关于加强门铃管理的意见（征求意见稿）》公开征求意见的通知", body)
    parsed = document_of(parse_page(page, "/2026-11/01/c_1.htm"), date(2026, 11, 22))
    notice, text = parsed.versions[0].provisions
    assert notice.text.endswith("2026年11月1日")
    assert (text.eid, text.text) == (
        "body",
        "（征求意见稿）\n\n一、总体要求\n\n门铃应当安静，详见第三条。\n\n二、工作任务",
    )


@pytest.mark.parametrize(
    ("title", "order", "issuer", "name"),
    [
        ("国家互联网信息办公室令（第18号）", "国家互联网信息办公室令", "国家互联网信息办公室", "甲办法"),
        ("甲办法", "中华人民共和国国务院令", "中华人民共和国国务院", "甲办法"),
        (
            "甲信息发布管理规定",
            "国家互联网信息办公室</p><p>公安部</p><p>令",
            "国家互联网信息办公室、公安部",
            "甲信息发布管理规定",
        ),
        ("中华人民共和国甲法", "中华人民共和国主席令", "全国人民代表大会常务委员会", "中华人民共和国甲法"),
    ],
)
def test_who_gives_an_order(title: str, order: str, issuer: str, name: str):
    body = (
        f"<p>{order}</p><p>第18号</p><p>《{name}》已由{'全国人民代表大会常务委员会第三次会议' if '主席' in order else '会议'}通过，"
        "现予公布，自公布之日起施行。</p><p>2026年11月1日</p>"
    )
    page = page_of(title, f"{body}<p>{name}</p><p>第一条　甲。</p><p>第二条　自公布之日起施行。</p>")
    parsed = document_of(parse_page(page, "/2026-11/12/c_1.htm"), date(2026, 11, 22))
    assert (parsed.document.issuer_zh, parsed.document.title) == (issuer, {"zh": name})
    assert (parsed.document.legal_status, parsed.document.effective) == (LegalStatus.IN_FORCE, date(2026, 11, 12))
    assert [item.eid for item in parsed.versions[0].provisions] == ["order", "art_1", "art_2"]


def test_an_explanation_that_comes_first():
    text = "\n\n".join(
        [
            "现公开征求意见。",
            "国家互联网信息办公室",
            "2026年11月1日",
            "关于《甲规定（征求意见稿）》的说明",
            "第一，为什么要制定。",
            "第二，主要内容。",
            "甲规定",
            "（征求意见稿）",
            "第一条　甲。",
            "第二条　乙。",
        ]
    )
    parts = divide(text, "甲规定（征求意见稿）")
    assert parts.opening.endswith("2026年11月1日")
    assert (parts.explanation_title, parts.explanation) == (
        "关于《甲规定（征求意见稿）》的说明",
        "第一，为什么要制定。\n\n第二，主要内容。",
    )
    assert parts.heading == "甲规定\n\n（征求意见稿）"
    assert parts.articles.startswith("第一条")


def test_mentions_at_the_start_of_a_line_are_no_articles():
    lines = tidy("第一条　甲。\n\n第三条规定的情形除外。\n\n第二条乙。\n\n第五条和第六条另有规定。\n\n第三条为了丙。")
    assert [line for line in lines if "\u3000" in line] == ["第一条　甲。", "第二条　乙。", "第三条　为了丙。"]


def test_a_blank_day_is_no_day():
    assert stated_dates(["本规定自　年　月　日起施行。", "自2026年 月 日起施行", "自2026年13月1日起施行"], None) is None


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(
        ['<div id="loadingInfoPage">', '<div id="BodyLabel">', "<h1 class=title>征求意见</h1><p>第一条", ""]
    ),
)
def test_any_bytes(data: bytes, start: str):
    from regbot.fetch.charset import decode_body

    page = decode_body(start.encode() + data)
    only_source_errors(parse_list, page)
    only_source_errors(lambda: document_of(parse_page(page, "/2026-11/12/c_1.htm"), date(2026, 1, 1)))


WORDS = st.sampled_from(
    [
        "第一条 ",
        "第二条",
        "第十",
        "条",
        "　",
        "\n",
        "\n\n",
        "《",
        "》",
        "的说明",
        "目录",
        "第一章",
        "2026年1月1日",
        "令",
        "附件：1.",
        "甲",
        "。",
        "（征求意见稿）",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map("".join), st.lists(WORDS, max_size=6).map("".join))
def test_dividing_loses_no_character(text: str, name: str):
    parts = divide(text, name)
    joined = "".join((parts.opening, parts.heading, parts.articles, parts.explanation_title, parts.explanation))
    assert sorted("".join(joined.split())) == sorted("".join(text.split()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["list", "topic", "infourl", "pubtime"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_json(answer: Any):
    only_source_errors(parse_json_list, answer)


def articles_of(text: str) -> list[tuple[str, str]]:
    return [(item.label, item.text) for item in pieces_of(divide(text, "门铃条例")) if item.eid.startswith("art_")]


def test_numbers_without_a_blank_behind_them():
    lines = [
        "第一条中华门铃应当安静。",
        "第二条和谐使用门铃。",
        "第四条所有门铃应当登记。",
        "第五条、之前的门铃不必登记。",
        "第三条的规定不适用。",
    ]
    assert articles_of("\n\n".join(lines)) == [
        ("第一条", "中华门铃应当安静。"),
        ("第二条", "和谐使用门铃。"),
        ("第四条", "所有门铃应当登记。"),
        ("第五条", "之前的门铃不必登记。\n\n第三条的规定不适用。"),
    ]


def test_indentation_begins_a_paragraph():
    text = """　　第一条　门铃应当安静，并且应当在夜间自动
关闭。
　　关于《门铃条例（征求意见稿）》公开征求意见的起草说明
　　为了安静，起草了本稿。"""
    parts = divide(text, "门铃条例（征求意见稿）")
    assert parts.articles == "第一条　门铃应当安静，并且应当在夜间自动关闭。"
    assert (parts.explanation_title, parts.explanation) == (
        "关于《门铃条例（征求意见稿）》公开征求意见的起草说明",
        "为了安静，起草了本稿。",
    )


def test_a_title_wrapped_inside_its_brackets_is_one_line():
    assert tidy("关于《中华人民共和国门铃安静使用管理条例（征求意见稿）\n》的说明") == [
        "关于《中华人民共和国门铃安静使用管理条例（征求意见稿）》的说明"
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于修改《门铃办法》的决定（征求意见稿）公开征求意见的通知", "关于修改《门铃办法》的决定（征求意见稿）"),
        (
            "关于《关于修改〈门铃办法〉的决定（征求意见稿）》公开征求意见的通知",
            "关于修改〈门铃办法〉的决定（征求意见稿）",
        ),
    ],
)
def test_a_decision_to_amend_stands_below_its_notice(title: str, name: str):
    decision = "<p>一、将第三条修改为：“第三条　门铃应当安静。”</p><p>二、本决定自2027年1月1日起施行。</p>"
    body = (
        "<p>现公开征求意见，请于2026年12月1日前将意见发送至a@cac.gov.cn。</p><p>国家互联网信息办公室</p><p>2026年11月1日</p>"
        f"<p>关于修改《门铃办法》的决定</p><p>（征求意见稿）</p>{decision}"
    )
    text = f'<html><body><h1 class="title">{title}</h1><div id="BodyLabel">{body}</div></body></html>'
    parsed = document_of(parse_page(text, "/2026-11/01/c_123456.htm"), date(2026, 11, 2))
    assert parsed.document.title == {"zh": name}
    notice, draft = parsed.versions[0].provisions
    assert (notice.eid, draft.eid) == ("notice", "body")
    assert notice.text.endswith("2026年11月1日")
    assert "将第三条修改为" in draft.text
    assert parsed.document.effective is None
