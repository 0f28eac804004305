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
    SIZE = "size"
    EVENTS = "events"
    DATED = "dated"
    PROVISION = "provision"
    CHANGES = "changes"
    CONTENT = "content"


COMMENT = (
    r"(?:comments?|commenting|feedback|submissions|consultation|opinions|views|responses|responding|"
    r"(?:my|our|an) (?:opinion|response)|have (?:my|a|your|our) say|weigh(?:ing)? in)"
)
COMMENT_ZH = r"(?:意见(?!稿)|反馈|提(?:\S{0,4})建议)"
OPEN_NOW = r"(?=\s*(?:[?.,;]|$|for\b|now\b|to (?:comment|the public)\b|soon\b|at\b|today\b|until\b|on\b|this\b|yet\b))"
ON_A_DAY = r"(?=\s*(?:[?.,;]|$|on\b|in\b|at\b|now\b|today\b|as of\b|during\b|before\b|after\b|currently\b|then\b))"
OTHER_DUTY = (
    r"(?!\s+(?:for|to)\s+(?:\w+\s+)?(?:fil|regist|delet|notif|report|cancel|apply|appeal|complain|record|destr))"
)
"""After "deadline": it is one that a rule sets, not the one for comments."""
RULE = (
    r"(?:rules?|provisions?|articles?|clauses?|bans?|prohibitions?|requirements?|obligations?|dut(?:y|ies)|thresholds?|"
    r"exceptions?|exemptions?|wording|paragraphs?|chapters?|limits?|anything|something)"
)
RULE_ZH = r"(?:条|规定|要求|条款|门槛|禁令|禁止|内容|限制|例外|标准)"
TEXT = r"(?:drafts?|final|measures|versions?|texts?|proposals?|consultation|old|new|rules?|laws?|interpretation)"
STRICTER = r"(?:stricter|tougher|harsher|looser|softer|weaker|laxer|broader|narrower)"
TEXT_ZH = r"(?:稿|草案|办法|版本?|文本|法|解释|规定|正式|最终)"
TOLD = r"(?:the authors?|issued|published|wrote|drafted|released|made|adopted|signed|proposed|is behind|was behind|enacted)"

