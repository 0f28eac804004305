"""The sentences regbot itself says around quotes, in English and Chinese."""

from __future__ import annotations

import re
from datetime import date, datetime

from regbot.model import Act, Confidence, Document, DocumentKind, ForceChange, LegalStatus, Provision, TextKind
from regbot.parse.assemble import UNLABELLED
from regbot.parse.numerals import format_chinese

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
KINDS = {
    "en": {
        TextKind.OFFICIAL: "official text",
        TextKind.COPY: "imported copy, unchecked",
        TextKind.TRANSLATION: "unofficial translation",
        TextKind.RESTATEMENT: "restatement, unofficial",
        TextKind.SUMMARY: "summary, unofficial",
    },
    "zh": {
        TextKind.OFFICIAL: "官方文本",
        TextKind.COPY: "导入的副本，未经核对",
        TextKind.TRANSLATION: "非官方译文",
        TextKind.RESTATEMENT: "非官方复述",
        TextKind.SUMMARY: "非官方摘要",
    },
}
DETERMINED = re.compile(r"(?:an?|my|our|your|his|her|its|their|this|these|some|no)\s", re.IGNORECASE)
"""How a name begins that cannot stand after "the"."""

EN = {
    "closed": "Comments on the {name} closed on {closes}, {ago}.",
    "open": "Comments on the {name} close on {closes}: {left} left.",
    "period": "Comments on the {name} were open for {days}, from {opens} to {closes}.",
    "not_before": "The {name} took effect on {day}: before that day it did not apply.",
    "not_yet": "On {day} the {name} (published {published}) did not exist yet: it speaks to this.",
    "unnamed": "regbot finds no provision that names '{words}'; the nearest:",
    "unsure": "regbot is not sure that this answers the question{words}; the nearest:",
    "dated": "The {name}: {events}.",
    "upcoming": "Comments on the {name} open on {opens} and close on {closes}.",
    "unknown": "The corpus holds no closing date for comments on the {name}.",
    "none_open": "No consultation in the corpus is open for comment on {day}.",
    "never_open": "The {name} is not open for comment: the corpus records no consultation on it.",
    "issuer": "{issuer} issued the {name}{when}.",
    "effective": "The {name} took effect on {day}.",
    "effective_future": "The {name} will take effect on {day}.",
    "delayed": "The {name} was to take effect on {first}; the {by}{published} delayed that to {day}.",
    "delayed_to": "The {by}{published} delayed the {name} to {day}.",
    "extended": "The {name} was to end on {first}; the {by}{published} extended that to {day}.",
    "extended_to": "The {by}{published} extended the {name} to {day}.",
    "temporary": "The {name} is made for a time: its last day in force is {day}.",
    "lapsed": "The {name} was in force until {day} and is so no longer.",
    "lapsed_since": "The {name} was in force from {first} to {day} and is so no longer.",
    "put_off": "The {name} has no day of effect: the {by}{published} delayed it without naming one.",
    "withdrawn": "The {name} was withdrawn by the {by}{day}.",
    "to_be_withdrawn": "The {name} is to be withdrawn by the {by}{day}.",
    "no_comments": "Comments on the {name} are no longer taken.",
    "never_effective": "The {name} is only a draft: it has no effective date and has not taken effect.",
    "finalised": "The {draft} became the {final}, {status}.",
    "in_force_on": "In force on {day}, as far as the corpus goes:",
    "nothing_in_force": "Nothing in the corpus was in force on {day}.",
    "no_rule": "regbot finds no provision on this in the {name}.",
    "compared": "The {old} and the {new} side by side:",
    "read_as": "“{written}” was read as “{read}”.",
    "amended": "Amended from the {old} to the {new}, figures and duties first, as far as rules about words can tell:",
    "more_changes": "There are more: {counts}. `{command}` shows them all.",
    "dropped": "In the {name}, without a counterpart that regbot finds in the {other}:",
    "added": "New in the {name}, as far as regbot finds no counterpart in the {other}:",
    "not_available": "{label} of the {name} is not available: {gap}",
    "draft_note": "The {draft} is a draft and never took effect; the {final} ({status}) took its place.",
    "draft_open_note": "The {draft} is only a draft: it is not in force.",
    "news_note": "A news report is no evidence of what the law says: read the provisions themselves.",
    "unverified": "{label} of the {name} is unverified: its content was restated from memory.",
    "number_unverified": "The article number of {label} of the {name} is from memory.",
    "unofficial": "The wording quoted is not the issuer's own: {kinds}. Only the issuer's original text is authoritative.",
    "copied": "The wording quoted comes from a file that was imported and not checked against the issuer's text.",
    "incomplete": "The {name} is incomplete in the corpus: {why}",
    "documents": "The corpus holds {count} documents:",
    "size": "There are {count} articles in the {name}, by the number of the last, {label}.",
}
ZH = {
    "closed": "《{name}》的征求意见已于{closes}截止，{ago}。",
    "open": "《{name}》的征求意见将于{closes}截止，还剩{left}。",
    "period": "《{name}》征求意见共{days}，自{opens}至{closes}。",
    "not_before": "《{name}》自{day}起施行，此前不适用。",
    "not_yet": "在{day}，《{name}》（{published}公布）尚未公布，而它谈到这个问题。",
    "unnamed": "没有找到提到「{words}」的条文，最接近的是：",
    "gap": "语料库没有收录其内容。",
    "unsure": "不能确定以下内容回答了这个问题{words}，最接近的是：",
    "dated": "《{name}》：{events}。",
    "upcoming": "《{name}》自{opens}起征求意见，{closes}截止。",
    "unknown": "语料库没有《{name}》的截止日期。",
    "none_open": "{day}，语料库中没有正在征求意见的文件。",
    "never_open": "《{name}》不在征求意见：语料库没有相关记录。",
    "issuer": "《{name}》由{issuer}发布{when}。",
    "effective": "《{name}》自{day}起施行。",
    "effective_future": "《{name}》将自{day}起施行。",
    "delayed": "《{name}》原定自{first}起施行，《{by}》{published}将其推迟至{day}。",
    "delayed_to": "《{by}》{published}将《{name}》推迟至{day}施行。",
    "extended": "《{name}》原定有效期至{first}，《{by}》{published}将其延长至{day}。",
    "extended_to": "《{by}》{published}将《{name}》的有效期延长至{day}。",
    "temporary": "《{name}》有期限，有效期至{day}。",
    "lapsed": "《{name}》有效期至{day}，现已失效。",
    "lapsed_since": "《{name}》自{first}至{day}有效，现已失效。",
    "put_off": "《{name}》没有施行日期：《{by}》{published}将其推迟，未定新日期。",
    "withdrawn": "《{name}》已由《{by}》{day}撤回。",
    "to_be_withdrawn": "《{name}》将由《{by}》{day}撤回。",
    "no_comments": "《{name}》不再接受意见。",
    "never_effective": "《{name}》只是草案，没有施行日期，从未生效。",
    "finalised": "《{draft}》后来成为《{final}》，{status}。",
    "in_force_on": "就语料库所及，{day}有效的文件：",
    "nothing_in_force": "语料库中没有{day}有效的文件。",
    "no_rule": "在《{name}》中没有找到这方面的条文。",
    "compared": "《{old}》与《{new}》对照：",
    "read_as": "“{written}”按“{read}”理解。",
    "amended": "《{old}》到《{new}》有改动的，数字和义务的变化在前（按词语规则判断）：",
    "more_changes": "还有：{counts}。用 `{command}` 可看全部。",
    "dropped": "《{name}》中有、在《{other}》中没有找到对应条文的：",
    "added": "《{name}》新增、在《{other}》中没有找到对应条文的：",
    "not_available": "《{name}》{label}不可得：{gap}",
    "draft_note": "《{draft}》是征求意见稿，从未生效，已由《{final}》（{status}）取代。",
    "draft_open_note": "《{draft}》只是征求意见稿，没有法律效力。",
    "news_note": "新闻报道不能证明法律怎么规定，请以条文为准。",
    "unverified": "《{name}》{label}未经核实：内容凭记忆复述。",
    "number_unverified": "《{name}》{label}的条号凭记忆。",
    "unofficial": "引文并非发布机关的原文：{kinds}，以发布机关的原文为准。",
    "copied": "引文来自导入的文件，未与发布机关的原文核对。",
    "incomplete": "语料库中的《{name}》不完整：{why}",
    "documents": "语料库共有{count}份文件：",
    "size": "《{name}》共{count}条，以最后一条{label}的条号计。",
}


