"""The names of the parts of a draft's file, in the languages they are written and read in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from regbot.draft.comment import Position, Sender
from regbot.parse.numerals import parse_number

POINT = "point"
"""The part that a heading with a point's number begins."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the file: what it is called in English and Chinese, and what else it may be called."""

    part: str
    english: str
    chinese: str
    others: tuple[str, ...] = ()

    def in_language(self, lang: str) -> str:
        """What regbot writes for a draft in `lang`."""
        return self.chinese if lang.startswith("zh") else self.english


SECTIONS = (
    Heading("worry", "What worries me", "我的担心", ("worry", "my worry", "worries", "担心", "我担心什么")),
    Heading("standing", "Who I am in this", "我的身份", ("standing", "who i am", "about me", "身份", "我是谁")),
    Heading("opening", "Opening", "开头", ("introduction", "beginning", "引言")),
    Heading("closing", "Closing", "结尾", ("conclusion", "ending", "结语")),
    Heading("contact", "Contact", "联系方式", ("contact details",)),
    Heading("disclosure", "Software used", "工具说明", ("disclosure", "ai disclosure", "使用的软件")),
    Heading("attachments", "Attachments", "附件", ("attachment", "files")),
    Heading("notes", "Notes", "备注", ("my notes", "not sent", "笔记")),
    Heading("template", "Template", "范文", ("template handed round", "form letter", "模板")),
    Heading("sent", "Sent", "发送记录", ("sendings", "已发送")),
)
IN_POINT = (
    Heading("reason", "Reason", "理由", ("reasons", "why", "原因")),
    Heading("evidence", "Evidence", "依据", ("proof", "facts", "证据")),
    Heading("wording", "Proposed wording", "建议条文", ("wording", "proposed text", "建议修改为", "修改建议")),
)
BEFORE_POINTS = ("worry", "standing", "opening")
ALWAYS = (*BEFORE_POINTS, "closing")
"""Sections that stand in the file even while they are empty, so that a person sees where to write."""

MISSPELT = 0.8
"""How alike (difflib's ratio) a heading is to the name that it misspells."""
YES = frozenset(("yes", "y", "true", "on", "1", "是", "是的", "对"))
NO = frozenset(("", "no", "n", "false", "off", "0", "否", "不", "不是"))
POSITIONS = {
    **{item.value: item for item in Position},
    "支持": Position.SUPPORT,
    "赞成": Position.SUPPORT,
    "反对": Position.OPPOSE,
    "修改": Position.AMEND,
    "change": Position.AMEND,
    "询问": Position.ASK,
    "question": Position.ASK,
}
SENDERS = {
    **{item.value: item for item in Sender},
    "organization": Sender.ORGANISATION,
    "person": Sender.INDIVIDUAL,
    "个人": Sender.INDIVIDUAL,
    "单位": Sender.ORGANISATION,
    "组织": Sender.ORGANISATION,
    "匿名": Sender.ANONYMOUS,
}

_POINT = re.compile(
    r"(?:point(?=\s*[\d#:：{·–—-]|\s*$)|(?:意见|观点)(?=\s*[\d#:：{·–—一二三四五六七八九十-]|\s*$))"
    r"(?:\s*[#:：-]?\s*(?P<number>\d{1,6}(?!\d)|[一二三四五六七八九十]{1,3}))?[\s.:：、·–—-]*(?P<rest>.*?)"
    r"(?:\s*\{#(?P<id>[A-Za-z0-9][\w-]{0,63})\})?\s*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"point-([1-9]\d{0,5})")
_NAMES = {
    name.casefold(): heading.part
    for heading in (*SECTIONS, *IN_POINT)
    for name in (heading.part, heading.english, heading.chinese, *heading.others)
}


@dataclass(frozen=True, slots=True)
class PointHeading:
    """A point begins: its id, empty where the heading has none, and what else the heading says."""

    id: str
    rest: str


def part_of(title: str) -> str | PointHeading:
    """What a heading begins: a part's name, a point, or the empty string for a heading of the person's own."""
    bare = title.strip().strip("*_ ").rstrip(":：").strip()
    named = _NAMES.get(bare.casefold(), "")
    if named:
        return named
    found = _POINT.fullmatch(bare)
    if not found:
        return ""
    number = parse_number(found["number"] or "") or 0
    return PointHeading(found["id"] or (f"point-{number}" if number else ""), found["rest"])


def near_part(title: str) -> str:
    """The name of a point's part that a heading misspells; empty where it names one, or resembles none."""
    return _near(title, IN_POINT)


def near_section(title: str) -> str:
    """As `near_part`, for the sections of the file."""
    return _near(title, SECTIONS)


def _near(title: str, among: Iterable[Heading]) -> str:
    bare = title.strip().strip("*_ ").rstrip(":：").strip().casefold()
    names = {name.casefold(): name for item in among for name in (item.english, item.chinese)}
    return next((names[near] for near in get_close_matches(bare, names, n=1, cutoff=MISSPELT) if near != bare), "")


def point_title(point_id: str, number: int, lang: str) -> str:
    """The heading of a point, from which its id can be read again."""
    name = "意见" if lang.startswith("zh") else "Point"
    numbered = _NUMBERED.fullmatch(point_id)
    return f"{name} {numbered[1]}" if numbered else f"{name} {number} {{#{point_id}}}"
