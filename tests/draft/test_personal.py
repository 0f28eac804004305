"""C17: personal data found, masked, taken out; and what only looks like it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.draft.checks.finding import Level
from regbot.draft.checks.identifiers import ID_SIGNS, ID_WEIGHTS, hits, is_card, is_iban, is_id_card
from regbot.draft.checks.personal import redacted
from regbot.draft.comment import Sender
from regbot.errors import DraftError
from tests.draft.checking import facts, found, said, with_point

ID_CARD = "11010519491231002X"
"""The worked example of GB 11643."""


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("Write to ada.roe+x@mail.example.org today.", "e-mail address", "ada.roe+x@mail.example.org"),
        ("我的邮箱是zhang@example.com，谢谢", "e-mail address", "zhang@example.com"),
        ("我的电话13812345678。", "phone number", "13812345678"),
        ("手机号：138-1234-5678", "phone number", "138-1234-5678"),
        ("Call +86 138 1234 5678 now", "phone number", "+86 138 1234 5678"),
        ("电话010-62345678", "phone number", "010-62345678"),
        ("call me at (202) 555-0123.", "phone number", "(202) 555-0123"),
        ("Phone No. 202-555-0123", "phone number", "202-555-0123"),
        ("+1 202 555 0123", "phone number", "+1 202 555 0123"),
        ("ring 020 7946 0958", "phone number", "020 7946 0958"),
        ("mobile 07700 900123", "phone number", "07700 900123"),
        ("Tel. +49 30 901820", "phone number", "+49 30 901820"),
        ("+33 1 23 45 67 89", "phone number", "+33 1 23 45 67 89"),
        (f"身份证{ID_CARD}号", "ID-card number", ID_CARD),
        ("card 4111 1111 1111 1111 was", "bank card number", "4111 1111 1111 1111"),
        ("卡号6222021234567890123", "", ""),
        ("card 5500005555555559,", "bank card number", "5500005555555559"),
        ("amex 3782 822463 10005", "bank card number", "3782 822463 10005"),
        ("IBAN DE89 3704 0044 0532 0130 00.", "bank account (IBAN)", "DE89 3704 0044 0532 0130 00"),
        ("to GB82WEST12345698765432", "bank account (IBAN)", "GB82WEST12345698765432"),
        ("SSN 123-45-6789", "social security number", "123-45-6789"),
        (
            "I live at 12 Elm Grove Road, Springfield, IL 62704",
            "street address",
            "12 Elm Grove Road, Springfield, IL 62704",
        ),
        ("at Flat 3, 7 Old Mill Lane", "street address", "Flat 3, 7 Old Mill Lane"),
        ("post to EX4 4QJ please", "street address", "EX4 4QJ"),
        ("我住在和平路88号3单元502室", "street address", "和平路88号3单元502室"),
        ("I was diagnosed with something rare. It is law.", "health", "I was diagnosed with something rare."),
        ("I have diabetes.", "health", "I have diabetes."),
        ("It hurts my disability.", "health", "It hurts my disability."),
        ("Because my wife has asthma.", "health", "Because my wife has asthma."),
        ("我患有糖尿病。其他", "health", "我患有糖尿病。"),
        ("My son Tim is filmed.", "a child", "My son Tim is filmed."),
        ("My younger daughter is 7 and is scanned.", "a child", "My younger daughter is 7 and is scanned."),
        ("我女儿今年八岁，上小学。", "a child", "我女儿今年八岁，上小学。"),
    ],
)
def test_personal_data_is_found(text, kind, part):
    got = [(hit.kind, text[hit.start : hit.end]) for hit in hits(text)]
    if not kind:
        assert got == []
    else:
        assert [name for name, _ in got] == [kind]
        assert part in got[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "Docket EPA-HQ-OAR-2021-0317 and RIN 2060-AU37, 86 FR 36075",
        "Docket No. 2023-28384, FDA-2023-N-0119, File No. S7-10-22",
        "COM(2021) 206, 2021/0106(COD), (EU) 2016/679, CELEX 32016R0679",
        "On 2023-09-07, 20230907, 7 September 2023, 2023年9月7日 10:30:15",
        "国信办通字〔2023〕12号, 公告第 20230808 号",
        "between 1,000,000 and 25,000,000 people, 3.14159265358979, 10 000 000",
        "ISBN 978-3-16-148410-0, DOI 10.1000/182",
        "https://www.regulations.gov/document/EPA-2023-0001-13812345678 and https://example.org/4111111111111111",
        "110105194912310021 is no ID number, 4111 1111 1111 1112 no card, DE89 3704 0044 0532 0130 01 no account",
        "the 2019 Supreme Court ruling and 5 The Court decided",
        "Article 5 of Directive 95/46/EC, § 164.512, 45 CFR 164.512",
        "My comment is about disabled access, and people with diabetes deserve it.",
        "I have read that cancer patients are scanned. Our children deserve Article 5.",
        "My child should not be covered by Article 5.",
        "我们认为未成年人应当受到保护，残疾人也应当受到保护。",
        "第十五条规定应当在30日内备案。",
        "1234567 123 4567 2021-2022 100-200",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert [(hit.kind, text[hit.start : hit.end]) for hit in hits(text)] == []


@given(
    st.builds("{}{:%Y%m%d}{:03}".format, st.integers(110000, 659999), st.dates(date(1930, 1, 1)), st.integers(0, 999))
)
def test_of_all_check_signs_one_is_right(start):
    right = ID_SIGNS[sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, start, strict=True)) % 11]
    assert [sign for sign in "0123456789X" if is_id_card(start + sign)] == [right]


@given(st.integers(10**14, 10**15 - 1))
def test_luhn_finds_every_single_wrong_digit(number):
    digits = f"{number}"
    card = next(f"4{digits}{check}"[-16:] for check in range(10) if is_card(f"4{digits}{check}"[-16:]) or check == 9)
    if is_card(card):
        wrong = card[:5] + str((int(card[5]) + 1) % 10) + card[6:]
        assert not is_card(wrong)


def test_checks_of_numbers():
    assert is_id_card(ID_CARD)
    assert is_id_card(ID_CARD.lower())
    assert not is_id_card("110105194913310021")
    assert not is_card("0000000000000000")
    assert is_iban("FR1420041010050500013M02606")
    assert not is_iban("FR1420041010050500013M02607")


def test_each_hit_is_shown_masked_with_its_place():
    comment = with_point(said(), reason="Because ada@example.com pays with 4111 1111 1111 1111.")
    findings = found("C17", comment)
    assert [item.level for item in findings] == [Level.WARN] * 2
    told = " ".join(item.message for item in findings)
    assert "a…@example.com" in told
    assert "4111" not in told
    assert all(item.removable and item.where == "point-1.reason" for item in findings)


def test_one_finding_can_be_taken_out_by_itself():
    comment = with_point(said(), reason="Because ada@example.com pays, or bob@example.com .")
    first = found("C17", comment)[0]
    assert redacted(comment, first).points[0].reason == "Because pays, or bob@example.com ."
    assert not found(
        "C17", with_point(comment, reason=redacted(comment, first).points[0].reason.replace("bob@example.com", ""))
    )


def test_evidence_that_is_nothing_else_goes_whole():
    comment = with_point(said(), evidence=("13812345678", "a study"))
    (finding,) = found("C17", comment)
    assert redacted(comment, finding).points[0].evidence == ("a study",)


def test_nothing_is_taken_out_that_is_not_there_or_not_removable():
    comment = with_point(said(), reason="Because ada@example.com pays.")
    (finding,) = found("C17", comment)
    with pytest.raises(DraftError):
        redacted(with_point(comment, reason="Because"), finding)
    with pytest.raises(DraftError):
        redacted(comment, replace(finding, removable=False))


def test_what_the_notice_says_itself_is_not_personal():
    comment = with_point(
        said(), reason="Because rules@example.gov answers, and 北京市海淀区阜成路15号 is far: (202) 555-0100."
    )
    public = "Write to rules@example.gov, 北京市海淀区阜成路15号, call 202-555-0100."
    assert not found("C17", comment, facts(comment, public=public))
    assert len(found("C17", comment, facts(comment, public=""))) == 3


def test_name_and_contact_are_the_persons_to_give():
    comment = said(contact="ada@example.com")
    (finding,) = found("C17", comment)
    assert finding.level is Level.NOTE
    assert redacted(comment, finding).contact == ""
    assert not found("C17", replace(comment, sender=Sender.ANONYMOUS))


def test_a_quote_of_the_provision_is_never_touched():
    assert not found("C17", with_point(said(), quote="Write to ada@example.com."))


@pytest.mark.parametrize("part", ["市", "区路", "1", "+1 ", "A ", "12 Aa ", "my a ", "我", "1a@", "AB12", "4111 "])
def test_no_text_takes_long(part):
    start = time.perf_counter()
    hits(part * (20_000 // len(part)) + " 1")
    assert time.perf_counter() - start < 3


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text):
    for hit in hits(text):
        assert 0 <= hit.start < hit.end <= len(text)
