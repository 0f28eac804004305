"""C01, C06 to C09, C11, C22, C23: what the comment itself has to say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regbot.draft.channels import file_codes
from regbot.draft.checks.fields import sent_fields
from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.comment import Comment, Point
from regbot.parse.sentences import split_sentences

CAUSAL = re.compile(
    r"\b(?:because|since|as a (?:result|consequence)|therefore|thus|hence|so that|so (?:it|they|we|I|the"
    r"|people|nobody|no one)\b"
    r"|leads? to|led to|results? in|resulted in|means? that|meant that|caus(?:es?|ed|ing)|due to|owing to"
    r"|in order to|otherwise"
    r"|without (?:it|this|that|such|an?|the)\b|would|prevents?|prevented|makes? (?:it|them|us|people)"
    r"|given that|which is why|the reason"
    r"|if\b|unless|when(?:ever)?\b)",
    re.IGNORECASE,
)
CAUSAL_CHINESE = re.compile(
    r"因为|由于|因此|因而|所以|导致|致使|造成|以免|以便|为了|从而|否则|使得|使其|一旦|如果|若|(?<![社委协议机])会|将|可能"
    r"|原因|之所以|鉴于|不利于|有利于|意味着"
)
FACT = re.compile(
    r"https?://|www\.|\d|\b(?:I|we|my|our)\b[^.!?\n]{0,60}\b(?:am|are|was|were|have|had|saw|see|seen"
    r"|work(?:ed)?|live[ds]?|use[ds]?|run|ran"
    r"|manage[ds]?|own(?:ed)?|treat(?:ed)?|taught|teach|found|asked|told|measured|paid|lost)\b|\b(?:survey"
    r"|study|report|data|statistics|according to"
    r"|court|case|research)\b|我(?:们|家|所在|在|曾|是|的|见|用|住|工作)|本(?:人|公司|单位|小区)|根据|调查"
    r"|数据|统计|报告|研究|案例|判决|[一二三四五六七八九十百千万]+(?:个|次|年|月|天|元|人|家|％|%)",
    re.IGNORECASE,
)
URL_LIKE = re.compile(r"\bhttps?(?=[:/])[^\s，。；、）]*", re.IGNORECASE)
URL = re.compile(r"https?://(?:[^\s/?#.]+\.)+[^\s/?#.]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
PLACEHOLDER = re.compile(
    r"\[\s*(?:…+|\.{2,}|_+|-{2,}|x{2,}|\?+|(?:insert|your|name|date|title|organi[sz]ation|company|address|placeholder|fill|add"
    r"|describe|todo|tbd)\b[^\]\n]{0,80})\s*\]|\{\{|\}\}|<(?:insert|your|name|date)\b[^>\n]{0,80}>|_{4,}|(?<!\S)\?{3,}(?!\S)"
    r"|\b(?:(?-i:TODO|TBD|TBC)|FIXME)\b|(?<!\w)(?-i:X{3,})(?!\w)|\blorem ipsum\b"
    r"|【\s*(?:…+|请|待|填|姓名|日期|单位|插入|此处)[^】\n]{0,40}】|[（(](?:待补充|待填写|此处填写|请填写)[^）)\n]{0,20}[）)]"
    r"|待补充|待填写|某某某|×{3,}",
    re.IGNORECASE,
)
MOST_SENTENCES = 2


def names_consultation(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C01: what is sent names the consultation, and its docket or file number."""
    document = facts.document
    said = _packed(f"{facts.ready.subject}\n{facts.ready.body}")
    names = (*document.title.values(), document.short_title, *document.aliases)
    if not any(_packed(name) in said for name in names if name.strip()):
        yield Finding(
            "C01", Level.BLOCK, f"It does not name the consultation, “{document.title_in(comment.lang[:2])}”.", "title",
            "name it in the title or the opening",
        )  # fmt: skip
    codes = file_codes(document)
    if codes and not any(_packed(code) in said for code in codes):
        yield Finding(
            "C01", Level.BLOCK, f"It does not give the file number {', '.join(codes)}.", "title",
            f"write {codes[0]} into the title",
        )  # fmt: skip


