"""Numbers, addresses and sentences that tell of a person: where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from regbot.draft.channels import EMAIL
from regbot.parse.sentences import split_sentences

CARD_LENGTHS = range(13, 20)
IBAN_LENGTHS = range(15, 35)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_SIGNS = "10X98765432"
PHONE_DIGITS = range(8, 16)

URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"“”，。；、（）]+")
ID_CARD = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
CARD = re.compile(
    r"(?<![A-Za-z0-9_.-])(?<![A-Z]{2}\d\d )(?:3\d|4\d|5\d|6\d|22|23|24|25|26"
    r"|27)\d{2}(?:[ -]?\d{4}){2}[ -]?\d{1,4}(?:[ -]?\d{1,3})?(?![A-Za-z0-9_-])"
    r"|(?<![A-Za-z0-9_.-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![A-Za-z0-9_-])"
)
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
SOCIAL_SECURITY = re.compile(r"(?<![A-Za-z0-9_-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![A-Za-z0-9_-])")
NATIONAL_INSURANCE = re.compile(r"(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])")
PHONES = (
    re.compile(r"(?<![A-Za-z0-9_.-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![A-Za-z0-9_-])"),
    re.compile(
        r"(?<![A-Za-z0-9_.-])(?:\+?86[- ]?|[（(])?0\d{2,3}[)） -]{1,2}[2-9]\d{2,3}[- ]?\d{4}(?:-\d{1,5})?(?![A-Za-z0-9_-])"
    ),
    re.compile(
        r"(?<![A-Za-z0-9_.-])(?:\+?1[-. ]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4}(?![A-Za-z0-9_-])"
    ),
    re.compile(
        r"(?<![A-Za-z0-9_.-])(?:\+44 ?(?:\(0\) ?)?|0)(?:7\d{3}[ -]?\d{3}[ -]?\d{3}"
        r"|[1238]\d{1,3}[ -]\d{3,4}[ -]?\d{3,4}|[1238]\d{9})(?![A-Za-z0-9_-])"
    ),
    re.compile(r"(?<![A-Za-z0-9_.+])\+[1-9]\d{0,2}(?:[ ./-]{0,2}\(?\d{1,4}\)?){2,6}(?![A-Za-z0-9_-])"),
)
PHONE_WORD = re.compile(
    r"(?:phone|tel|mobile|cell|call|fax|whatsapp|ring|text)\b[^\d\n]{0,20}$|(?:电话|手机|联系|致电|拨打|传真|微信)[^\d\n]{0,6}$",
    re.IGNORECASE,
)
BESIDE_NUMBER = re.compile(
    r"(?:\b(?:Docket|File|Release|Case|Project|Reference|Ref|RIN|FR|ISBN|ISSN|DOI|Doc|Document|No|Number|ID)\b[\s.:#]*"
    r"(?:No\.?|Number|ID)?[\s.:#]*|[号文案][:： ]*|[〔\[(（]\d{4}[〕\])）])$",
    re.IGNORECASE,
)
"""What stands before a number that is a document's, not a person's, unless a word for a telephone stands there too."""

COURTS = (
    "Supreme|High|Federal|District|Circuit|Crown|County|Appeals?|The|European|International|Constitutional|Superior"
)
STREET = re.compile(
    r"(?<![\w.])(?:(?:[Ff]lat|[Aa]pt\.?|[Aa]partment|[Uu]nit|[Ss]uite) \w{1,5},? )?\d{1,5}[A-Za-z]? "
    rf"(?!(?:[A-Z]\S* ){{0,3}}(?:{COURTS}) (?:Court|Ct)\b)(?:[A-Z][\w'’.-]* ){{1,4}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Way|Terrace|Crescent|Close|Gardens"
    r"|Square|Mews)\b\.?"
    r"(?:,? [A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)?,? (?:[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}))?"
    r"|(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?!\w)"
    r"|\b[A-Z][a-zäöüß]+(?:stra(?:ß|ss)e|weg|platz|gasse) \d{1,4}[a-z]?\b"
    r"|\b\d{1,4}(?:,| bis,?)? (?:rue|avenue|boulevard|place|impasse) (?:de |du |des |la |l['’])*[A-Z][\w'’-]+"
)
STREET_CHINESE = re.compile(
    r"(?>[\u4e00-\u9fff]{2,6}?(?:省|市|区|县|镇|街道)){0,4}+[\u4e00-\u9fff]{1,8}(?:路|大街|街|道|巷|胡同|弄"
    r"|里)\d{1,5}(?:号|弄)(?:院)?(?:[\d一二三四五六七八九十]{1,4}(?:号楼|栋|幢|座|单元|层|室|号))*"
    r"|[\u4e00-\u9fff]{2,10}(?:小区|花园|公寓|新村|苑|社区|家园)[\dA-Za-z一二三四五六七八九十]{1,4}(?:号楼"
    r"|栋|幢|座|单元)(?:[\d一二三四五六七八九十]{1,4}(?:单元|层|室|号))*"
)
RELATIVE = r"(?:son|daughter|child|children|kids?|grandson|granddaughter|grandchild|stepson|stepdaughter|toddler|baby)"
ILLNESS = (
    r"(?:diabet(?:es|ic)|cancer|HIV|AIDS|depression|depressed|epilep(?:sy|tic)|asthma|pregnan(?:t|cy)|disabilit(?:y|ies)|disabled"
    r"|(?:heart|kidney|lung|mental|chronic) (?:disease|illness|condition|health condition)|\w+ disorder|schizophreni\w+|bipolar"
    r"|dementia|Alzheimer\w*|autis(?:m|tic)|hepatitis|(?:a )?stroke|(?:a )?wheelchair|blind|deaf)"
)
HEALTH = re.compile(
    r"\b(?:(?:I|he|she)(?:'m|'ve| (?:have|has|had|suffer(?:s|ed)? from|live[sd]? with|was|am|is|use[sd]?|got))"
    r"(?: (?:been|had|a|an|the|severe|mild|chronic|diagnosed|registered|partly|partially|legally|treated|for|with|as|type \d"
    r"|a history of)){0,5}"
    r"|[Mm]y(?: own)?(?: (?:son|daughter|child|wife|husband|mother|father|partner)(?:'s| is| has| was| had)?(?: a| an)?)?)"
    rf" {ILLNESS}\b|\b(?:I|he|she|[Mm]y \w+) (?:was|were|am|is|has been|have been) diagnosed\b"
    r"|\b[Mm]y (?:diagnosis|medication|medical (?:records?|history))\b",
)
HEALTH_CHINESE = re.compile(
    r"(?:我|本人|我(?:的|家)?(?:孩子|儿子|女儿|父亲|母亲|爸爸?|妈妈?|妻子|丈夫|老公|老婆|爷爷|奶奶))[^。！？\n]{0,12}"
    r"(?:患有?|患上|得了|确诊|怀孕|残疾|病史|抑郁|癌|糖尿病|艾滋|高血压|精神疾病|心脏病|乙肝|癫痫|自闭症"
    r"|失明|耳聋|住院)"
)
CHILD = re.compile(
    rf"\b[Mm]y (?:[\w-]+[ ,]+){{0,3}}?{RELATIVE}\b[^.!?\n]{{0,50}}?(?:\b(?:named|called) [A-Z]|\b(?:is|was|turned|aged?) \d{{1,2}}\b"
    r"|\b\d{1,2}[- ]years?[- ]old\b|\b(?:goes to|attends|at|is in) (?:the )?[A-Z]\w+|\b(?:year|grade|class) \d{1,2}\b)"
    rf"|\b(?:[Mm]y|[Oo]ur) \w+[- ](?:year|month)s?[- ]old {RELATIVE}\b|\b[Mm]y {RELATIVE},? [A-Z][a-z]+\b",
)
CHILD_CHINESE = re.compile(
    r"我(?:的|家|们的)?(?:孩子|儿子|女儿|小孩|宝宝|孙子|孙女|外孙)[^。！？\n]{0,20}?(?:叫|名叫|今年"
    r"|\d{1,2}岁|[一二两三四五六七八九十]{1,3}岁|小学|中学|幼儿园|年级|班)"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """`text[start:end]` tells of a person; `masked` is what may be shown of it."""

    kind: str
    start: int
    end: int
    masked: str


def hits(text: str) -> list[Hit]:
    """Everything found, in order, none inside another; a longer or surer finding goes before a shorter."""
    urls = [found.span() for found in URL.finditer(text)]
    chosen: list[Hit] = []
    for hit in _all(text):
        if any(start <= hit.start and hit.end <= end for start, end in urls) and hit.kind != "e-mail address":
            continue
        if not any(hit.start < other.end and other.start < hit.end for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def is_id_card(number: str) -> bool:
    """Whether 18 signs are a Chinese resident's ID number: a date of birth, and the check sign of GB 11643."""
    if not re.fullmatch(r"[1-9]\d{16}[0-9Xx]", number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, number[:17], strict=True))
    return born.year >= 1880 and ID_SIGNS[total % 11] == number[17].upper()


