"""The fixed words of a letter, by language: what stands around what the person says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regbot.draft.comment import Position, Sender
from regbot.model import TextKind


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates with `{…}` slots. Words that differ between one person and an organisation are pairs: (one, several)."""

    title: str
    consultation: str
    reference: str
    marking: str
    sender: str
    senders: dict[Sender, str]
    salutation: str
    salutation_unnamed: str
    opening: str
    summary: str
    counted: tuple[str, str]
    summary_item: str
    whole: str
    point: str
    no_point: str
    quoted: str
    quoted_from: str
    positions: dict[Position, tuple[str, str]]
    no_position: str
    asked: dict[Position, str]
    cited: str
    position: str
    reason: str
    evidence: str
    present: str
    present_in: str
    present_at: str
    wording: str
    changes: str
    replace: str
    replace_after: str
    delete: str
    delete_after: str
    insert_after: str
    insert_before: str
    confirmation: tuple[str, str]
    sign_off: tuple[str, ...]
    sources: str
    sources_note: str
    source: str
    short_source: str
    missing_source: str
    unknown_source: str
    also_quoted: str
    kinds: dict[TextKind, str]
    languages: dict[str, str]
    envelope: str
    attached: str
    more_attached: tuple[str, str]
    colon: str
    marks: tuple[str, str]
    full_stop: str
    listing: str


ENGLISH = Phrases(
    title="Comment on {name}",
    consultation="Consultation: {name}",
    reference="Reference: {codes}",
    marking="Re: {marking}",
    sender="From: {who}",
    senders={
        Sender.INDIVIDUAL: "an individual",
        Sender.ORGANISATION: "an organisation",
        Sender.ANONYMOUS: "a member of the public, anonymously",
    },
    salutation="To the {issuer},",
    salutation_unnamed="Dear Sir or Madam,",
    opening="",
    summary="Summary",
    counted=("This comment makes one point:", "This comment makes {count} points:"),
    summary_item="{place}: {asked}",
    whole="The consultation as a whole",
    point="{number}. {place}",
    no_point="{number}. On the whole",
    quoted="The text says",
    quoted_from="The text, in an {kind}, says",
    positions={
        Position.SUPPORT: ("I support this provision.", "We support this provision."),
        Position.OPPOSE: ("I oppose this provision.", "We oppose this provision."),
        Position.AMEND: ("I ask for this provision to be changed.", "We ask for this provision to be changed."),
        Position.ASK: ("I ask for this provision to be explained.", "We ask for this provision to be explained."),
    },
    no_position="comment",
    asked={
        Position.SUPPORT: "support",
        Position.OPPOSE: "opposition",
        Position.AMEND: "a change is asked for",
        Position.ASK: "an explanation is asked for",
    },
    cited="{place} ({ref})",
    position="Position",
    reason="Reason",
    evidence="Evidence",
    present="Present wording",
    present_in="Present wording, in an {kind}",
    present_at="see {place} in the text of {day}.",
    wording="Proposed wording",
    changes="Changes to the text",
    replace="replace “{old}” with “{new}”",
    replace_after="after “{place}”, replace “{old}” with “{new}”",
    delete="delete “{old}”",
    delete_after="after “{place}”, delete “{old}”",
    insert_after="insert “{new}” after “{place}”",
    insert_before="insert “{new}” before “{place}”",
    confirmation=(
        "The views in this comment are mine, and so are the facts unless a source is named.",
        "The views in this comment are ours, and so are the facts unless a source is named.",
    ),
    sign_off=("Yours faithfully,",),
    sources="Sources",
    sources_note="Provisions quoted, as they stood in the text that was read on {day}.",
    source="{place}, {title} ({ref}). Text of {version}, {language}, {kind}. SHA-256 of the provision’s text: {sha256}. {url}",
    short_source="{place}: {title}, text of {version}, {kind}, SHA-256 {sha256}",
    missing_source="{place} ({ref}). Text of {version}, {language}; that text is no longer at hand. SHA-256: {sha256}.",
    unknown_source="{place} ({ref}): not in the text at hand.",
    also_quoted="Provisions named as evidence:",
    kinds={
        TextKind.OFFICIAL: "official text",
        TextKind.COPY: "imported copy, not checked",
        TextKind.TRANSLATION: "unofficial translation",
        TextKind.RESTATEMENT: "unofficial restatement",
        TextKind.SUMMARY: "unofficial summary",
    },
    languages={"en": "English", "zh": "Chinese"},
    envelope="Write on the envelope:",
    attached="The full comment, with evidence, proposed wording and sources, is attached as {name}.",
    more_attached=("One further point is in the attached file.", "{count} further points are in the attached file."),
    colon=": ",
    marks=("“", "”"),
    full_stop=".",
    listing="; ",
)

