from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.compare.figure_changes import figure_changes
from regbot.compare.figures import amount, figures


def told(text: str) -> list[tuple[str, float | str, str]]:
    return [(item.kind.value, item.value, item.unit) for item in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stores more than 10,000 people", ("count", 10_000, "person")),
        ("within 30 working days", ("period", 30, "working day")),
        ("within thirty days", ("period", 30, "day")),
        ("at least 3 years", ("period", 3, "year")),
        ("at prefecture-level city or above", ("level", "city", "")),
        ("at provincial level or above", ("level", "provincial", "")),
        ("up to RMB 50 million", ("money", 50_000_000, "RMB")),
        ("5% of turnover", ("percent", 5, "%")),
        ("on 1 June 2025", ("date", "2025-06-01", "")),
        ("under the age of 14", ("age", 14, "")),
        ("at least level 3", ("grade", 3, "")),
        ("存储超过1万人", ("count", 10_000, "person")),
        ("达到十万人", ("count", 100_000, "person")),
        ("三十个工作日内", ("period", 30, "working day")),
        ("至少保存三年", ("period", 3, "year")),
        ("三个月", ("period", 3, "month")),
        ("向省级以上网信部门", ("level", "provincial", "")),
        ("设区的市级以上", ("level", "city", "")),
        ("处一百万元以下罚款", ("money", 1_000_000, "RMB")),
        ("五千万元", ("money", 50_000_000, "RMB")),
        ("营业额百分之五", ("percent", 5, "%")),
        ("自2025年6月1日起", ("date", "2025-06-01", "")),
        ("不满十四周岁", ("age", 14, "")),
        ("第三级", ("grade", 3, "")),
    ],
)
def test_reads_a_figure(text: str, expected: tuple[str, float | str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "under Article 55",
        "Articles 12(1)",
        "Order No. 19",
        "第五十五条第二款",
        "（一）目的",
        "(2) the purpose",
        "GB/T 41819-2022",
        "一对一",
    ],
)
def test_a_reference_is_no_figure(text: str) -> None:
    assert told(text) == []


@given(st.text(alphabet="0123456789,.年月日万亿元人三十百个工作级周岁% abRMB\n第条（）", max_size=40))
def test_figures_stand_where_they_say(text: str) -> None:
    found = figures(text)
    assert all(text[item.start : item.end] == item.text for item in found)
    assert all(here.end <= there.start for here, there in pairwise(found))


@given(st.integers(1, 10**9))
def test_reads_grouped_digits(value: int) -> None:
    assert amount(f"{value:,}") == value


def changed(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (item.kind.value, item.old.figure.text if item.old else None, item.new.figure.text if item.new else None)
        for item in figure_changes(old, new)
    ]


def test_pairs_each_figure_with_what_it_became() -> None:
    filing, report, fine = (
        "Whoever stores {} people files within 30 days.",
        "The report is kept for {}.",
        "A fine is {}.",
    )
    old = " ".join([filing.format("10,000"), report.format("3 years"), fine.format("RMB 1 million")])
    new = " ".join([report.format("5 years"), filing.format("100,000"), fine.format("RMB 2 million")])
    assert changed(old, new) == [
        ("count", "10,000 people", "100,000 people"),
        ("period", "3 years", "5 years"),
        ("money", "RMB 1 million", "RMB 2 million"),
    ]


def test_pairs_chinese_figures_by_what_stands_around_them() -> None:
    old = "应当在15日内备案。整改期限为3个月。处一万元以下罚款。"
    new = "整改期限为6个月。应当在30日内备案。处十万元以下罚款。"
    assert changed(old, new) == [
        ("period", "15日", "30日"),
        ("period", "3个月", "6个月"),
        ("money", "一万元", "十万元"),
    ]


def test_the_same_figure_in_other_writing_is_no_change() -> None:
    assert changed("存储超过1万人的，三十个工作日内备案", "30个工作日内备案，存储超过10,000人") == []


def test_a_figure_without_partner_is_told_with_its_sentence() -> None:
    (change,) = figure_changes("Keep it.", "Keep it. The store is checked every 3 years.")
    assert change.old is None
    assert change.new
    assert change.new.sentence == "The store is checked every 3 years."