def is_card(number: str) -> bool:
    """Whether digits are a payment card's: 13 to 19 that pass Luhn's check, and not all the same."""
    if len(number) not in CARD_LENGTHS or not number.isdecimal() or len(set(number)) == 1:
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(number: str) -> bool:
    """Whether it is an IBAN by the check of ISO 13616."""
    if len(number) not in IBAN_LENGTHS or not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]+", number):
        return False
    moved = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _all(text: str) -> Iterator[Hit]:
    if "@" in text:
        yield from _matches(text, EMAIL, "e-mail address", _masked_mail)
    if any(sign.isdecimal() for sign in text):
        yield from _matches(text, ID_CARD, "ID-card number", _masked_number, is_id_card)
        yield from _matches(text, IBAN, "bank account (IBAN)", _masked_number, lambda found: is_iban(_bare(found)))
        yield from _matches(text, CARD, "bank card number", _masked_number, lambda found: is_card(_bare(found)))
        yield from _matches(text, SOCIAL_SECURITY, "social security number", _masked_number)
        yield from _matches(text, NATIONAL_INSURANCE, "national insurance number", _masked_number)
        for phone in PHONES:
            for hit in _matches(text, phone, "phone number", _masked_number, _has_phone_digits):
                before = text[max(0, hit.start - 30) : hit.start]
                if PHONE_WORD.search(before) or not BESIDE_NUMBER.search(before):
                    yield hit
        yield from _matches(text, STREET, "street address", _masked_words)
        yield from _matches(text, STREET_CHINESE, "street address", _masked_words)
    for kind, patterns in (("health", (HEALTH, HEALTH_CHINESE)), ("a child", (CHILD, CHILD_CHINESE))):
        for pattern in patterns:
            yield from _sentences(text, pattern, kind)


