"""Deadlines in notices: what is stated, structured and computed; what is none; how they are reconciled."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.parse.deadlines import Basis, DatedClaim, consultation_of, find_deadlines, structured_claim

EASTERN = ZoneInfo("America/New_York")
PUBLISHED = date(2024, 1, 2)
SAMPLE = Path("/work/shared/samples/federal_register_api/documents_page_subset16.json")


def stated(text: str, lang: str = "en", **more) -> list[date | datetime]:
    return [
        claim.closes for claim in find_deadlines(text, lang, **more) if claim.basis is Basis.STATED and not claim.about
    ]


ENGLISH = [
    ("Comments must be received on or before February 1, 2024.", [date(2024, 2, 1)]),
    ("DATES: The FAA must receive comments on this proposed AD by March 28, 2024.", [date(2024, 3, 28)]),
    ("Comments must be received\nby March 28,\n2024.", [date(2024, 3, 28)]),
    ("Comments are due: March 2, 2016. Reply comments are due: March 17, 2016.", [date(2016, 3, 2)]),
    ("Submit comments on or before June 30, 2016, and replies on or before July 15, 2016.", [date(2016, 6, 30)]),
    ("Comments are due March 1, 2024; reply comments are due April 1, 2024.", [date(2024, 3, 1)]),
    ("Written comments and requests for a public hearing must be received by March 15, 2024.", [date(2024, 3, 15)]),
    (
        "The comment deadline for the rule published November 9, 2023 (88 FR 77420), is extended from January 8, 2024, to "
        "February 7, 2024.",
        [date(2024, 2, 7)],
    ),
    ("The comment period, scheduled to close on January 3, 2024, is extended until January 10, 2024.", [date(2024, 1, 10)]),
    ("This rule is effective March 18, 2024 unless we receive adverse comment by February 20, 2024.", [date(2024, 2, 20)]),
    ("The hearing is on January 3, 2024. Comments must be received by January 9, 2024.", [date(2024, 1, 9)]),
    ("They must be received by March 1, 2024.", []),
    ("We invite comments. They must be received by March 1, 2024.", [date(2024, 3, 1)]),
    ("Comments must be sent by 11:59 p.m. ET on March 1, 2024.", [datetime(2024, 3, 1, 23, 59, tzinfo=EASTERN)]),
    ("Comments must be sent by March 1, 2024, at 5:00 p.m. EST.", [datetime(2024, 3, 1, 17, tzinfo=EASTERN)]),
    ("This consultation closes at 5pm on 4 March 2024", [datetime(2024, 3, 4, 17)]),
    ("This consultation closes at 11:59pm on 4 March 2024", [date(2024, 3, 4)]),
    ("This consultation ran from 9:30am on 3 January 2024 to 11:59pm on 4 March 2024", [date(2024, 3, 4)]),
    ("Closing date: 4 March 2024", [date(2024, 3, 4)]),
    ("Comments must be received on or before [INSERT DATE 60 DAYS AFTER DATE OF PUBLICATION].", []),
    ("Comments must be received by [insert date]. The rule of March 1, 2023 stays.", []),
    ("Comments must be received by 31 February 2024.", []),
    ("Comments received after publication on March 1, 2023 are in the docket.", []),
    ("The IRS must receive speakers' outlines by January 18, 2024.", []),
    ("Applications must be submitted no later than 11:59 p.m. Eastern Time April 1, 2024.", []),
    ("This rule is effective January 17, 2024.", []),
]  # fmt: skip

CHINESE = [
    ("意见反馈截止时间为2023年9月7日。", [date(2023, 9, 7)]),
    ("意见反馈截止日期为２０２３年９月７日。", [date(2023, 9, 7)]),
    ("意见反馈截止时间为二〇二三年九月七日。", [date(2023, 9, 7)]),
    ("请于2023年9月7日前将意见反馈至我办。", [date(2023, 9, 7)]),
    ("请于2023年9月7日（星期四）17:00前将意见反馈至我办。", [datetime(2023, 9, 7, 17)]),
    ("公众可在2024年1月31日24时前提出意见。", [date(2024, 1, 31)]),
    ("征求意见时间为2023年8月8日至2023年9月7日。", [date(2023, 9, 7)]),
    ("征求意见时间为2023年8月8日至9月7日。", [date(2023, 9, 7)]),
    ("一、征求意见的时间\n2023年3月6日至2023年4月5日。", [date(2023, 4, 5)]),
    ("公众提出意见的起止时间\n自发布之日起10个工作日内，即2023年8月24日~2023年9月6日。", [date(2023, 9, 6)]),
    ("反馈意见日期为2024年9月12日-2024年10月12日", [date(2024, 10, 12)]),
    ("本办法自　年　月　日起施行。现公开征求意见。", []),
    ("请于　年　月　日前反馈意见。", []),
    ("请于2023年　月　日前反馈意见。", []),
    ("本规定自2024年1月1日起施行，征求意见稿如下。", []),
    ("2023年8月8日，国家互联网信息办公室公开征求意见。", []),
    ("根据2021年8月20日通过的法律征求意见。", []),
]


@pytest.mark.parametrize(("text", "closes"), ENGLISH)
def test_english(text: str, closes: list[date]):
    assert stated(text) == closes


@pytest.mark.parametrize(("text", "closes"), CHINESE)
def test_chinese(text: str, closes: list[date]):
    assert stated(text, "zh") == closes


@pytest.mark.parametrize("text", [text for text, _ in (*ENGLISH, *CHINESE)])
def test_quotes_are_exact(text: str):
    around = f"Some words before.\n\n{text}\n\nSome words after."
    for claim in find_deadlines(around, "zh" if "意" in text else "en", published=PUBLISHED):
        assert claim.quote in around
        assert "Some words" not in claim.quote


def test_the_quote_is_the_sentence():
    text = "前言。\n意见反馈截止时间为２０２３年９月７日。\n附件"
    assert [claim.quote for claim in find_deadlines(text)] == ["意见反馈截止时间为２０２３年９月７日。"]


def test_days_without_a_year_lie_after_publication():
    assert stated("请于1月15日前反馈意见。", "zh", published=date(2023, 12, 20)) == [date(2024, 1, 15)]
    assert stated("请于1月15日前反馈意见。", "zh") == []


@pytest.mark.parametrize(
    ("text", "lang", "closes"),
    [
        ("Comments must be received within 60 days after publication in the Federal Register.", "en", date(2024, 3, 2)),
        ("Comments are due within thirty (30) days of publication.", "en", date(2024, 2, 1)),
        ("请自公告发布之日起30日内提出意见。", "zh", date(2024, 2, 1)),
        ("请自本公告发布之日起一个月内反馈意见。", "zh", date(2024, 2, 2)),
    ],
)
def test_periods_are_computed_and_never_stated(text: str, lang: str, closes: date):
    (claim,) = find_deadlines(text, lang, published=PUBLISHED)
    assert (claim.basis, claim.closes, claim.quote) == (Basis.COMPUTED, closes, text)
    assert find_deadlines(text, lang) == ()


def test_periods_of_working_days_are_not_guessed():
    assert find_deadlines("请自公告发布之日起10个工作日内提出意见。", "zh", published=PUBLISHED) == ()


def test_recorded_dates_agree_with_the_structured_field():
    for item in json.loads(SAMPLE.read_text())["results"]:
        field = item["comments_close_on"]
        found = stated(item["dates"] or "")
        assert found == ([date.fromisoformat(field)] if field else []) or item["document_number"] == "2024-00538"


@pytest.mark.parametrize(
    ("value", "closes"),
    [
        ("2024-02-01", date(2024, 2, 1)),
        ("2024-02-02T04:59:59Z", date(2024, 2, 1)),
        ("2023-08-02T03:59:59Z", date(2023, 8, 1)),
        ("2024-02-02T18:00:00Z", datetime(2024, 2, 2, 13, tzinfo=EASTERN)),
        ("2024/01/05 23:59:59", date(2024, 1, 5)),
        (1694015999000, datetime(2023, 9, 6, 11, 59, 59, tzinfo=EASTERN)),
        (date(2024, 2, 1), date(2024, 2, 1)),
        ("2216-02-16T23:59:00+00:00", None),
        ("", None),
        (None, None),
        ("to be announced", None),
        (True, None),
        ({}, None),
    ],
)
def test_structured_fields(value: object, closes: date | None):
    claim = structured_claim("field", value, "America/New_York")
    assert (claim.closes if claim else None) == closes


def both(closes: date, copy: date) -> list[DatedClaim | None]:
    return [
        DatedClaim(Basis.STATED, closes, "Comments are due then."),
        structured_claim("comments_close_on", closes, "America/New_York"),
        structured_claim("comment_end_date", copy, "America/New_York", copied=True),
    ]


def test_the_copy_that_is_a_day_late_is_no_conflict():
    found = consultation_of(both(date(2024, 2, 1), date(2024, 2, 2)), timezone="America/New_York", evidence="notice")
    assert found
    assert (found.closes, found.conflicts, found.evidence) == (date(2024, 2, 1), (), "notice")
    assert [item.basis for item in found.dates] == ["stated", "structured", "structured"]


def test_any_other_copy_is_a_conflict():
    found = consultation_of(both(date(2024, 2, 1), date(2024, 2, 12)), timezone="America/New_York")
    assert found
    assert found.closes == date(2024, 2, 1)
    assert "2024-02-12" in found.conflicts[0]


def test_a_copy_alone_closes_nothing_and_says_so():
    copy = structured_claim("comment_end_date", "2024-02-02", "America/New_York", copied=True)
    found = consultation_of([copy], timezone="America/New_York")
    assert found
    assert found.closes is None
    assert "2024-02-01" in found.conflicts[0]


def test_stated_beats_structured_and_the_conflict_is_told():
    claims = [
        DatedClaim(Basis.STATED, date(2024, 2, 1), "Comments are due February 1, 2024."),
        structured_claim("comments_close_on", "2024-02-08", "America/New_York"),
    ]
    found = consultation_of(claims, timezone="America/New_York", evidence="notice")
    assert found
    assert (found.closes, found.stated_as) == (date(2024, 2, 1), "Comments are due February 1, 2024.")
    assert "comments_close_on" in found.conflicts[0]
    assert "2024-02-08" in found.conflicts[0]


def test_of_two_stated_days_the_structured_one_is_chosen():
    claims = [
        DatedClaim(Basis.STATED, date(2024, 2, 1), "one"),
        DatedClaim(Basis.STATED, date(2024, 3, 1), "other"),
        structured_claim("field", "2024-03-01", "UTC"),
    ]
    found = consultation_of(claims, timezone="UTC")
    assert found
    assert found.closes == date(2024, 3, 1)
    assert len(found.conflicts) == 1


def test_a_computed_day_counts_only_alone():
    computed = DatedClaim(Basis.COMPUTED, date(2024, 3, 2), "within 60 days")
    alone = consultation_of([computed], timezone="UTC", evidence="notice")
    beside = consultation_of([computed, structured_claim("field", "2024-03-04", "UTC")], timezone="UTC")
    assert alone
    assert beside
    assert (alone.closes, alone.stated_as, alone.evidence) == (date(2024, 3, 2), "", "")
    assert (beside.closes, beside.conflicts) == (date(2024, 3, 4), ())


def test_dates_before_the_period_are_of_another_one():
    claims = [DatedClaim(Basis.STATED, date(2019, 2, 1), "old"), DatedClaim(Basis.STATED, date(2024, 2, 1), "new")]
    found = consultation_of(claims, timezone="UTC", opens=PUBLISHED)
    assert found
    assert (found.closes, found.conflicts) == (date(2024, 2, 1), ())


def test_nothing_is_no_consultation():
    assert consultation_of([None], timezone="UTC") is None


def test_a_stamp_of_the_same_day_elsewhere_is_no_conflict():
    claims = [
        DatedClaim(Basis.STATED, date(2024, 2, 1), "stated"),
        DatedClaim(Basis.STRUCTURED, datetime(2024, 2, 2, 4, 59, tzinfo=UTC), "stamp"),
    ]
    found = consultation_of(claims, timezone="America/New_York")
    assert found
    assert found.conflicts == ()


@settings(max_examples=300, deadline=2000)
@given(
    st.text(alphabet="comments by 0123456789年月日前意见反馈至,.;:()[]\n MarchJanuary–p.m.", max_size=400),
    st.sampled_from(["en", "zh", None]),
)
def test_any_text_is_read_without_trouble(text: str, lang: str | None):
    for claim in find_deadlines(text, lang, published=PUBLISHED):
        assert claim.quote in text


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.none(), st.dates(), st.datetimes()))
def test_any_field_is_read_without_trouble(value: object):
    structured_claim("field", value, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("征求意见期限为30日。", date(2024, 1, 31)),
        ("公开征求意见的期限为三十日。", date(2024, 1, 31)),
        ("现公开征求意见，为期一个月。", date(2024, 2, 1)),
        ("自2024年1月10日起30日内提出意见。", date(2024, 2, 9)),
    ],
)
def test_chinese_periods_are_counted(text: str, closes: date):
    (claim,) = find_deadlines(text, "zh", published=PUBLISHED)
    assert (claim.basis, claim.closes, claim.quote) == (Basis.COMPUTED, closes, text)


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("公示时间：2024年1月4日—2024年2月4日\n如有不同意见，请反馈。", [date(2024, 2, 4)]),
        ("公开征求意见时间：即日起至2024年2月7日。", [date(2024, 2, 7)]),
        ("请于2024年2月7日（星期三）下班前反馈意见。", [date(2024, 2, 7)]),
        ("公开征求意见时间从2024年1月8日起，至2024年2月7日结束。", [date(2024, 2, 7)]),
        ("原定2024年2月7日截止，现延长至2024年2月20日，公开征求意见。", [date(2024, 2, 20)]),
        ("开始时间：2024-01-08 截止时间：2024-02-07 征集意见", [date(2024, 2, 7)]),
        ("公开征求意见时间为30天，即2024年1月8日至2024年2月6日。", [date(2024, 2, 6)]),
        ("截至2024年2月7日，共收到意见一百条。", []),
    ],
)
def test_more_chinese_wordings(text: str, closes: list[date]):
    assert [claim.closes for claim in find_deadlines(text, "zh", published=PUBLISHED)] == closes


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("You have until 17:00 on Friday 3 July 2026 to respond.", [datetime(2026, 7, 3, 17)]),
        ("You have until 3 July 2026 to send us your views.", [date(2026, 7, 3)]),
        ("You have until 3 July 2026 to pay.", []),
        ("Responses received after 3 July 2026 may not be considered.", [date(2026, 7, 3)]),
        ("The survey closes on 3 July 2026.", [date(2026, 7, 3)]),
        ("Please respond by 1700 on 12 January 2027.", [datetime(2027, 1, 12, 17)]),
        ("Please respond by 0900 hours on 12 January 2027.", [datetime(2027, 1, 12, 9)]),
        ("The consultation closes at midnight on 12 January 2027.", [date(2027, 1, 12)]),
        ("We will publish a response to this consultation by 1 October 2026.", []),
        ("The government response will be published by 30 September 2026.", []),
        ("We aim to publish a summary of responses to the consultation before 30 September 2026.", []),
        ("We will answer within 12 weeks of the consultation closing on 3 July 2026.", [date(2026, 7, 3)]),
        (
            "The government intends to respond within 12 weeks of the consultation closing on 3 July 2026.",
            [date(2026, 7, 3)],
        ),
    ],
)
def test_british_wordings(text: str, closes: list[date | datetime]):
    assert stated(text) == closes


def test_the_closing_period_for_their_receipt():
    text = (
        "Public comment is invited from interested parties. Submissions shall be addressed to the Lantern Board at the address "
        "below. The closing period for their receipt is June 16, 2031. Rebuttal comments in response to material submitted during "
        "the foregoing period may be submitted during the subsequent 15-day period to July 1, 2031."
    )
    claims = find_deadlines(text, "en", published=date(2031, 4, 15))
    assert [(claim.closes, claim.about) for claim in claims] == [
        (date(2031, 6, 16), ""),
        (date(2031, 7, 1), "reply comments"),
    ]
    assert claims[0].quote == "The closing period for their receipt is June 16, 2031."


def test_sentences_without_a_space_between_them():
    """The Federal Register's API joins the paragraphs under DATES without one."""
    text = "The comment period is extended to January 31, 2032.Written comments must be received on or before January 31, 2032."
    [claim] = find_deadlines(text, "en")
    assert claim.quote == "The comment period is extended to January 31, 2032."
