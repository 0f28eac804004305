"""What kind of thing a question asks for (a count, a sum, a name, …) and whether a sentence holds one."""

from __future__ import annotations

import re
from enum import StrEnum

from regbot.index.tokens import stem


class Expected(StrEnum):
    """The kind of thing that must stand in a text for it to answer."""

    COUNT = "count"
    MONEY = "money"
    DURATION = "duration"
    DATE = "date"
    PERCENT = "percent"
    NAME = "name"
    PHONE = "phone"
    CONTACT = "contact"


I = re.IGNORECASE  # noqa: E741
NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|sixteen|eighteen|"
    r"twenty|thirty|"
    r"forty|fifty|sixty|ninety|hundred|thousand|million|billion|[〇零一二两三四五六七八九十百千万亿]+)"
)
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTH = rf"(?:{'|'.join(MONTHS)})"
DATE = re.compile(
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}\s+{MONTH}\b(?:\s+\d{{4}})?|\b{MONTH}\s+\d{{1,2}}\b(?:,?\s+\d{{4}})?|"
    rf"\b{MONTH}\s+\d{{4}}\b|"
    r"\b(?:19|20)\d\d\b|"
    r"[\d〇零一二三四五六七八九十]{2,4}年(?:[\d一二三四五六七八九十]{1,2}月(?:[\d一二三四五六七八九十]{1,3}日)?)?|"
    r"\d{1,2}月\d{1,2}日",
    I,
)
CROSS_REFERENCE = re.compile(
    r"\b(?:articles?|art\.|sections?|chapters?|paragraphs?|no\.|order)\s*\d+|"
    r"第[〇零一二三四五六七八九十百千\d]+[条章节款项号]|〔\d+〕|\[\d{4}\]|"
    r"(?m:^\(?[（(]\w{1,3}[)）])",
    I,
)
MONEY = re.compile(
    rf"(?:rmb|cny|usd|eur|gbp|us\$|[¥￥$€£])\s*{NUMBER}|{NUMBER}\s*(?:yuan|rmb|dollars?|euros?|pounds?|元)|"
    rf"\d[\d.]*\s*%|百分之",
    I,
)
PERCENT = re.compile(r"\d[\d.]*\s*(?:%|percent|per cent)|百分之|\b0\.\d+", I)
DURATION = re.compile(
    rf"{NUMBER}[\s-]*(?:working\s+|calendar\s+|business\s+)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|"
    rf"{NUMBER}\s*个?(?:秒|分钟|小时|天|日|工作日|星期|周|月|年)|\b(?:shortest|longest|promptly|immediately|"
    rf"without delay)\b|最短|及时|立即",
    I,
)
COUNT = re.compile(rf"\b{NUMBER}\b|{NUMBER}\s*[人名个家条万亿台部种项次件元]|\d+", I)
PHONE = re.compile(r"\b(?:\+?\d{1,3}[- ]?)?\d{3,4}[- ]\d{4,8}\b|\b1[3-9]\d{9}\b")
CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|https?://|\bwww\.|\b\d{5,6}\b")
NAME = re.compile(
    r"(?<![.!?“\"]\s)(?<!^)\b[A-Z][\w&-]+(?:\s+[A-Z][\w&-]+)*|[\u4e00-\u9fff]{2,8}(?:公司|科技|集团|法院|银行)"
)