CHINESE = Phrases(
    title="关于《{name}》的意见",
    consultation="征求意见项目：{name}",
    reference="文件编号：{codes}",
    marking="事由：{marking}",
    sender="意见提出人：{who}",
    senders={Sender.INDIVIDUAL: "个人", Sender.ORGANISATION: "单位", Sender.ANONYMOUS: "公众（匿名）"},
    salutation="{issuer}：",
    salutation_unnamed="有关负责同志：",
    opening="现就《{name}》提出意见如下。",
    summary="内容摘要",
    counted=("本意见共一点：", "本意见共{count}点："),
    summary_item="{place}：{asked}",
    whole="总体意见",
    point="{number}、关于{place}",
    no_point="{number}、总体意见",
    quoted="条文原文",
    quoted_from="条文内容（{kind}）",
    positions={
        Position.SUPPORT: ("本人支持该规定。", "我单位支持该规定。"),
        Position.OPPOSE: ("本人不赞成该规定。", "我单位不赞成该规定。"),
        Position.AMEND: ("本人建议修改该规定。", "我单位建议修改该规定。"),
        Position.ASK: ("本人请求对该规定作出说明。", "我单位请求对该规定作出说明。"),
    },
    no_position="意见",
    asked={
        Position.SUPPORT: "支持",
        Position.OPPOSE: "不赞成",
        Position.AMEND: "建议修改",
        Position.ASK: "请求说明",
    },
    cited="{place}（{ref}）",
    position="意见",
    reason="理由",
    evidence="依据",
    present="现条文",
    present_in="现条文（{kind}）",
    present_at="见{day}文本中的{place}。",
    wording="建议条文",
    changes="修改之处",
    replace="将“{old}”修改为“{new}”",
    replace_after="将“{place}”后的“{old}”修改为“{new}”",
    delete="删除“{old}”",
    delete_after="删除“{place}”后的“{old}”",
    insert_after="在“{place}”后增加“{new}”",
    insert_before="在“{place}”前增加“{new}”",
    confirmation=(
        "以上意见为本人真实意见；除注明来源者外，所述事实由本人提供。",
        "以上意见为我单位真实意见；除注明来源者外，所述事实由我单位提供。",
    ),
    sign_off=("此致", "敬礼！"),
    sources="附：引用条文及来源",
    sources_note="以下为所引用的条文，以{day}所阅文本为准。",
    source="{place}，《{title}》（{ref}），{version}文本，{language}，{kind}。条文文本SHA-256：{sha256}。{url}",
    short_source="{place}：《{title}》，{version}文本，{kind}，SHA-256 {sha256}",
    missing_source="{place}（{ref}），{version}文本，{language}；该文本现已无法查得。SHA-256：{sha256}。",
    unknown_source="{place}（{ref}）：现有文本中没有。",
    also_quoted="作为依据提及的条文：",
    kinds={
        TextKind.OFFICIAL: "官方文本",
        TextKind.COPY: "导入的副本，未经核对",
        TextKind.TRANSLATION: "非官方译文",
        TextKind.RESTATEMENT: "非官方转述",
        TextKind.SUMMARY: "非官方摘要",
    },
    languages={"en": "英文", "zh": "中文"},
    envelope="信封上请注明：",
    attached="完整意见（含依据、建议条文及来源）见附件{name}。",
    more_attached=("其余一点意见见附件。", "其余{count}点意见见附件。"),
    colon="：",
    marks=("“", "”"),
    full_stop="。",
    listing="；",
)


def phrases(lang: str) -> Phrases:
    """The words for letters in `lang` (ISO 639-1, with or without a region); English for those without their own."""
    return CHINESE if lang.casefold().startswith("zh") else ENGLISH


def spoken_date(day: date, lang: str) -> str:
    """`20 August 2023`, `2023年8月20日`."""
    if phrases(lang) is CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"
