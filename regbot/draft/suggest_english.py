"""What English provisions leave open, by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regbot.compare.lexicon import BAN, DUTY
from regbot.draft.suggest_rules import Rules

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_STOP = frozenset(
    re.findall(
        r"[a-z]+",
        "a an and any anyone are as at be been being but by can each either every for from has have if in into is it its itself may"
        " more must no nor not of on one only or other others out over own same shall should so some such than that the their them"
        " then there these they this those through to under unless until upon use used uses using was were what when where whether"
        " which who whom whose will with within without would also before after about against all article articles paragraph"
        " section sections chapter part provisions provision rule rules following purpose purposes way ways case cases law laws"
        " including between during means mean apply applies applied obey respect carry make makes made do does done give given"
        " take taken keep kept offer offers shown first second third person people public national example another necessary"
        " required relevant appropriate up down regulation regulations administrative",
    )
)
_ACTIONS = (
    r"file|notify|inform|tell|report|register|delete|destroy|erase|respond|reply|answer|handle|publish|correct|submit|apply|"
    r"assess|review|remedy|cancel|deregister|record|announce|disclose|remove|stop|rectify|return|update"
)


def _terms(text: str) -> Iterator[str]:
    """Runs of two or three words that carry meaning, in small letters."""
    for line in re.split(r"[.;:,()\n“”\"]", text):
        words = [match[0].lower() for match in _WORD.finditer(line)]
        for length in (3, 2):
            for at in range(len(words) - length + 1):
                run = words[at : at + length]
                if not any(word in _STOP or len(word) < 3 for word in run) and not run[-1].endswith(
                    ("ly", "ing", "ed")
                ):
                    yield " ".join(run)


def _defines(text: str, term: str) -> bool:
    spelled = re.escape(term)
    return (
        re.search(
            rf"[“\"'‘]?{spelled}s?[”\"'’]?\s+(?:means?|refers? to|is defined|are defined|has the meaning|includes?\b)"
            rf"|\b(?:definition of|hereinafter|referred to as)[^.;\n]{{0,30}}{spelled}|\([“\"]{spelled}[”\"]\)",
            text,
            re.IGNORECASE,
        )
        is not None
    )


RULES = Rules(
    condition=re.compile(
        r"(?P<words>\b(?:(?:only )?(?:if|when|where|once)|provided that|on condition that|subject to|in the event of|as long as"
        r"|only (?:with|after|by|for|to))\b[^.;,\n]{3,160}\b)",
        re.IGNORECASE,
    ),
    exception=re.compile(
        r"(?P<words>\b(?:unless|except(?:ion)?s?\b(?: where| when| for| as| that| to)?|other than|notwithstanding|without prejudice to"
        r"|(?:do|does|shall) not apply|is exempt|are exempt|exempt(?:ed)? from|prevails?(?: over)?)\b[^.;\n]{0,240}\b)",
        re.IGNORECASE,
    ),
    decider=re.compile(
        r"(?P<words>\b(?:(?:as )?(?:determined|decided|specified|prescribed|designated|considered|deemed|found|thought)\b"
        r"(?: \w+){0,2}|approv(?:al|ed)(?: by)?|(?:at|in) (?:its|their|the) (?:sole )?discretion|if necessary|where necessary"
        r"|(?:the )?(?:competent|relevant|responsible|appropriate) (?:authorit(?:y|ies)|departments?|bod(?:y|ies)|agenc(?:y|ies)"
        r"|offices?|ministers?)))\b",
        re.IGNORECASE,
    ),
    vague=re.compile(
        r"(?P<words>\b(?:(?:truly|strictly|genuinely|really) (?:needed|necessary|required)|sufficient(?:ly)?|reasonabl[ey]"
        r"|appropriate(?:ly)?|necessary|significant(?:ly)?|substantial(?:ly)?|adequate(?:ly)?|proportionate|strict(?:ly)?|timely|promptly"
        r"|without (?:undue )?delay|as soon as (?:possible|practicable)|where (?:possible|practicable|appropriate|feasible)"
        r"|as far as possible|legitimate|undue|serious|material(?:ly)?|special|suitable|relevant|effective(?:ly)?"
        r"|public (?:interest|safety|security|order)|social morals|good faith|normal|ordinary|certain|similar|other "
        r"(?:circumstances|purposes|means|measures|reasons|persons))\b(?: (?!and\b|or\b|to\b|of\b|for\b|that\b|in\b|by\b)[a-z]+)?)",
        re.IGNORECASE,
    ),
    once=re.compile(
        rf"\b(?:must|shall|(?:is|are) required to)(?: not)?(?: [\w-]+){{0,4}}? (?:be )?(?:{_ACTIONS})(?:ed|d)?\b(?: [\w-]+){{0,6}}",
        re.IGNORECASE,
    ),
    when=re.compile(
        r"\b(?:within|no later than|at least|before|after|by (?:the end|\d)|every|each (?:year|month|quarter)|annually|monthly|daily"
        r"|immediately|at once|\d+ (?:\w+ )?(?:hours?|days?|weeks?|months?|years?)|(?:hours?|days?|weeks?|months?|years?) (?:of|after"
        r"|before|from))\b",
        re.IGNORECASE,
    ),
    remedy=re.compile(
        r"\b(?:complain(?:t|ts|s)?|appeal(?:s|ed)?|object(?:s|ion|ions)?(?: to)?|withdraw(?:s|n|al)?|compensat\w+|damages|redress|remed\w+"
        r"|review(?:ed)? by|court|tribunal|ombuds\w+|sue|claim(?:s|ed)? |request (?:deletion|correction|access)|legal liability"
        r"|report (?:it|them|a |any )|right to)\b",
        re.IGNORECASE,
    ),
    binds=re.compile(rf"{BAN.pattern}|{DUTY.pattern}|\bno (?:[\w-]+ ){{1,4}}(?:may|shall|must)\b", re.IGNORECASE),
    terms=_terms,
    defines=_defines,
)