ASKS: tuple[tuple[Expected, re.Pattern[str]], ...] = (
    (Expected.PHONE, re.compile(r"\b(?:tele)?phone number\b|\bhotline\b|电话|热线", I)),
    (
        Expected.PERCENT,
        re.compile(
            r"\b(?:in|what) (?:percent(?:age)?|per cent|share|proportion)\b|\bwhat (?:\w+ )?(?:error |accuracy |"
            r"success )?rate\b|百分之几|百分比|比例是多少|准确率|误识率",
            I,
        ),
    ),
    (
        Expected.MONEY,
        re.compile(
            r"\b(?<!by )how much (?:money|was|were|is|does|do|did|compensation|of a fine)\b|\b(?:what|which|how (?:big|large|"
            r"high))\b[^?]{0,40}\b(?:sums?|amounts?|fines?|fees?|"
            r"prices?|costs?|compensation|damages|revenues?|turnover|budgets?|salary|profits?)\b|"
            r"\b(?:range|size|amount|level) of (?:the |a )?(?:fines?|penalt)|罚[^，。？]{0,6}(?:多少(?!天|年|人|次|家)|上限)|最高罚|"
            r"赔[^，。？]{0,4}多少|多少(?:钱|元|精神|赔偿|罚款|费)|收入是多少|营收",
            I,
        ),
    ),
    (
        Expected.DURATION,
        re.compile(
            r"\bhow (?:long|soon|quickly|fast|many (?:\w+ )?(?:hours|days|weeks|months|years))\b|within what (?:time|"
            r"period)|多久|多长时间|几天|几年|几个月|多少(?:天|年|小时|个?工作日)|几个工作日",
            I,
        ),
    ),
    (
        Expected.DATE,
        re.compile(
            r"\b(?:what|which|exact(?:ly)?(?: what)?) (?:dates?|days?|year|month)\b|哪一?[天年日]|几月几[日号]|"
            r"什么日期",
            I,
        ),
    ),
    (
        Expected.COUNT,
        re.compile(
            r"\bhow many\b|\bwhat (?:is|was|are) the (?:exact |total )numbers?\b|\bwhat (?:exact |"
            r"specific )?number of\b|多少(?!钱|元)|几(?:个|家|人|台|次|种|款)",
            I,
        ),
    ),
    (
        Expected.CONTACT,
        re.compile(
            r"\b(?:which|what)(?: is the| was the)? (?:e-?mail|web ?site|url|postal address|address)\b|邮箱|网址|"
            r"地址是",
            I,
        ),
    ),
    (
        Expected.NAME,
        re.compile(
            r"\b(?:which|what|name the) (?:other )?(?:compan(?:y|ies)|firms?|vendors?|manufacturers?|officials?|"
            r"brands?|judges?)\b|哪家(?:公司|企业)|哪些(?:公司|企业|品牌)|叫什么名字",
            I,
        ),
    ),
)
THRESHOLD = re.compile(r"\b(?:by how much|threshold|limit|minimum|maximum|cap|level)\b|门槛|上限|下限|标准", I)
BY_WHEN = re.compile(
    r"\b(?:by|until) when\b|\bby what (?:date|day)\b|最迟|最晚|(?:截至|截止到)(?:哪天|何时|什么时候)", I
)
"""Asks for a day, and is content with a length of time where no text gives one."""
COUNTED = re.compile(
    r"\bhow many ((?:[\w-]+ ?){1,4})|\bnumbers? of ((?:[\w-]+ ?){1,3})|(?:多少|几)([\u4e00-\u9fff])", I
)
LOOSE = frozenset(map(stem, ("people", "persons", "individuals", "faces", "人", "个")))
COMPENSATION = re.compile(r"compensat|damages|\bowed\b|\baward|赔", I)
PAID = re.compile(r"\b(?:pay|paid)\b(?! (?:a |the )?(?:fine|penalt))", I)
"""How a sentence may tell of compensation without the word."""
SUBJECTS_OF_MONEY = (
    re.compile(r"\bfin(?:e[sd]?|ing)\b|penalt|罚", I),
    COMPENSATION,
    re.compile(r"revenue|turnover|profit|earn|income|\bmade?\b|营收|收入|营业额|利润", I),
    re.compile(r"\bfees?\b|charges?\b|\bcosts?\b|price|费用|收费|价格", I),
    re.compile(r"salar|wage|工资", I),
    re.compile(r"budget|invest|预算|投资", I),
)


def expected_in(question: str) -> Expected | None:
    """The kind of thing `question` asks for, or None when any statement may answer it."""
    return next((kind for kind, pattern in ASKS if pattern.search(question)), None)


def preferred_in(question: str) -> Expected | None:
    """Like `expected_in`, and a number for questions about thresholds: what a quote had better hold, if it can."""
    if BY_WHEN.search(question):
        return Expected.DATE
    return expected_in(question) or (Expected.COUNT if THRESHOLD.search(question) else None)


def holds(sentence: str, expected: Expected, question: str) -> bool:
    """Whether `sentence` has a thing of that kind which the question did not bring along itself."""
    if expected is Expected.MONEY:
        return MONEY.search(sentence) is not None and _same_money(sentence, question)
    if expected is Expected.NAME:
        return any(
            name.group() not in question and name.group().casefold() not in MONTHS for name in NAME.finditer(sentence)
        )
    if expected is Expected.COUNT:
        return _counts(DURATION.sub(" ", CROSS_REFERENCE.sub(" ", DATE.sub(" ", sentence))), question)
    patterns = {
        Expected.DATE: DATE,
        Expected.PERCENT: PERCENT,
        Expected.DURATION: DURATION,
        Expected.PHONE: PHONE,
        Expected.CONTACT: CONTACT,
    }
    return patterns[expected].search(sentence) is not None


def _same_money(sentence: str, question: str) -> bool:
    asked = [subject for subject in SUBJECTS_OF_MONEY if subject.search(question)]
    told = any(subject.search(sentence) for subject in asked)
    return not asked or told or (COMPENSATION in asked and PAID.search(sentence) is not None)


def _counts(sentence: str, question: str) -> bool:
    numbers = [number for number in COUNT.finditer(sentence) if number.group() not in question]
    match = COUNTED.search(question)
    if not match or not numbers:
        return bool(numbers)
    things = [stem(word.casefold()) for group in match.groups() if group for word in group.split()[:3]]
    if any(thing in LOOSE for thing in things):
        return True
    near = " ".join(sentence[number.start() : number.end() + 30] for number in numbers)
    words = {stem(word.casefold()) for word in re.findall(r"[A-Za-z]+", near)} | set(
        re.findall(r"[\u4e00-\u9fff]", near)
    )
    return any(thing in words for thing in things)
