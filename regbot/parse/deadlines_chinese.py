"""Closing dates in Chinese notices: 意见反馈截止时间为…, 请于…前将意见反馈, 征求意见时间为…至…, 自公告之日起30日内."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, time, timedelta

from regbot.parse.claims import Basis, DatedClaim
from regbot.parse.moments import Day, at_time, find_days, find_time, find_zone
from regbot.parse.notice_sentences import sentence_spans
from regbot.parse.numerals import parse_number

LONGEST_SENTENCE, LONGEST_LABEL = 1_000, 40

_COMMENTS = re.compile(r"意见|反馈|建议|征集|征求|回复")
_LABEL = re.compile(r"(?:意见|反馈|征集|征求).{0,12}(?:时间|期限|日期|起止|截止)[^\d]*$")
_INVITES = re.compile(r"征求意见|公开征集|意见建议|反馈意见|意见反馈|提出意见|有(?:不同)?意见")
_PERIOD_LABEL = re.compile(r"截止|结束(?:时间|日期)|公示(?:时间|期)|为期|期限")
_WEEKDAY = r"(?:[（(][^）)]{0,8}[）)])?"
_CLOSES_AFTER = re.compile(
    rf"^\s*{_WEEKDAY}\s*(?:[上下]午)?\s*(?:(?:[01]?\d|2[0-4])\s*(?::|时|点)\s*(?:[0-5]\d)?分?(?:整)?)?\s*{_WEEKDAY}\s*"
    r"(?:下班)?(?:以?前|之前|止|截止(?!时间|日|[:：])|为止|结束)"
)
_CLOSES_BEFORE = re.compile(
    r"(?:截止(?:时间|日期|日|期限|至|到|于)?|截至|期限(?:截止)?(?:至|到|为)?|结束(?:时间|日期)?|日起至|(?:延长|延期|顺延|延)至)\s*[为是：:至到于]{0,3}\s*$"
)
_BETWEEN = re.compile(
    r"^[\s（(]*(?:星期.|周.)?[）)]?\s*(?:[01]?\d(?::\d\d|时))?\s*(?:起)?\s*[，,]?\s*(?:至|到|—|–|-|－|~|～){1,2}\s*$"
)
_IN_FORCE = re.compile(r"^\s*(?:起|开始)?\s*(?:施行|实施|执行|生效|起(?:施行|实施|执行|生效))")
_PAST = re.compile(r"^\s*(?:通过|公布|发布|修订|印发|颁布)")
_REPORTS = re.compile(r"^[，,\s]{0,3}[^，。；]{0,12}(?:收到|收集到|征集到)")
_EXTENDED = re.compile(r"(?:延长|延期|顺延|延)至")
_NUMBER = r"(?P<number>\d{1,3}|[一二三四五六七八九十百两]{1,4})\s*个?(?P<unit>工作日|自然日|日|天|周|月)"
_FROM_DAY = re.compile(rf"^\s*(?:起|开始)[^，。；\d]{{0,6}}?{_NUMBER}(?:以?内|之内)")
_TERM = re.compile(
    rf"(?:期限|为期|公示期|(?:意见|征集|征求|公示)的?(?:时间|期))\s*(?:共|约)?[为是：:]?\s*{_NUMBER}(?!\s*前)"
)
_PERIOD = re.compile(
    r"(?:自|从)?(?:本|该)?(?:公告|通知|公布|发布|公示|刊登|印发|本公告发布|公开征求意见)(?:发布|公布|刊登)?之?日(?:起|后)[^，。；]{0,6}?"
    rf"{_NUMBER}(?:以?内|之内)?"
)
_DAYS = {"日": 1, "天": 1, "自然日": 1, "周": 7}


def chinese_claims(text: str, plain: str, published: date | None) -> Iterator[DatedClaim]:
    """The claims of `text`; `plain` is the same text with plain digits and placeholders blanked."""
    inviting = _INVITES.search(plain) is not None
    labelled = False
    for start, end in sentence_spans(plain):
        sentence = plain[start:end]
        if end - start > LONGEST_SENTENCE:
            continue
        speaks = labelled or _COMMENTS.search(sentence) is not None
        labelled = len(sentence) <= LONGEST_LABEL and _LABEL.search(sentence) is not None
        if speaks or (inviting and _PERIOD_LABEL.search(sentence)):
            stated = list(_stated(sentence, text[start:end], published))
            yield from stated
            if published:
                yield from _computed(sentence, text[start:end], published, term=inviting and not stated)


def _stated(sentence: str, quote: str, published: date | None) -> Iterator[DatedClaim]:
    days = find_days(sentence, chinese=True, near=published)
    extended = _EXTENDED.search(sentence)
    for index, day in enumerate(days):
        before, after = sentence[: day.start], sentence[day.end :]
        if _IN_FORCE.search(after) or _PAST.search(after) or _REPORTS.search(after):
            continue
        if extended and day.end <= extended.start():
            continue
        if (counted := _FROM_DAY.search(after)) and (last := _counted(day.value, counted)):
            yield DatedClaim(Basis.COMPUTED, last, quote, opens=day.value)
            continue
        opens = _range_start(sentence, days, index)
        closes = _CLOSES_AFTER.search(after) or _CLOSES_BEFORE.search(before[-20:])
        if opens or (closes and not _begins_range(sentence, days, index)):
            moment = at_time(day.value, *_time(before[-20:], after))
            yield DatedClaim(Basis.STATED, moment, quote, opens=opens)


def _range_start(sentence: str, days: list[Day], index: int) -> date | None:
    """The first day of the period that ends on day `index`, if it ends one."""
    if not index or not _begins_range(sentence, days, index - 1):
        return None
    first, last = days[index - 1], days[index]
    return first.value if first.value <= last.value else None


def _begins_range(sentence: str, days: list[Day], index: int) -> bool:
    return index + 1 < len(days) and _BETWEEN.search(sentence[days[index].end : days[index + 1].start]) is not None


def _time(before: str, after: str) -> tuple[time | None, str]:
    near = after[:20]
    found = find_time(near)
    if found is None or not re.fullmatch(rf"\s*{_WEEKDAY}\s*(?:[上下]午)?\s*", near[: found[1]]):
        return None, ""
    moment = found[0]
    if "下午" in near[: found[1]] and moment.hour < 12:
        moment = moment.replace(hour=moment.hour + 12)
    return moment, find_zone(before + near)


def _computed(sentence: str, quote: str, published: date, *, term: bool) -> Iterator[DatedClaim]:
    """Days counted from publication: from words that say so, with `term` also from a bare 期限为30日.

    Such a term begins with the day of publication, as those of the National People's Congress do.
    """
    if match := _PERIOD.search(sentence):
        closes = _counted(published, match)
    else:
        match = _TERM.search(sentence) if term else None
        closes = _counted(published - timedelta(days=1), match) if match else None
    if closes:
        yield DatedClaim(Basis.COMPUTED, closes, quote)


def _counted(day: date, match: re.Match[str]) -> date | None:
    """The day as long after `day` as `match` says; None for working days, which need a calendar of holidays."""
    number, unit = parse_number(match["number"]), match["unit"]
    if not number or unit == "工作日":
        return None
    return _months_later(day, number) if unit == "月" else day + timedelta(days=number * _DAYS[unit])


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + min(months, 120), 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