def _matches(
    text: str,
    pattern: re.Pattern[str],
    kind: str,
    mask: Callable[[str], str],
    holds: Callable[[str], bool] = lambda _found: True,
) -> Iterator[Hit]:
    for found in pattern.finditer(text):
        if holds(found[0]):
            yield Hit(kind, found.start(), found.end(), mask(found[0]))


def _sentences(text: str, pattern: re.Pattern[str], kind: str) -> Iterator[Hit]:
    """The whole sentence around each finding: taking out less would leave it half said."""
    found = [match.span() for match in pattern.finditer(text)]
    for sentence in split_sentences(text) if found else ():
        if any(sentence.start < end and start < sentence.end for start, end in found):
            yield Hit(kind, sentence.start, sentence.end, _masked_words(text[sentence.start : sentence.end]))


def _bare(found: str) -> str:
    return re.sub(r"[ -]", "", found)


def _has_phone_digits(found: str) -> bool:
    return sum(sign.isdecimal() for sign in found) in PHONE_DIGITS


def _masked_mail(found: str) -> str:
    name, _, host = found.partition("@")
    return f"{name[0]}…@{host}"


def _masked_number(found: str) -> str:
    return f"…{found[-2:]}"


def _masked_words(found: str) -> str:
    words = " ".join(found.split())
    return words if len(words) <= 6 else f"{words[:6]}…"
