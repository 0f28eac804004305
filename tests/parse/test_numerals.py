import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.parse.numerals import (
    format_chinese,
    format_letters,
    format_roman,
    half_width,
    parse_arabic,
    parse_chinese,
    parse_circled,
    parse_letters,
    parse_number,
    parse_roman,
)


def test_every_chinese_numeral_to_ten_thousand_comes_back():
    assert [parse_chinese(format_chinese(value)) for value in range(10_001)] == list(range(10_001))


@given(st.integers(1, 3_999))
def test_roman_numerals_come_back(value):
    assert parse_roman(format_roman(value)) == parse_roman(format_roman(value).lower()) == value


@given(st.integers(1, 18_000))
def test_letters_come_back(value):
    assert parse_letters(format_letters(value)) == value


@given(st.text(max_size=12))
def test_no_text_breaks_a_parser(text):
    for parse in (parse_arabic, parse_chinese, parse_roman, parse_letters, parse_circled, parse_number):
        assert parse(text) is None or parse(text) >= 0


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("一十二", 12),
        ("二十", 20),
        ("廿五", 25),
        ("卅", 30),
        ("两百", 200),
        ("一百零一", 101),
        ("一百〇一", 101),
        ("一百一十", 110),
        ("一百二十三", 123),
        ("一千零三十四", 1034),
        ("一千零一十", 1010),
        ("一万", 10_000),
        ("一萬", 10_000),
        ("二〇二三", 2023),
        ("〇", 0),
    ],
)
def test_chinese_numerals_as_legal_texts_write_them(written, value):
    assert parse_chinese(written) == value


@pytest.mark.parametrize(
    "written", ["", "百", "十十", "一百一", "百零一", "一百零十", "一千三十四", "二百零", "五条", "一" * 9]
)
def test_what_is_no_chinese_numeral(written):
    assert parse_chinese(written) is None


@pytest.mark.parametrize(("value", "written"), [(0, "零"), (10, "十"), (110, "一百一十"), (1_005, "一千零五")])
def test_chinese_numerals_are_written_as_legal_texts_do(value, written):
    assert format_chinese(value) == written


@pytest.mark.parametrize("format_", [format_chinese, format_roman, format_letters])
def test_numbers_out_of_range_are_refused(format_):
    with pytest.raises(ValueError, match="-1"):
        format_(-1)


def test_full_width_digits():
    assert parse_arabic("１２") == 12
    assert half_width("第１２条（a）") == "第12条（a）"


@pytest.mark.parametrize("written", ["", "1 2", "-1", "²", "٣", "1" * 10])
def test_what_is_no_arabic_number(written):
    assert parse_arabic(written) is None


@pytest.mark.parametrize("written", ["", "IIX", "IIII", "Iv", "A"])
def test_what_is_no_roman_numeral(written):
    assert parse_roman(written) is None


@pytest.mark.parametrize(("written", "value"), [("a", 1), ("Z", 26), ("aa", 27), ("aA", None), ("é", None), ("", None)])
def test_letters(written, value):
    assert parse_letters(written) == value


def test_circled_numbers():
    assert [parse_circled(sign) for sign in "①⑳㉑"] == [1, 20, None]


def test_a_number_may_have_spaces_inside():
    assert parse_number("十 二") == parse_number(" １２") == 12