def say(lang: str, phrase: str, **values: str) -> str:
    """The sentence `phrase` in `lang` with `values` filled in."""
    if lang == "zh":
        return ZH[phrase].format(**values)
    sentence = EN[phrase]
    for key, value in values.items():
        if DETERMINED.match(value):
            sentence = re.sub(rf"\b[Tt]he (?=\{{{key}\}})", "", sentence)
    return sentence.format(**values)


def name_of(document: Document, lang: str) -> str:
    """How a sentence in `lang` calls the document, to stand after "the" or in 《》."""
    if lang == "zh":
        return document.title_in("zh")
    return document.name.removeprefix("the ").removeprefix("The ")


def label_of(provision: Provision, lang: str) -> str:
    """`Article 5`, or 第五条 in Chinese whatever the language of the text at hand."""
    if lang != "zh":
        return provision.label
    number = provision.eid.removeprefix("art_")
    if provision.eid.startswith("art_") and number.isdigit():
        return f"第{format_chinese(int(number))}条"
    return UNLABELLED["zh"].get(provision.eid, provision.label)


def gap_of(reason: str, lang: str) -> str:
    """Why a text is missing, in `lang`: the corpus gives its reasons in English, and a Chinese sentence goes without."""
    return say("zh", "gap") if lang == "zh" and reason.isascii() else reason


