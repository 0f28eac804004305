"""The ways to send an opinion that a Chinese notice names: 网站、电子邮件、信函、传真."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from regbot.model import Channel

_PART = re.compile(r"[^\n]+")
_SPLIT = re.compile(
    r"(?<=[。；;])\s*|\s*(?=[（(][一二三四五六七八九十0-9]{1,2}[)）])|(?<![\w.@/:-])(?=[1-9][.．、](?!\d))|(?<=[：:。；，,\s])(?=[一二三四五六七八九]是)"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}[@＠](?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9_@])"
)
_URL = re.compile(
    r"https?[:：]//[A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%]{4,300}"
    r"|(?<![A-Za-z0-9@.])(?:www\.)?(?:[A-Za-z0-9-]{1,40}\.){1,5}(?:cn|com|org|net|gov)(?![A-Za-z0-9@.])(?:/[A-Za-z0-9\-._~/?#=&%]{0,200})?"
)
_FAX = re.compile(
    r"传\s*真\s*(?:号码|至|电话)?\s*(?:为|到)?\s*[:：]?\s*([（(]?0?\d{2,4}[)）]?[\s—–-]*\d{6,8}(?:[\s转—–-]*\d{1,5})?|\d{7,12})"
)
_POST = re.compile(
    r"(?:寄至|寄送至|邮寄至|寄往|寄到|寄送|邮寄到|来信请寄|来函请寄|(?:通信|通讯|邮寄|联系|来信|信函|收件|寄送)地\s*址|(?<![子络箱件站页联])地\s*址)\s*[:：为至到]{0,2}\s*"
    r"([^。；;\n]{6,160})"
)
_POST_END = re.compile(
    r"[，,、]?\s*(?:并?请?在?(?:信封|来信|信件|来函)|并(?:在|请)|请(?:在|注明)|联系(?:人|电话)|电话|传真|电子邮[件箱]|邮箱|E-?mail|截止)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"邮\s*(?:政\s*)?编\s*(?:码)?\s*[:：为]?\s*(\d{6})")
_MARK = re.compile(
    r"(?P<where>[^。；\n“”\"]{0,40}?)(?:注明|标明|写明|标注|备注|主题为|标题为|命名为)[^。；\n“\"「『]{0,8}[:：]?\s*[“\"「『](?P<words>[^”\"」』\n]{2,100})[”\"」』]"
)
_LIMIT = re.compile(r"(?:不超过|不得超过|限|控制在|少于)\s*(\d{2,6})\s*(个?字(?:符|以内)?|字节)")
_SENDS = re.compile(r"意见|建议|反馈|发送|提交|提出|登录|登陆|信函|传真|寄|邮件|邮箱")
_INVITES = re.compile(r"意见|反馈|征集|征求")
_QUESTIONS = re.compile(r"咨询|联系人|技术支持|举报|投诉|网站标识码|备案|版权|主办|承办|附件下载")
_LABEL = re.compile(
    r"^\W{0,3}[（(]?[一二三四五六七八九0-9]{0,2}[)）.．、是]{0,2}\s*(?:传真|电子邮[箱件]|邮箱|通[信讯]地址|邮寄地址|信函|网站|网上|网址|网页)"
)
_PORTAL = re.compile(r"登录|登陆|网站|网址|官网|平台|系统|栏目|网上|在线|网页|链接|点击|法制信息网|进入")


def chinese_channels(text: str) -> tuple[Channel, ...]:
    """Every channel that `text` names, each once, in order; quotes and markings are exact substrings of `text`."""
    if not _INVITES.search(text):
        return ()
    found: dict[tuple[str, str], Channel] = {}
    for part in _parts(text):
        for channel in _channels(part):
            found.setdefault((channel.kind, channel.address.lower()), channel)
    return tuple(_marked(found.values(), text))


def _parts(text: str) -> Iterator[str]:
    for line in _PART.finditer(text):
        for part in _SPLIT.split(line[0]):
            stripped = part.strip()
            if 4 < len(stripped) <= 1_000:
                yield stripped


def _channels(part: str) -> Iterator[Channel]:
    if not (_SENDS.search(part) or _POST.search(part) or _LABEL.search(part)):
        return
    base = Channel("", "", quote=part)
    if _QUESTIONS.search(part) and not _INVITES.search(part) and not _LABEL.search(part):
        return
    for match in _EMAIL.finditer(part):
        yield replace(base, kind="email", address=match[0].replace("＠", "@"))
    if _PORTAL.search(part):
        addresses = [match[0].rstrip(".,;:/") for match in _URL.finditer(_EMAIL.sub(" ", part))]
        if addresses:
            yield replace(base, kind="portal", address="、".join(dict.fromkeys(addresses)))
    if fax := _FAX.search(part):
        yield replace(base, kind="fax", address=fax[1].strip())
    if post := _POST.search(part):
        address = _address(post[1], part)
        if address:
            yield replace(base, kind="post", address=address)


def _address(words: str, part: str) -> str:
    end = _POST_END.search(words)
    address = (words[: end.start()] if end else words).strip(" ，,、（(：:")
    if _EMAIL.search(address) or _URL.search(address) or not re.search(r"[省市区县路街道号院厅部局委楼处]", address):
        return ""
    code = _POSTCODE.search(part)
    if code and code[1] not in address:
        address = f"{address}，邮编{code[1]}"
    return address


def _marked(channels: Iterable[Channel], text: str) -> Iterator[Channel]:
    marks = [(match["where"], match["words"]) for match in _MARK.finditer(text)]
    limit = _LIMIT.search(text)
    number = int(limit[1]) if limit else None
    in_bytes = limit is not None and limit[2] == "字节"
    for channel in channels:
        yield replace(
            channel,
            required_marking=_marking(channel, marks),
            max_characters=None if in_bytes else number,
            max_bytes=number if in_bytes else None,
        )


def _marking(channel: Channel, marks: list[tuple[str, str]]) -> str:
    """The wording for this channel: named in its own sentence, or in one that speaks of envelopes or subjects."""
    words = {"post": ("信封", "来信", "信函", "信件", "来函"), "email": ("邮件", "主题", "标题", "邮箱", "来信")}.get(
        channel.kind, ()
    )
    for where, mark in marks:
        if any(word in where for word in words):
            return mark
    own = [mark for where, mark in marks if mark in channel.quote and not ("信封" in where and channel.kind == "email")]
    return own[0] if own and words else ""
