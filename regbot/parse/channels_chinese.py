"""The ways to send an opinion that a Chinese notice names: 网站、电子邮件、信函、传真."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from regbot.model import Channel

LONGEST_PART, LONGEST_BRACKET = 1_000, 200

_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(
    r"\s*(?=[（(][一二三四五六七八九十0-9]{1,2}[)）])|(?<![\w.@/:-])(?=[1-9][.．、](?!\d))|(?<=[：:。；，,\s])(?=[一二三四五六七八九]是)"
)
_STOP = re.compile(r"[。；;]|[（(]|[)）]")
_POSTCODE_FOLLOWS = re.compile(r"\s*邮\s*(?:政\s*)?编")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}[@＠](?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9_@])"
)
_URL = re.compile(
    r"https?[:：]//[A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%]{4,300}"
    r"|(?<![A-Za-z0-9@.])(?:www\.)?(?:[A-Za-z0-9-]{1,40}\.){1,5}(?:cn|com|org|net|gov)(?![A-Za-z0-9@.])(?:/[A-Za-z0-9\-._~/?#=&%]{0,200})?"
)
_FAX = re.compile(
    r"传\s*真[^\d。；;，,\n+（(]{0,24}(?:[（(](?!\d)[^）)\n]{0,20}[）)])?\s*[:：]?\s*(\+?[（(]?\d[\d\s（）()—–－‐转-]{5,24}\d)"
)
_POST = re.compile(
    r"(?:寄(?:送|往|给|交)?(?:至|到|往|给)|寄送|(?:来信|来函|信函|书面意见|意见)请寄|(?:邮寄|信函|来函)(?:方式|反馈)?\s*[:：]"
    r"|(?:信函|书信|邮寄|来函|书面)[^。；;\n@＠]{0,20}?(?:发|反馈|报|递交|提交)(?:送|寄|给)?(?:至|到)"
    r"|邮寄(?=[\u4e00-\u9fff]{2,3}[省市区])|(?:通信|通讯|邮寄|联系|来信|信函|收件|寄送)地\s*址|(?<![子络箱件站页联])地\s*址)"
    r"\s*[:：为至到]{0,2}\s*([^\n]{6,300})"
)
_POST_END = re.compile(
    r"[，,、。；;\s]*(?:[^，,、。；;（）()\s]{0,8}?请(?=在|注|于|将|标|写)|[^，,、。；;（）()\s]{0,12}?(?:注明|标明|写明|标注)"
    r"|并?在?(?:信封|来信|信件|来函)|联系(?:人|电话|方式)|电话|传\s*真|电子邮[件箱]|邮箱|E-?mail|截止|截至|咨询)|[。；;](?!\s*邮\s*(?:政\s*)?编)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"邮\s*(?:政\s*)?编\s*(?:码)?\s*[:：为]?\s*(\d{6})")
_ASKED = r"(?:注明|标明|写明|标注|备注|主题为|标题为|命名为)"
_MARK = re.compile(
    rf"(?P<where>[^。；\n“”\"]{{0,40}}?){_ASKED}(?:[^。；\n“\"「『]{{0,8}}[:：]?\s*[“\"「『](?P<words>[^”\"」』\n]{{2,160}})[”\"」』]"
    r"|[:：]?\s*(?P<bare>[^“”\"「」『』。；;，,（）()\n]{4,80}))"
)
_WORDING = re.compile(r"意见|反馈|征集|《|草案")
_PARTICULARS = re.compile(r"姓名|联系|电话|单位|地址|身份|来源|理由|日期|时间")
_LIMIT = re.compile(r"(?:不超过|不得超过|限|控制在|少于)\s*(\d{2,6})\s*(个?字(?:符|以内)?|字节)")
_SENDS = re.compile(r"意见|建议|反馈|发送|提交|提出|登录|登陆|信函|传真|寄|邮件|邮箱")
_INVITES = re.compile(r"意见|反馈|征集|征求")
_QUESTIONS = re.compile(r"咨询|联系人|技术支持|举报|投诉|网站标识码|备案|版权|主办|承办|附件下载")
_LABEL = re.compile(
    r"^\W{0,3}[（(]?[一二三四五六七八九0-9]{0,2}[)）.．、是]{0,2}\s*(?:传真|电子邮[箱件]|邮箱|通[信讯]地址|邮寄地址|信函|网站|网上|网址|网页)"
)
_PORTAL = re.compile(r"登录|登陆|网站|网址|官网|平台|系统|栏目|网上|在线|网页|链接|点击|法制信息网|进入")
_READ_THERE = re.compile(r"查阅|查看|查询|检索|浏览|下载|获取")
_WRITE_THERE = re.compile(r"提出|反馈|提交|填写|填报|发表|留言|发送|参与|报送")
_MARKED_KINDS = {"post": re.compile(r"信封|信函|信件|邮寄"), "email": re.compile(r"邮件|主题|标题|邮箱")}


@dataclass(frozen=True, slots=True)
class _Found:
    """A channel and the place in the text where the words that name it begin."""

    channel: Channel
    at: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """A wording that the text asks for, at a place; `kinds` of channels that its sentence names, perhaps none."""

    words: str
    at: int
    kinds: frozenset[str]


def chinese_channels(text: str) -> tuple[Channel, ...]:
    """Every channel that `text` names, each once, in order; quotes and markings are exact substrings of `text`.

    Contacts for questions count only in a text that offers nothing else.
    """
    if not _INVITES.search(text):
        return ()
    parts = list(_parts(text))
    found = _all(parts, contacts=False) or _all(parts, contacts=True)
    return tuple(_marked(found, text))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The sentences and list items of `text` with their places. A stop inside brackets, or before a postcode, ends nothing."""
    for line in _LINE.finditer(text):
        cuts = sorted(
            {match.end() for match in _ITEM.finditer(line[0])} | set(_sentence_ends(line[0])) | {len(line[0])}
        )
        start = 0
        for end in cuts:
            part = line[0][start:end]
            if 4 < len(part.strip()) <= LONGEST_PART:
                yield line.start() + start + len(part) - len(part.lstrip()), part.strip()
            start = end


