"""C18, C20: words that mark business secrets; abuse, threats, claims to speak for others. Advice, never a block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regbot.draft.checks.fields import own_fields
from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.comment import Comment, Sender

SECRET = re.compile(
    r"\b(?:(?:strictly|commercially|company|commercial in|commercial-in-)[ -]?confiden(?:tial|ce)"
    r"|confidential (?:business )?information"
    r"|business confidential|trade secrets?|proprietary (?:information|data|algorithm|know-how)"
    r"|do not (?:distribute|disclose|publish|share)"
    r"|not for (?:public )?(?:release|distribution|publication)|under (?:an? )?(?:NDA"
    r"|non-disclosure agreement)|internal use only"
    r"|commercially sensitive|not (?:yet )?public(?:ly known)?)\b|\bCBI\b|商业秘密|商业机密|内部资料"
    r"|内部文件|请勿(?:公开|外传|转发)|不得外传|保密协议|未公开的?(?:数据|信息|资料)",
    re.IGNORECASE,
)
ABUSE = re.compile(
    r"\b(?:idiots?|idiotic|morons?|moronic|imbeciles?|scum(?:bags?)?|bastards?|assholes?|f[u*]ck\w*|f\*\*\w*"
    r"|bullshit|go to hell|shut up|stupid (?:people"
    r"|bureaucrats?|officials?|government|fools?)|you people are|crooks|parasites|traitors?|nazis?)\b"
    r"|白痴|傻[逼屄叉子B]|王八蛋|混蛋|去死|滚蛋|狗官|脑残|畜生|他妈的|妈的|狗屁|垃圾(?:官|政府|部门|东西)",
    re.IGNORECASE,
)
THREAT = re.compile(
    r"\b(?:(?:I|we)(?:'ll| will| am going to| are going to) (?:kill|hurt|burn|shoot|hunt|destroy"
    r"|find) (?:you|them|him|her|every)"
    r"|you(?:'ll| will| are going to) (?:regret|pay for|suffer|die)|we know where you (?:live|work)"
    r"|watch your back|or else\b(?=[.!]))"
    r"|弄死|杀了(?:你|他)|打死(?:你|他)|走着瞧|等着瞧|给你们?好看|知道你(?:家)?住|后果自负",
    re.IGNORECASE,
)
FOR_OTHERS = re.compile(
    r"\b(?:on behalf of|speaking for|we,? the (?:people|undersigned|members)|represent(?:s|ing)? (?:all|the"
    r"|thousands|millions|over))\b"
    r"|代表(?:全体|广大|我们(?:公司|单位|协会)|本(?:公司|单位|协会))",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"\bI am (?:a|an|the) (?:member of (?:parliament|congress)|senator|minister|judge|police officer"
    r"|officer of the court|government official"
    r"|civil servant|lawyer|attorney|solicitor|doctor|physician|professor)\b|(?:我|本人)是(?:一名"
    r"|一位)?(?:人大代表|政协委员|法官|检察官|律师|医生|教授|公务员|警察)",
    re.IGNORECASE,
)


def confidential(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C18: words that mark something as secret, unless the notice itself uses them."""
    known = facts.public.casefold()
    for where, text in own_fields(comment):
        for found in SECRET.finditer(text):
            if found[0].casefold() in known:
                continue
            message = f"“{found[0]}”: comments are commonly published."
            fix = "leave out what must stay secret, or ask first how to send it in confidence"
            yield Finding("C18", Level.WARN, message, where, fix, found.start(), found.end())


def tone(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C20: advice on words that make a comment be set aside, and on claims that will be asked about."""
    for where, text in own_fields(comment):
        for found in THREAT.finditer(text):
            fix = "take it out: threats are no comment and may be an offence"
            yield Finding("C20", Level.WARN, f"“{found[0]}” reads as a threat.", where, fix, found.start(), found.end())
        for found in ABUSE.finditer(text):
            fix = "say what is wrong with the rule: abusive comments are often removed unread"
            yield Finding("C20", Level.WARN, f"“{found[0]}” reads as abuse.", where, fix, found.start(), found.end())
        for found in OFFICE.finditer(text):
            message = f"“{found[0]}”: a claim to an office or profession may be looked into."
            yield Finding("C20", Level.NOTE, message, where, "keep it if it is true", found.start(), found.end())
        if comment.sender is Sender.ORGANISATION:
            continue
        for found in FOR_OTHERS.finditer(text):
            message = f"“{found[0]}”: it speaks for others and is not sent for an organisation."
            fix = "speak for yourself, or set `sender: organisation` if it asked you to"
            yield Finding("C20", Level.WARN, message, where, fix, found.start(), found.end())
