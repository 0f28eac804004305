"""What Chinese notices and orders say of themselves: days, issuers, kinds, and how to comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from regbot.model import Consultation, DocumentKind
from regbot.parse.channels import find_channels
from regbot.parse.deadlines import DatedClaim, consultation_of, find_deadlines
from regbot.sources.chinese_text import DATE_LINE

ZONE = "Asia/Shanghai"
LONGEST_NOTICE = 50_000

_DAY = r"(?P<year>[12]\d{3})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
_EFFECTIVE = re.compile(
    rf"[自从于]\s*{_DAY}\s*起\s*(?:正式)?(?:施行|实施|生效|执行)|{_DAY.replace('P<', 'P<own_')}\s*施行"
)
_AT_ONCE = re.compile(r"自(?:公布|发布|印发)之?日起(?:正式)?(?:施行|实施|生效|执行)")
_ADOPTED = re.compile(rf"{_DAY}[^。；]{{0,70}}?(?:通过|批准)")
_ANY_DAY = re.compile(_DAY)
_FROM = re.compile(
    r"(?!关于|公开)(?P<who>[^《》]{3,60}?)(?:等.{0,4}部门)?(?:联合)?(?:制定|修订|修改)?(?:关于|(?:就|公布|发布|印发)《)"
)
_SIGNED = re.compile(
    r"\n((?:[\u4e00-\u9fff]{2,30}(?:办公室|办公厅|部|局|署|委|委员会|总局|院|会)[、\s]*){1,8})\n+\s*[12]\d{3}\s*年[^\n]{2,12}日\s*(?:$|\n)"
)

ISSUERS = {
    "国家互联网信息办公室": "Cyberspace Administration of China (CAC)",
    "中央网络安全和信息化委员会办公室": "Office of the Central Cyberspace Affairs Commission",
    "全国人民代表大会": "National People's Congress",
    "全国人民代表大会常务委员会": "Standing Committee of the National People's Congress",
    "全国人大常委会": "Standing Committee of the National People's Congress",
    "全国人大常委会法制工作委员会": "Legislative Affairs Commission of the Standing Committee of the National People's Congress",
    "国务院": "State Council",
    "中华人民共和国国务院": "State Council",
    "国家监察委员会": "National Supervisory Commission",
    "最高人民法院": "Supreme People's Court",
    "最高人民检察院": "Supreme People's Procuratorate",
    "公安部": "Ministry of Public Security",
    "中华人民共和国公安部": "Ministry of Public Security",
    "工业和信息化部": "Ministry of Industry and Information Technology",
    "中华人民共和国工业和信息化部": "Ministry of Industry and Information Technology",
    "国家发展和改革委员会": "National Development and Reform Commission",
    "中华人民共和国国家发展和改革委员会": "National Development and Reform Commission",
    "国家市场监督管理总局": "State Administration for Market Regulation",
    "教育部": "Ministry of Education",
    "国家广播电视总局": "National Radio and Television Administration",
    "文化和旅游部": "Ministry of Culture and Tourism",
    "司法部": "Ministry of Justice",
}
"""English names of issuers, as they call themselves."""


def stated_dates(texts: Iterable[str], published: date | None) -> date | None:
    """The day from which an instrument applies, as the first of `texts` that says so; a blank day is none."""
    for text in texts:
        if match := _EFFECTIVE.search(text):
            named = {name.removeprefix("own_"): value for name, value in match.groupdict().items() if value}
            if day := _day(named):
                return day
        if _AT_ONCE.search(text) and published:
            return published
    return None


def adopted_on(text: str) -> date | None:
    """The day on which `text` says that the instrument was adopted."""
    match = _ADOPTED.search(text)
    return _day(match.groupdict()) if match else None


def day_in(text: str) -> date | None:
    """The first whole day that `text` names, as 2023年8月8日 or 2023-08-08."""
    match = _ANY_DAY.search(text) or re.search(
        r"(?P<year>[12]\d{3})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", text
    )
    return _day(match.groupdict()) if match else None


def signed_on(opening: str) -> date | None:
    """The day on the last line of an order or notice that is nothing but a day."""
    days = [line for line in opening.split("\n") if DATE_LINE.match(line.strip())]
    return day_in(days[-1]) if days else None


def consultation(
    notice: str,
    *,
    published: date | None,
    structured: Sequence[DatedClaim | None] = (),
    opens: date | None = None,
) -> Consultation | None:
    """What a notice says about commenting; every quote is an exact substring of it. None when it invites to nothing."""
    notice = notice[:LONGEST_NOTICE]
    stated = [
        claim for claim in find_deadlines(notice, "zh", published=published) if not published or _late(claim, published)
    ]
    channels = find_channels(notice, "zh")
    if not stated and not channels and not any(structured):
        return None
    found = consultation_of(
        [*stated, *structured],
        timezone=ZONE,
        evidence="notice",
        channels=channels,
    )
    if found is None:
        return None
    return replace(
        found,
        opens=found.opens or opens or published,
        evidence="notice" if notice and (found.stated_as or channels) else "",
    )


def issuer_of(title: str, text: str) -> str:
    """Who issues it: who stands before 关于 in the title, else who signs above the day; empty when neither says."""
    named, signed = _FROM.match(title), _SIGNED.search(text)
    return joined_issuers(named["who"] if named else signed[1] if signed else "")


def joined_issuers(names: str) -> str:
    """Issuers, as they stand one after the other, with 、 between them."""
    return "、".join(part for part in re.split(r"[、\s]+", names.strip()) if part)


def english_issuer(name: str) -> str:
    """The English names of one or more issuers; a name that is not known stays Chinese."""
    parts = [part for part in re.split(r"[、，,\s]+", name.strip()) if part]
    return ", ".join(ISSUERS.get(part, part) for part in parts)


def kind_of(title: str, nature: str = "") -> DocumentKind:
    """Whether a title, with a database's word for its nature, is a law, an interpretation or a rule."""
    if "解释" in nature or re.search(r"解释(?:[（(].*)?$", title) or re.match(r"最高人民(?:法院|检察院)", title):
        return DocumentKind.INTERPRETATION
    law = nature in ("法律", "宪法") or (not nature and re.match(r"中华人民共和国.*(?:法|法典)(?:[（(].*)?$", title))
    return DocumentKind.LAW if law else DocumentKind.RULE


def _day(named: dict[str, str | None]) -> date | None:
    try:
        return date(int(named["year"] or 0), int(named["month"] or 0), int(named["day"] or 0))
    except (KeyError, ValueError):
        return None


def _late(claim: DatedClaim, published: date) -> bool:
    closes = claim.closes
    return date(closes.year, closes.month, closes.day) >= published