def _sentence_ends(line: str) -> Iterator[int]:
    opened = -1
    for match in _STOP.finditer(line):
        if match[0] in "（(":
            opened = match.start()
        elif match[0] in ")）":
            opened = -1
        elif (opened < 0 or match.start() - opened > LONGEST_BRACKET) and not _POSTCODE_FOLLOWS.match(
            line, match.end()
        ):
            yield match.end()


def _all(parts: Sequence[tuple[int, str]], *, contacts: bool) -> list[_Found]:
    found: dict[tuple[str, str], _Found] = {}
    for at, part in parts:
        for channel in _channels(part, contacts):
            found.setdefault((channel.kind, channel.address.lower()), _Found(channel, at))
    return list(found.values())


def _channels(part: str, contacts: bool) -> Iterator[Channel]:
    if not (_SENDS.search(part) or _POST.search(part) or _LABEL.search(part)):
        return
    base = Channel("", "", quote=part)
    if not contacts and _QUESTIONS.search(part) and not _INVITES.search(part) and not _LABEL.search(part):
        return
    for match in _EMAIL.finditer(part):
        yield replace(base, kind="email", address=match[0].replace("＠", "@"))
    if _PORTAL.search(part) and (_WRITE_THERE.search(part) or not _READ_THERE.search(part)):
        addresses = [_address_of_site(match[0]) for match in _URL.finditer(_EMAIL.sub(" ", part))]
        if addresses:
            yield replace(base, kind="portal", address="、".join(dict.fromkeys(addresses)))
    if (fax := _FAX.search(part)) and sum(char.isdigit() for char in fax[1]) >= 7:
        yield replace(base, kind="fax", address=fax[1].strip())
    if (post := _POST.search(part)) and (address := _postal(post[1], part)):
        yield replace(base, kind="post", address=address)


def _address_of_site(written: str) -> str:
    return written.replace("：", ":").rstrip(".,;:/")


def _postal(words: str, part: str) -> str:
    end = _POST_END.search(words)
    address = (words[: end.start()] if end else words).strip(" ，,、（(：:")
    if address.count("（") + address.count("(") > address.count("）") + address.count(")"):
        address += "）" if "（" in address else ")"
    if _EMAIL.search(address) or _URL.search(address) or not re.search(r"[省市区县路街道号院厅部局委楼处]", address):
        return ""
    code = _POSTCODE.search(part)
    if code and code[1] not in address:
        address = f"{address}，邮编{code[1]}"
    return address if len(address) >= 6 else ""


def _marked(found: Sequence[_Found], text: str) -> Iterator[Channel]:
    marks = list(_marks(text))
    limit = _LIMIT.search(text)
    number = int(limit[1]) if limit else None
    in_bytes = limit is not None and limit[2] == "字节"
    for one in found:
        yield replace(
            one.channel,
            required_marking=_marking(one, found, marks, text),
            max_characters=None if in_bytes else number,
            max_bytes=number if in_bytes else None,
        )


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        words = match["words"] or _wording(match["bare"])
        if words:
            kinds = frozenset(kind for kind, named in _MARKED_KINDS.items() if named.search(match["where"]))
            yield _Mark(words, match.end("where"), kinds)


def _wording(bare: str) -> str:
    """What stands after 注明 without quotation marks, if it is a wording and not what the sender shall tell of himself."""
    words = bare.strip().removesuffix("字样")
    return words if _WORDING.search(words) and not _PARTICULARS.search(words) else ""


def _marking(one: _Found, found: Sequence[_Found], marks: Sequence[_Mark], text: str) -> str:
    """The wording asked of a letter or an e-mail: of those for its kind the nearest in its own line, else the first.

    A wording whose sentence names no kind is for the channel before it in the line; alone in its line, for all.
    """
    if one.channel.kind not in _MARKED_KINDS:
        return ""
    own = [mark for mark in marks if one.channel.kind in mark.kinds]
    near = [mark for mark in own if _same_line(text, one.at, mark.at)]
    neutral = [mark for mark in marks if not mark.kinds and one in _before(mark, found, text)]
    return next((mark.words for mark in (*near, *neutral, *own)), "")


def _before(mark: _Mark, found: Sequence[_Found], text: str) -> Sequence[_Found]:
    """The channels whose words stand last before `mark` in its line; all when the line names none."""
    line = [one for one in found if one.at <= mark.at and _same_line(text, one.at, mark.at)]
    last = max((one.at for one in line), default=-1)
    return [one for one in line if one.at == last] if line else found


def _same_line(text: str, one: int, other: int) -> bool:
    return "\n" not in text[min(one, other) : max(one, other)]