PATTERNS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (
        Intent.CONSULTATIONS,
        re.compile(
            r"\b(?:which|what|list|show|any)\b[^?]*\b(?:consultations?|drafts?|proposals?)\b[^?]*\b(?:open|closing|"
            rf"closed|accepting|out){OPEN_NOW}|\b(?:which|what|list|show|any) open (?:consultations?|drafts?)\b|"
            r"\bwhat (?:is open|can i comment on)\b|"
            r"(?:哪些|有什么|列出)[^？?]*(?:征求意见(?!稿)|草案[^？?]*征求)|(?:哪些|列出)(?:\S{0,4})(?:征求意见稿|草案)[？?]?$",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.DATED,
        re.compile(
            r"\b(?:when|(?:on )?(?:what|which) (?:day|date)) (?:was|were|did)\b(?:\s+[\w'’-]+){1,10}?\s+(?:approved?|adopt(?:ed)?|"
            r"signed?|pass(?:ed)?|publish(?:ed)?|promulgated?|released?)\b|"
            r"(?:什么时候|何时|哪天|哪一天|几月几[日号])[^，。？?]{0,6}(?:通过|签署|公布|发布|颁布)(?:的)?[？?]?$",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.DEADLINE,
        re.compile(
            rf"\b(?:deadline|cut-?off|closing date|due date)\b{OTHER_DUTY}|\blast (?:day|date|chance)\b[^?]*\b{COMMENT}\b|"
            rf"\b(?:when|until when|what (?:day|date)|how long|how many days|how much time)\b[^?]*\b{COMMENT}\b|"
            rf"\b(?:still|too late|is it (?:now )?possible)\b[^?]*\b(?:{COMMENT}|comment)\b|"
            rf"\b{COMMENT}\b[^?]*\b(?:still open|closed yet|over|period)\b|"
            rf"\bis\b[^?]*\b(?:still )?open for {COMMENT}|"
            rf"\b(?:is|are|was|were)\b[^?]*\b{COMMENT}\b[^?]*\b(?:open|closed|finished|ended)\b|"
            r"截止(?!日前)|意见稿[^？?]*(?:到哪天|到几号|什么时候结束|何时结束|几号结束)|"
            rf"{COMMENT_ZH}[^？?]*(?:什么时候|何时|到哪天|到几号|几号|还来得及|多久|多长|结束|期限|期间是|从)|"
            rf"(?:什么时候|何时|几号|还能|还可以|还来得及)[^？?]*{COMMENT_ZH}",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.CHANNELS,
        re.compile(
            r"\b(?:how(?! many\b(?! (?:channels|ways)))|where|which|what|who)\b[^?]*"
            r"\b(?:send|submit|post|e-?mail|mail|write|file|address|envelope|"
            rf"channels?|ways?|comment)\b[^?]*\b{COMMENT}\b|"
            rf"\b(?:how(?! many)|where)\b[^?]*\b{COMMENT}\b[^?]*\b(?:sent|submitted|go|addressed|made)\b|"
            rf"\b(?:how|where)\b[^?]*\b(?:comment|respond to (?:the|a|this) (?:\w+ )*"
            r"(?:draft|consultation|proposal|call)|have (?:my|a|your) say)\b|"
            r"\b(?:e-?mail|postal|mailing) address\b|^\W*where to\W*$|\benvelope\b|信封|"
            rf"\bcan i (?:e-?mail|post|mail|send)\b[^?]*\b{COMMENT}\b|"
            rf"(?:怎么|如何|怎样|哪里|哪儿|哪个邮箱|什么邮箱|邮箱|寄到|寄往|渠道|方式)[^？?]*{COMMENT_ZH}|"
            rf"{COMMENT_ZH}[^？?]*(?:怎么|如何|哪里|邮箱|邮件|寄|发到|渠道|方式|途径)",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.IN_FORCE,
        re.compile(
            r"\b(?:which|what)\b[^?]*\b(?:rules?|laws?|regulations?|documents?|texts?|"
            rf"instruments?)\b[^?]*\b(?:in force|in effect|applied|effective|valid){ON_A_DAY}|"
            r"(?:哪些|有哪些|什么)(?:法律|规定|法规|规则|文件)[^？?]*(?:有效|生效|施行|适用(?!于|到|范围))",
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
            rf"\b(?:from|on) (?:what|which) (?:day|date) do(?:es)? (?:the |this |that )?(?:\w+ )?{TEXT} apply\b|"
            r"\bfrom when (?:it|they)\b[^?]{0,20}\bappl(?:y|ies|ied)\b|"
            r"\b(?:is|are|do|does)\b[^?]{0,60}\bstill (?:relevant|valid|current|binding|apply|applies|applicable)\b[\s?.!]*$|"
            r"\b(?:effective|start|commencement) date\b|\b(?:is|are|was|were)\b[^?]{0,60}\b(?:already |now |yet |"
            r"still )?(?:in force|in effect)\b|"
            rf"\b(?:is|are|was|were)\b[^?]{{0,40}}\b{TEXT}\s+(?:(?:now|already|yet|ever|actually|really|a)\s+)*"
            rf"(?:(?:binding )?law|binding)(?:\s+(?:now|yet|already|today))?\s*[?.!]*$|"
            rf"\b(?:when|what (?:day|date)) (?:did|do|does|will) (?:\w+ ){{0,4}}{TEXT} (?:start|begin|apply|kick in)\b|"
            r"\b(?:has|have)\b[^?]{0,60}\bbecome law\b|"
            r"\bdid [^?]{0,60}(?:ever )?(?:take effect|come into force|become law)\b|"
            r"(?:什么时候|何时|哪天|哪一天|从何时|几时|几月)[^？?]*(?:施行|生效|实施|起效)|(?:施行|生效|实施)(?:日期|"
            r"时间|了吗|了没)|生效没有",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.CHANGES,
        re.compile(
            r"\b(?:what|how|anything|something|much)\b(?:(?!\b(?:when|if|where|must|should|may|can|i|my|person)\b)[^?])*"
            r"\bchang(?:e|ed|es)\b|\bwhat (?:happened|became|has become) (?:to|of)\b(?! my\b)|"
            rf"\b(?:what|which)\b[^?]*\b(?:replace[ds]?|t(?:ook|akes|ake) the place of|correspond(?:s|ed)? to)\b[^?]*\b(?:{RULE}|{TEXT})\b|"
            rf"\b(?:was|were|is|are|did|has|have)\b[^?]*\b(?:{RULE}\b[^?]*\b(?:kept|removed|deleted|raised|lowered)|"
            r"dropped|retained|survive[ds]?|softened|weakened|tightened|strengthened|carried over|ma(?:k|d)e it into)\b|"
            r"\b(?:did|has|have|were|was) (?:it|that|this|they|these|those) (?:\w+ )?(?:chang|alter|modif|reword)\w*|"
            r"\b(?:was|were|did|has|have|been)\b[^?]*\b(?:chang|alter|modif|reword)\w*\b[^?]*"
            rf"\b(?:between|from|since|in the)\b[^?]*\b{TEXT}\b|"
            rf"\b(?:what|anything|something)\b[^?]*\b(?:added|left out)\b[^?]*\b{TEXT}\b|\bwhat(?:'s| is) new in\b|"
            rf"\b{TEXT}\b[^?]*\bdiffer(?:s|ent|ence|ences|ently)?\b|\bdiffer(?:s|ent|ence|ences|ently)?\b[^?]*\b{TEXT}\b|"
            rf"\b{STRICTER}\b[^?]*\b{TEXT}\b|\b{TEXT}\b[^?]*\b{STRICTER}\b|"
            rf"\bcompar(?:e|ed|ison)\b[^?]*\b{TEXT}\b|\b{TEXT}\b[^?]*\bcompared\b|"
            r"\bwhat\b[^?]*\b(?:did|does|has|have)\b[^?]*\b(?:drop|dropped|remove[ds]?|delete[ds]?|leave out|left out|cut)\b|"
            rf"{TEXT_ZH}[^？?]*(?:后来|最后|结果)(?:怎么样|怎样|如何|呢)|"
            r"\bstill (?:in|part of|named|listed|mentioned|included)\b|\b(?:has|have|did|was|were)\b[^?]*\bmoved? (?:up|down)\b|"
            rf"\bdid\b[^?]*\b{TEXT}\b[^?]*\b(?:drop|keep|leave out|cut|remove|soften|tighten)\b|"
            rf"\b(?:did|has|have|was|were)\b[^?]*\b(?:get|got|grow|grown|become|made)\b[^?]*\b(?:shorter|longer|lower|higher)\b[^?]*\b{TEXT}\b|"
            rf"\b(?:(?:go|goes|went|gone) (?:up|down)|r[io]sen?|rise|fall|fell|increased?|decreased?)\b[^?]*"
            rf"\b(?:between|from|since|in)\b[^?]*\b{TEXT}\b|"
            rf"\b{TEXT}\s+(?:v\.?|vs\.?|versus|against)\s+(?:the\s+)?{TEXT}\b|{TEXT_ZH}(?:和|与|跟)[^，。？?]{{0,12}}{TEXT_ZH}各|"
            rf"\balready in (?:the |a )?(?:\w+ )?{TEXT}\b|改成|改为|还在不在|对比|相比|有(?:什么|何|哪些)变化|变成|"
            rf"{TEXT_ZH}[^？?]*(?:区别|不同(?!意)|差别|一样吗|相同吗)|(?:区别|不同(?!意)|差别)[^？?]*{TEXT_ZH}|"
            rf"\b{RULE}\b (?:was|were|has been|have been|got) (?:\w+ )?(?:kept|removed|deleted|added|raised|lowered)\b|"
            rf"{RULE_ZH}[^，。？?]{{0,8}}(?:保留|删除|删掉|去掉|取消|修改)(?:了|没|吗)|"
            r"(?:保留|删除|删掉|去掉|取消|修改|新增|增加)了?(?:哪些|什么)",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.ISSUER,
        re.compile(
            rf"\bwho\b[^?]{{0,30}}\b{TOLD}\b|"
            r"\bwhich (?:body|bodies|agenc(?:y|ies)|authorit(?:y|ies)|regulator|ministry|ministries|department|"
            rf"institution|court)\b[^?]{{0,30}}\b{TOLD}\b|"
            r"(?:谁|哪个部门|哪些部门|什么部门|哪个机关|哪个机构)[^？?]{0,10}(?:发布|公布|制定|起草|出台|联合)|"
            r"(?:发布|制定|起草)(?:机关|部门|单位|机构)是",
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
    (
        Intent.SIZE,
        re.compile(
            r"\bhow many articles\b[^?]*\b(?:has|have|had|contains?|are there|long|consists?|includes?)\b|"
            r"\bhow many articles\b.{0,6}\bin\b|(?:共有?|有|分为?)(?:多少|几)条(?!件)|(?:多少|几)条条文",
            re.IGNORECASE,
        ),
    ),
    (
        Intent.EVENTS,
        re.compile(
            r"\bwhat(?: else)? (?:happened|occurred|took place|went on|(?:happens|will happen|is due)(?= (?:on|in)\b))"
            r"[^?]*\b(?:19|20)\d\d\b|"
            r"\b(?:what|which) events?\b[^?]*\b(?:19|20)\d\d\b|\d{4}年[^？?]*发生(?:了|过)?(?:什么|哪些)",
            re.IGNORECASE,
        ),
    ),
)
CHANGE_WORDS = re.compile(
    r"\b(?:(?:what|how)(?:['’]s)?|happened|happens|became|become|chang(?:e|ed|es)|differ(?:s|ence|ences|ent|ently)?|compared?|"
    r"comparison|between|replace[ds]?|took|takes?|place|correspond(?:s|ed)?|kept|drop(?:ped)?|removed?|deleted?|leave out|left out|cut|"
    r"retained|survived?|weakened|tightened|strengthened|versions?|still|already|shorter|longer|lower|higher|moved?|gets?|got)\b|改成|改为|变化|变成|修改|保留|删除|删掉|去掉|取消|"
    r"区别|不同|差别|一样|相同|对比|相比|有什么|了多少|后来|最后|结果|怎么样|怎样|如何",
    re.IGNORECASE,
)
"""What a question about a change says of it being one, and nothing of what changed."""
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
