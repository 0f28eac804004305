"""What a question wants, decided by rule: a date, a way to comment, a provision, a comparison, a list, or content."""

from __future__ import annotations

import re
from enum import StrEnum


class Intent(StrEnum):
    """What kind of answer a question wants. All but CONTENT start from data, not from similarity."""

    DEADLINE = "deadline"
    CHANNELS = "channels"
    ISSUER = "issuer"
    EFFECTIVE = "effective"
    IN_FORCE = "in_force"
    CONSULTATIONS = "consultations"
    DOCUMENTS = "documents"
    PROVISION = "provision"
    CHANGES = "changes"
    CONTENT = "content"


COMMENT = (
    r"(?:comments?|commenting|feedback|submissions?|consultation|opinions?|views?|responses?|responding|"
    r"have (?:my|a|your|our) say|weigh(?:ing)? in)"
)
COMMENT_ZH = r"(?:意见|征求意见|反馈|建议|提意见)"

PATTERNS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (
        Intent.CONSULTATIONS,
        re.compile(
            r"\b(?:which|what|list|show|any)\b[^?]*\b(?:consultations?|drafts?|proposals?)\b[^?]*\b(?:open|closing|"
            r"closed|accepting|out for)\b|"
            r"\bwhat (?:is|can i) (?:open|comment on)\b|(?:哪些|有什么|列出).*(?:征求意见|草案)(?!稿.*(?:第|规定|"
            r"要求))",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.DEADLINE,
        re.compile(
            rf"\b(?:deadline|cut-?off|closing date|due date)\b|\blast (?:day|date|chance)\b[^?]*\b{COMMENT}|"
            rf"\b(?:when|until when|what (?:day|date)|how long|how many days)\b[^?]*\b{COMMENT}\b[^?]*\b(?:close[sd]?"
            rf"|end(?:s|ed)?|due|over|open(?:ed)?|start(?:ed)?|run|possible|last|left|accepted)?|"
            rf"\b(?:still|too late|can i still|is it)\b[^?]*\b{COMMENT}\b|\b{COMMENT}\b[^?]*\b(?:still open|"
            rf"closed yet|over|period)\b|"
            rf"\bis\b[^?]*\b(?:still )?open for {COMMENT}|"
            rf"截止|{COMMENT_ZH}[^？?]*(?:什么时候|何时|到哪天|到几号|几号|还来得及|多久|多长|结束|期限|期间是|从)|"
            rf"(?:什么时候|何时|几号|还能|还可以|还来得及)[^？?]*{COMMENT_ZH}",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.CHANNELS,
        re.compile(
            rf"\b(?:how|where|which|what|who)\b[^?]*\b(?:send|submit|post|e-?mail|mail|write|file|address|envelope|"
            rf"channels?|ways?|comment)\b[^?]*\b{COMMENT}\b|"
            rf"\b(?:how|where)\b[^?]*\b(?:comment|respond|have (?:my|a|your) say)\b|\b(?:e-?mail|postal|"
            rf"mailing) address\b|\benvelope\b|"
            rf"\bcan i (?:e-?mail|post|mail|send)\b[^?]*\b{COMMENT}\b|"
            rf"(?:怎么|如何|怎样|哪里|哪儿|哪个邮箱|什么邮箱|邮箱|寄到|寄往|信封|渠道|方式)[^？?]*{COMMENT_ZH}|"
            rf"{COMMENT_ZH}[^？?]*(?:怎么|如何|哪里|邮箱|寄|发到|渠道|方式|途径)",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.IN_FORCE,
        re.compile(
            r"\b(?:which|what)\b[^?]*\b(?:rules?|laws?|regulations?|documents?|texts?|"
            r"instruments?)\b[^?]*\b(?:in force|in effect|applied|effective|valid)\b|"
            r"(?:哪些|有哪些|什么)(?:法律|规定|法规|规则|文件)[^？?]*(?:有效|生效|施行|适用)",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.EFFECTIVE,
        re.compile(
            r"\b(?:when|what (?:day|date)|which (?:day|date)|since when|from when)\b[^?]*\b(?:(?:take|took|taken?|"
            r"taking)s? effect|(?:come|came|coming|enter|entered|go|went)s? into (?:force|effect)|"
            r"(?:become|became)s? (?:effective|binding|law)|in (?:force|effect)|effective|start(?:s|ed)? (?:to apply|"
            r"applying)|begin(?:s)? to apply)\b|"
            r"\b(?:effective|start|commencement) date\b|\b(?:is|are|was|were)\b[^?]{0,60}\b(?:already |now |yet |"
            r"still )?(?:in force|in effect)\b|"
            r"\bdid [^?]{0,60}(?:ever )?(?:take effect|come into force|become law)\b|"
            r"(?:什么时候|何时|哪天|哪一天|从何时|几时|几月)[^？?]*(?:施行|生效|实施|起效)|(?:施行|生效|实施)(?:日期|"
            r"时间|了吗|了没)|生效没有",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.CHANGES,
        re.compile(
            r"\b(?:what|how|anything|something|much)\b[^?]*\bchang(?:e|ed|es)\b|\bwhat (?:happened|became) (?:to|"
            r"of)\b|\b(?:was|were|is|are|did|has|have)\b[^?]*\b(?:kept|dropped|"
            r"removed|deleted|retained|survive[ds]?|softened|weakened|tightened|strengthened|carried over|"
            r"make it into|made it into)\b|"
            r"\bdifferen(?:ce|ces|t|tly)\b[^?]*\b(?:between|from|than)\b|\bdiffers?\b|\bcompar(?:e|ed|ison)\b|"
            r"\bstill (?:in|part of)\b|"
            r"\banything dropped\b|改成|改为|变化|变成|修改|保留|删除|删掉|去掉|取消了|区别|不同|差别|还在不在|对比|"
            r"相比",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.ISSUER,
        re.compile(
            r"\bwho\b[^?]{0,30}\b(?:issued|published|wrote|drafted|released|made|adopted|signed|proposed|is behind|"
            r"was behind|enacted)\b|"
            r"\bwhich (?:body|bodies|agenc(?:y|ies)|authorit(?:y|ies)|regulator|ministry|ministries|department|"
            r"institution|court)\b[^?]{0,30}\b(?:issued|published|wrote|drafted|released|made|adopted|signed|proposed"
            r"|is behind|enacted)\b|"
            r"(?:谁|哪个部门|哪些部门|什么部门|哪个机关|哪个机构)[^？?]{0,10}(?:发布|公布|制定|起草|出台|联合)",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.DOCUMENTS,
        re.compile(
            r"\b(?:which|what|list|show)\b[^?]*\b(?:documents|texts|sources|laws and rules)\b[^?]*\b(?:you have|"
            r"do you|corpus|know|available|there)\b|(?:有|收录了?)哪些文件|文件列表",
            re.IGNORECASE,
        ),
    ),
)
SHOWS = re.compile(
    r"^\W*(?:please |can you |could you )?(?:show|open|display|read|print|quote|give)\b|\b(?:say|says|said|state|"
    r"states|stated|provide|provides|text|wording|content|read)\b|"
    r"\bwhat (?:is|does|did|are)\b|写了什么|怎么说|怎么规定|内容|原文|说了什么|是什么|规定了什么|显示|看看|打开",
    re.IGNORECASE,
)


def intent_of(question: str, *, names_provision: bool) -> Intent:
    """The intent of `question`; `names_provision` says that it names one by number ("Article 11")."""
    if names_provision and SHOWS.search(question):
        return Intent.PROVISION
    for intent, pattern in PATTERNS:
        if pattern.search(question):
            return intent
    return Intent.PROVISION if names_provision and len(question) < 40 else Intent.CONTENT
