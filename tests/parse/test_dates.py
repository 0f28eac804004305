"""Days named in a question or a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.ask.phrases import day_of
from regbot.parse.dates import MONTHS, find_dates

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in force on 1 July 2025", [date(2025, 7, 1)]),
        ("on the 1st of July 2025", [date(2025, 7, 1)]),
        ("on July 1, 2025", [date(2025, 7, 1)]),
        ("on July 1st 2025", [date(2025, 7, 1)]),
        ("on Sept. 7, 2023", [date(2023, 9, 7)]),
        ("on 2025-07-01", [date(2025, 7, 1)]),
        ("on 2025-7-1", [date(2025, 7, 1)]),
        ("in March 2017", [date(2017, 3, 1)]),
        ("in 2022", [date(2022, 12, 31)]),
        ("2025年7月1日", [date(2025, 7, 1)]),
        ("2025 年 7 月 1 号", [date(2025, 7, 1)]),
        ("2025年7月", [date(2025, 7, 1)]),
        ("2022年", [date(2022, 12, 31)]),
        ("from 8 August 2023 to 7 September 2023", [date(2023, 8, 8), date(2023, 9, 7)]),
        ("2021-08-20 and 2021年11月1日", [date(2021, 8, 20), date(2021, 11, 1)]),
        ("29 February 2024", [date(2024, 2, 29)]),
        ("no day at all", []),
        ("on Monday", []),
        ("Article 2025a", []),
        ("10,000 people", []),
        ("on 7 September", []),
        ("", []),
    ],
)
def test_days_in_a_text(text, expected):
    assert find_dates(text) == expected


@pytest.mark.parametrize(
    "text", ["31 February 2024", "February 30, 2024", "2023-13-01", "2025年2月30日", "2025年13月", "0000年"]
)
def test_a_day_that_no_calendar_has_is_left_out(text):
    assert find_dates(text) == []


@given(DAYS)
def test_a_day_written_any_way_is_found(day):
    name = MONTHS[day.month - 1].capitalize()
    for written in (
        day.isoformat(),
        day_of(day, "en"),
        day_of(day, "zh"),
        f"{name} {day.day}, {day.year}",
        f"the {day.day}th of {name}. {day.year}",
    ):
        assert find_dates(f"in force on {written}?") == [day], written


@given(st.lists(DAYS, max_size=4))
def test_days_come_in_the_order_of_the_text(days):
    assert find_dates("; ".join(map(date.isoformat, days))) == days


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"\d{0,6}[年/\-. ]\d{0,4}[月/\-. ]?\d{0,3}[日号]?"),
        st.text("0123456789年月日-. mayMAY"),
    )
)
def test_no_text_is_too_odd(text):
    assert all(isinstance(day, date) for day in find_dates(text))
