"""The words that the rules in signals.py look for, English and Chinese."""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


BAN = _any(
    r"\b(?:may|must|shall|can) (?:not|no longer)\b",
    r"\bno (?:one|person|organi[sz]ation)\b[^.;]*?\b(?:may|shall)\b",
    r"\b(?:prohibit|forb[ai]d)",
    "不得|禁止|严禁",
)
DUTY = _any(r"\b(?:must|shall|(?:is|are) required to)\b(?! not| no longer)", "应当|必须|(?<!无)须(?!知)")
URGED = _any(r"\b(?:should|ought to|encourage[sd]?|recommended)\b", "鼓励|提倡")
LEAVE = _any(r"\b(?:may|can)\b(?! not| no)", "可以")

EXCEPT_CLAUSE = _any(r"\bunless\b", r"\bexcept\b", r"\bother than where\b", "除外")
EXCEPT_SENTENCE = _any(
    r"\b(?:do|does|shall) not apply\b",
    r"\btakes? precedence\b",
    r"\bprevails?\b",
    "不适用|从其规定|依照其规定|以其规定为准",
)
CONDITION = _any(r"^(?:where|if|when|in case)\b", "^[^，。]*(?:的|时)，", "^(?:如果|基于)")

GROUP = _any(
    r"\bproperty (?:management companies|managers?)\b",
    r"\bbuilding managers?\b",
    r"\bbusiness venues?\b",
    r"\b(?:hotels?(?! room)|banks?|airports?|employers?|schools?|platforms?)\b",
    "物业服务企业|建筑物管理人|经营场所|宾馆(?!客房)|银行|机场|用人单位|平台|学校",
)
"""Kinds of people or places that a rule may be addressed to."""

FLOOR = _any(r"\b(?:at least|(?:no|not) less than|minimum of)\s*$", r"(?:不少于|不低于|至少)\s*$")
CEILING = _any(r"\b(?:within|(?:no|not) (?:more|longer|later) than|not exceed(?:ing)?|at most|up to)\s*$")
CEILING_ZH = _any(r"(?:不超过|不得超过|不多于)\s*$")
CEILING_AFTER = _any("^(?:以)?内", "^以下")
TRIGGER = _any(r"\b(?:more than|over|exceed(?:s|ing)?|reach(?:es|ed|ing)?)\s*$", r"(?:达到|超过|满)\s*$")
TRIGGER_AFTER = _any("^以上")
FINE = _any(r"\bfine[ds]?\b", r"\bpenalt(?:y|ies)\b", "罚款")
"""What stands before or after a figure and says what the figure does."""