def positions(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C06: every point says what it wants."""
    if not comment.points:
        yield Finding(
            "C06",
            Level.WARN,
            "The comment has no points yet: nothing says which provision should change, or stay.",
            "points",
            f"add one: `regbot draft point {comment.id} REF`",
        )
    for point in comment.points:
        if point.position is None:
            yield Finding(
                "C06",
                Level.WARN,
                f"{_name(point)} does not say whether you support, oppose or would amend it, or ask something.",
                f"{point.id}.position",
                "choose support, oppose, amend or ask",
            )


def reasons(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C07: every point has a reason, and at least one sentence says what follows from what."""
    for point in comment.points:
        where = f"{point.id}.reason"
        if not point.reason.strip():
            yield Finding(
                "C07",
                Level.WARN,
                f"{_name(point)} gives no reason.",
                where,
                "say what happens because of it, and to whom",
            )
        elif not (CAUSAL.search(point.reason) or CAUSAL_CHINESE.search(point.reason)):
            yield Finding(
                "C07",
                Level.WARN,
                f"No sentence in the reason of {_name(point)} says what follows from what.",
                where,
                "add why: because …, so that …, otherwise …",
            )


def evidence(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C08: a source, a number, a date or a fact of one's own; and addresses that look like addresses."""
    for point in comment.points:
        shown = " ".join((point.reason, *point.evidence))
        if not any(item.strip() for item in point.evidence) and not FACT.search(shown):
            yield Finding(
                "C08",
                Level.WARN,
                f"{_name(point)} has no evidence.",
                f"{point.id}.evidence",
                "add a source, a number, or what you saw yourself; only what is true",
            )
        for number, item in enumerate(point.evidence, 1):
            bad = next((like for like in URL_LIKE.finditer(item) if not URL.match(like[0])), None)
            if bad:
                yield Finding(
                    "C08", Level.WARN, f"“{item[:80]}” does not look like a whole web address.",
                    f"{point.id}.evidence.{number}", "copy the address again, from https:// on", bad.start(), bad.end(),
                )  # fmt: skip


def standing(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C11: who speaks, in at most two sentences."""
    count = len(split_sentences(comment.standing))
    if not count:
        yield Finding(
            "C11",
            Level.NOTE,
            "It does not say who you are in this, or what you know of it.",
            "standing",
            "one or two sentences that are true of you give your words weight; it is no duty",
        )
    elif count > MOST_SENTENCES:
        yield Finding(
            "C11",
            Level.NOTE,
            f"Who you are takes {count} sentences.",
            "standing",
            "two are enough: the points matter more",
        )


def own_views(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C22: the person confirmed that these are their views and facts."""
    if not comment.own_views:
        yield Finding(
            "C22",
            Level.WARN,
            "You have not confirmed yet that these are your own views, and the facts true as far as you know.",
            "own_views",
            "read it once more, then write `own_views: yes` at the top of the file, or confirm it in the app",
        )


def placeholders(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C23: nothing is left to fill in, and the comment says something."""
    if not (comment.opening.strip() or comment.closing.strip() or any(map(_says_something, comment.points))):
        fix = f"say what concerns you: `regbot draft point {comment.id} REF --position … --reason …`, or an opening"
        yield Finding("C23", Level.BLOCK, "Nothing is written yet: the comment would be sent empty.", "points", fix)
    for where, text in sent_fields(comment):
        if where.endswith(".quote"):
            continue
        for found in PLACEHOLDER.finditer(text):
            if where.endswith(".wording") and found[0] in facts.public:
                continue
            yield Finding(
                "C23", Level.BLOCK, f"“{found[0][:60]}” is still to be filled in.", where, "fill it in or take it out",
                found.start(), found.end(), removable=True,
            )  # fmt: skip


def _says_something(point: Point) -> bool:
    return bool(point.position or point.reason.strip() or point.evidence or point.wording.strip())


def _packed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _name(point: Point) -> str:
    return f"{point.id} ({point.anchor.ref})" if point.anchor else point.id
