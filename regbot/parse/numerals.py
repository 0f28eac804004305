"""Numerals of legal texts: Arabic (half and full width), Chinese, Roman, letters.

Parsing answers None for whatever is no numeral.
"""

from __future__ import annotations

import re
import string
from functools import cache

CHINESE_MAX = 10_000
ROMAN_MAX = 3_999

# Bodies of regular-expression character classes: what a numeral may be written in.
ARABIC = "0-9０-９"
CHINESE = "〇零一二三四五六七八九十百千万萬两兩廿卅"

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", string.digits)
_SIGNS = "零一二三四五六七八九"
_UNITS = {"千": 1000, "百": 100, "十": 10}
_VARIANTS = str.maketrans({"〇": "零", "两": "二", "兩": "二", "萬": "万", "廿": "二十", "卅": "三十"})
_CHINESE_LENGTH = 8
_ROMAN = (
    ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40),
    ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1),
)  # fmt: skip
_ROMAN_FORM = re.compile("M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", re.IGNORECASE)
_ALPHABET = 26
_CIRCLED_ONE = ord("①")
_CIRCLED_MAX = 20


def half_width(text: str) -> str:
    """`text` with full-width digits as ASCII digits; every other character, and the length, stays."""
    return text.translate(_FULL_WIDTH)


def parse_arabic(text: str) -> int | None:
    """The value of "12" or "１２", of at most nine digits."""
    digits = half_width(text)
    return int(digits) if 0 < len(digits) <= 9 and digits.isascii() and digits.isdigit() else None


def parse_chinese(text: str) -> int | None:
    """The value, 0 to 10,000, of a Chinese numeral: "三十四", "一百零一", digit by digit "一〇一", short "廿五".

    A zero must stand where a unit is skipped: "一百一" is no numeral, as it may mean 101 or 110.
    """
    if len(text) > _CHINESE_LENGTH:
        return None
    plain = text.translate(_VARIANTS)
    if plain and all(sign in _SIGNS for sign in plain):
        value = int("".join(str(_SIGNS.index(sign)) for sign in plain))
        return value if value <= CHINESE_MAX else None
    return _canonical().get(plain.removeprefix("一") if plain.startswith("一十") else plain)


@cache
def _canonical() -> dict[str, int]:
    return {format_chinese(value): value for value in range(CHINESE_MAX + 1)}


def format_chinese(value: int) -> str:
    """`value`, 0 to 10,000, as legal texts write it: 十二, 一百零一, 一千零三十四.

    Raises ValueError outside that range.
    """
    if not 0 <= value <= CHINESE_MAX:
        raise ValueError(f"{value} is not between 0 and {CHINESE_MAX}")
    if value == CHINESE_MAX:
        return "一万"
    written, skipped = "", False
    for sign, unit in (*_UNITS.items(), ("", 1)):
        digit = value // unit % 10
        if digit:
            written += ("零" if skipped and written else "") + _SIGNS[digit] + sign
        skipped = not digit
    return written.removeprefix("一") if 10 <= value < 20 else written or "零"


def parse_roman(text: str) -> int | None:
    """The value, 1 to 3,999, of a Roman numeral in canonical form, in capitals or small letters but not mixed."""
    if not text or not _ROMAN_FORM.fullmatch(text) or text not in (text.upper(), text.lower()):
        return None
    values = [dict(_ROMAN)[sign] for sign in text.upper()]
    return sum(-here if here < after else here for here, after in zip(values, [*values[1:], 0], strict=True))


def format_roman(value: int) -> str:
    """`value`, 1 to 3,999, as a Roman numeral in capitals. Raises ValueError outside that range."""
    if not 1 <= value <= ROMAN_MAX:
        raise ValueError(f"{value} is not between 1 and {ROMAN_MAX}")
    written = ""
    for sign, unit in _ROMAN:
        count, value = divmod(value, unit)
        written += sign * count
    return written


def parse_letters(text: str) -> int | None:
    """The place in the row a, b … z, aa, ab …, from 1; at most three ASCII letters, capitals or small but not mixed."""
    if not (0 < len(text) <= 3 and text.isascii() and text.isalpha() and text in (text.upper(), text.lower())):
        return None
    value = 0
    for letter in text.lower():
        value = value * _ALPHABET + string.ascii_lowercase.index(letter) + 1
    return value


def format_letters(value: int) -> str:
    """The small letters at place `value`, from 1, of the row a, b … z, aa, ab …. Raises ValueError below 1."""
    if value < 1:
        raise ValueError(f"{value} is not positive")
    written = ""
    while value:
        value, place = divmod(value - 1, _ALPHABET)
        written = string.ascii_lowercase[place] + written
    return written


def parse_circled(text: str) -> int | None:
    """The value, 1 to 20, of ① to ⑳."""
    value = ord(text) - _CIRCLED_ONE + 1 if len(text) == 1 else 0
    return value if 1 <= value <= _CIRCLED_MAX else None


def parse_number(text: str) -> int | None:
    """The value of an Arabic or a Chinese numeral, inner spaces disregarded ("第 十 二 条")."""
    packed = "".join(text.split())
    arabic = parse_arabic(packed)
    return parse_chinese(packed) if arabic is None else arabic