def day_of(day: date, lang: str) -> str:
    """`7 September 2023` or 2023年9月7日."""
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dated(day: date | None, lang: str) -> str:
    """` (7 September 2023)` or （2023年9月7日）, to stand after a name; empty where no day is known."""
    if day is None:
        return ""
    return f"（{day_of(day, lang)}）" if lang == "zh" else f" ({day_of(day, lang)})"


def change_told(document: Document, change: ForceChange, by: Document, day: date, lang: str) -> str:
    """What `by` did to the force of `document`, as it stands on `day`: from which day to which, or from when."""
    values = {"name": name_of(document, lang), "by": name_of(by, lang)}
    if change.act is Act.WITHDRAWS:
        phrase = "withdrawn" if document.is_withdrawn_on(day) else "to_be_withdrawn"
        return say(lang, phrase, day=dated(change.counts_from, lang), **values)
    values["published"] = dated(change.published, lang)
    if not change.day:
        return say(lang, "put_off", **values)
    values["day"] = day_of(change.day, lang)
    phrase, first = ("delayed", document.effective) if change.act is Act.DELAYS else ("extended", document.expires)
    return say(lang, phrase, first=day_of(first, lang), **values) if first else say(lang, f"{phrase}_to", **values)


def moment_of(moment: datetime, lang: str) -> str:
    """A closing moment with its zone; the last second of a day is told as the day's end."""
    zone = str(moment.tzinfo)
    ends_day = (moment.hour, moment.minute) == (23, 59)
    if lang == "zh":
        return f"{day_of(moment, lang)}{'24时' if ends_day else moment.strftime('%H:%M')}（{zone}）"
    return f"{day_of(moment, lang)} ({'end of the day' if ends_day else moment.strftime('%H:%M')}, {zone})"


def days_of(count: int, lang: str) -> str:
    """`18 days` or 18天."""
    return f"{count:,}天" if lang == "zh" else f"{count:,} day{'' if count == 1 else 's'}"


def status_of(document: Document, day: date, lang: str) -> str:
    """The legal status on `day` in words, with the date it began where that is known."""
    status = document.status_on(day)
    begins, gone = document.effective_on(day), document.withdrawal_on(day)
    if gone and document.is_withdrawn_on(day):
        when = day_of(gone.counts_from, lang) if gone.counts_from else ""
        if lang == "zh":
            return f"{when}已撤回"
        return f"withdrawn on {when}" if when else "withdrawn"
    since = day_of(begins, lang) if begins else ""
    expires = document.expires_on(day)
    until = day_of(expires, lang) if expires else ""
    if until and status is LegalStatus.REPEALED:
        return f"有效期至{until}，已失效" if lang == "zh" else f"no longer in force: until {until}"
    zh = {
        LegalStatus.IN_FORCE: (f"自{since}起施行" if since else "现行有效") + (f"，至{until}止" if until else ""),
        LegalStatus.NOT_YET_IN_FORCE: f"{since}起施行，尚未生效" if since else "尚未生效",
        LegalStatus.DRAFT: "征求意见稿，未生效",
        LegalStatus.NEWS: "新闻，非法律",
        LegalStatus.SUPERSEDED: "已被取代",
        LegalStatus.REPEALED: "已废止",
    }
    en = {
        LegalStatus.IN_FORCE: "in force" + (f" since {since}" if since else "") + (f", until {until}" if until else ""),
        LegalStatus.NOT_YET_IN_FORCE: f"not yet in force: from {since}" if since else "not yet in force",
        LegalStatus.DRAFT: "draft, not law",
        LegalStatus.NEWS: "news, not law",
        LegalStatus.SUPERSEDED: "superseded",
        LegalStatus.REPEALED: "repealed",
    }
    if status is LegalStatus.DRAFT and document.kind is DocumentKind.NOTICE:
        return "公告，非法律" if lang == "zh" else "notice, not law"
    return (zh if lang == "zh" else en)[status]


def lead_of(document: Document, provision: Provision, day: date, lang: str) -> str:
    """What stands before a quote: whose words they are and what force they have."""
    status = status_of(document, day, lang)
    if lang == "zh":
        mark = f"，{KINDS['zh'][provision.kind]}" if provision.kind is not TextKind.OFFICIAL else ""
        return f"《{name_of(document, lang)}》{label_of(provision, lang)}（{status}{mark}）："
    return f"{', '.join(filter(None, (document.name, provision.label or provision.heading)))} ({status}): "


def confidence_note(document: Document, provision: Provision, lang: str) -> str:
    """A caution about the provision's content or number; empty when both are verified."""
    phrase = {Confidence.UNVERIFIED: "unverified", Confidence.NUMBER_UNVERIFIED: "number_unverified"}.get(
        provision.confidence
    )
    return say(lang, phrase, label=label_of(provision, lang), name=name_of(document, lang)) if phrase else ""
