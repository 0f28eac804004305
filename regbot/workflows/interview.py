"""From a worry to points: questions that the app or a terminal asks, one at a time, each answer saved at once.

Every answer is optional. Questions come from the draft itself, so that it can be gone through again, or from any place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from regbot.compare.redline import Span, redline
from regbot.draft.channels import described, routes
from regbot.draft.checks.verbatim import exactly
from regbot.draft.comment import Comment, Point, Position, Sender
from regbot.draft.file import free_id
from regbot.draft.questions import Ask, Choice, Question, chosen, is_yes, items_of, reworded
from regbot.draft.suggest import Suggestion, suggestions, undefined_terms
from regbot.errors import DraftError
from regbot.model import Provision
from regbot.sanitise import one_line, plain
from regbot.workflows.drafts import read_draft, save_draft
from regbot.workflows.letters import anchor_of, current_texts, provision_of
from regbot.workflows.passages import background, beneath, concerned, sentences_of
from regbot.workflows.refs import find_eid
from regbot.workflows.show import known_document
from regbot.workspace import Workspace

BEFORE = ("sender", "name", "standing", "worry", "provisions")
ABOUT_POINT = ("quote", "position", "reason", "evidence", "wording")
AFTER = ("opening", "closing", "channel", "own_views", "disclosure")
LINES = {
    "name": (
        "Your name, or your organisation's, as it should stand under the comment.",
        "It may become public. Leave it empty to add it later, or not at all.",
    ),
    "standing": (
        "Who are you in this, in one or two sentences?",
        "For example what you do, or how the rule touches you. Only what is true of you: it gives your words weight.",
    ),
    "closing": ("What do you want to say at the end?", "For example what you would like to hear back."),
    "disclosure": (
        "If software helped you write and you want that said: in what words?",
        "Nobody has to say so here unless the notice asks for it.",
    ),
}
TEXTS = {
    "worry": (
        "What worries you, in your own words?",
        "regbot looks with these words for the provisions concerned. They stay in your draft and are not sent.",
    ),
    "opening": ("How do you want to begin?", "One or two sentences before your points: what this is about for you."),
}


def plan(comment: Comment) -> tuple[str, ...]:
    """The ids of all questions for a draft as it is now, in the order in which they are asked."""
    before = (name for name in BEFORE if name != "name" or comment.sender not in (None, Sender.ANONYMOUS))
    points = (f"{point.id}.{part}" for point in comment.points for part in ABOUT_POINT if _is_asked(part, point))
    return (*before, *points, *AFTER)


def following(comment: Comment, question_id: str = "") -> str:
    """The id of the question after `question_id` (the first, for none); empty at the end.

    When the question is no longer asked, it is the one after its place.
    """
    every = (*BEFORE, *(f"{point.id}.{part}" for point in comment.points for part in ABOUT_POINT), *AFTER)
    later = every[every.index(question_id) + 1 :] if question_id in every else every if not question_id else ()
    asked = plan(comment)
    return next((name for name in later if name in asked), "")


def resumed(comment: Comment) -> str:
    """The id of the question after the last one answered, the first where none is; empty at the end.

    That a point has a quote does not count: choosing its provision puts one there.
    """
    answered = [name for name in plan(comment) if _is_answered(comment, name)]
    return following(comment, answered[-1] if answered else "")


def question(workspace: Workspace, comment: Comment, question_id: str) -> Question:
    """The question with this id, with what to choose from. Raises DraftError for an id that `plan` does not have."""
    if question_id not in plan(comment):
        raise DraftError(f"there is no question {one_line(question_id)!r}", f"questions: {', '.join(plan(comment))}")
    point_id, _, part = question_id.rpartition(".")
    if point_id:
        return _about_point(workspace, comment, _point(comment, point_id), part)
    if part in LINES:
        text, help_text = LINES[part]
        return Question(part, Ask.LINE, text, help_text, current=getattr(comment, part))
    if part in TEXTS:
        text, help_text = TEXTS[part]
        return Question(part, Ask.TEXT, text, help_text, current=getattr(comment, part))
    made = {"sender": _sender, "own_views": _own_views}
    return made[part](comment) if part in made else _from_corpus(workspace, comment, part)


def answer(workspace: Workspace, draft_id: str, question_id: str, reply: str) -> Comment:
    """Save the reply to a question and give the draft as it then is; an empty reply changes nothing.

    Raises DraftError for a reply that does not fit the question: nothing is saved then; and where somebody else wrote
    the draft at the same moment.
    """
    stored = read_draft(workspace, draft_id)
    asked = question(workspace, stored.comment, question_id)
    reply = plain(reply).strip()
    if not reply:
        return stored.comment
    changed = _answered(workspace, stored.comment, asked, reply)
    save_draft(workspace, changed, stored.sha256)
    return changed


def redline_of(workspace: Workspace, point: Point, lang: str) -> tuple[Span, ...]:
    """The proposed wording as a redline on the provision's own text; empty while there is none."""
    held = _held(workspace, point, lang)
    return redline(held.text, point.wording) if held and point.wording.strip() else ()


def suggestions_for(workspace: Workspace, point: Point, lang: str) -> tuple[Suggestion, ...]:
    """What the text of a point's provision leaves to ask, in the language of the draft."""
    held = _held(workspace, point, lang)
    if held is None:
        return ()
    document = known_document(workspace, held.document)
    whole = [
        item.text
        for version in current_texts(workspace, document)
        for item in version.provisions
        if version.lang == held.lang
    ]
    terms = undefined_terms(whole, [item.text for item in beneath(workspace, document)])
    return suggestions(held.text, lang, undefined=terms)


def _is_asked(part: str, point: Point) -> bool:
    if part in ("quote", "wording") and point.anchor is None:
        return False
    return part != "wording" or point.position in (None, Position.AMEND, Position.OPPOSE)


def _is_answered(comment: Comment, question_id: str) -> bool:
    point_id, _, part = question_id.rpartition(".")
    if point_id:
        return part != "quote" and bool(getattr(_point(comment, point_id), part))
    return bool(comment.points if part == "provisions" else getattr(comment, part))


def _sender(comment: Comment) -> Question:
    labels = {
        Sender.INDIVIDUAL: "as a person, for myself",
        Sender.ORGANISATION: "for an organisation that asked me to",
        Sender.ANONYMOUS: "without my name",
    }
    choices = tuple(Choice(kind.value, label) for kind, label in labels.items())
    return Question("sender", Ask.CHOICE, "As what do you comment?", choices=choices, current=comment.sender or "")


def _own_views(comment: Comment) -> Question:
    return Question(
        "own_views",
        Ask.YES,
        "Are these your own views, and are the facts in the comment true as far as you know?",
        "Answer yes only if they are: a line in the comment then says so. It can be answered later.",
        current="yes" if comment.own_views else "",
    )


def _from_corpus(workspace: Workspace, comment: Comment, part: str) -> Question:
    document = known_document(workspace, comment.consultation)
    if part == "channel":
        choices = tuple(
            Choice(route.kind, f"{route.kind}: {one_line(route.channel.address)}", note=" ".join(described(route)))
            for route in routes(document)
        )
        return Question(part, Ask.CHOICE, "How do you want to send it?", choices=choices, current=comment.channel)
    found, note = concerned(workspace, document, comment)
    return Question(
        part,
        Ask.CHOICES,
        "Which of these provisions is it about? You may choose several.",
        note or "The words quoted are the provision's own. `regbot show` prints each in full.",
        choices=found,
        background=background(workspace, document, comment.worry, comment.lang),
        current=" ".join(point.anchor.ref for point in comment.points if point.anchor),
    )


def _about_point(workspace: Workspace, comment: Comment, point: Point, part: str) -> Question:
    held = _held(workspace, point, comment.lang)
    where = f"{held.label} {held.heading}".strip() if held else point.anchor.ref if point.anchor else "the whole"
    made = Question(f"{point.id}.{part}", Ask.TEXT, "", about=held)
    if part == "quote":
        choices = tuple(
            Choice(str(at), words, text=words) for at, words in enumerate(sentences_of(held.text) if held else (), 1)
        )
        text, help_text = (
            f"{where}: which words is your point about?",
            "They are quoted exactly. Or write the words yourself.",
        )
        return replace(made, ask=Ask.CHOICES, text=text, help=help_text, choices=choices, current=point.quote)
    if part == "position":
        labels = {
            Position.SUPPORT: "it should stay as it is",
            Position.OPPOSE: "it should not be there",
            Position.AMEND: "it should be changed",
            Position.ASK: "it should be explained",
        }
        choices = tuple(Choice(kind.value, label) for kind, label in labels.items())
        return replace(
            made, ask=Ask.CHOICE, text=f"{where}: what do you want?", choices=choices, current=point.position or ""
        )
    asked = suggestions_for(workspace, point, comment.lang)
    if part == "reason":
        text, help_text = (
            f"{where}: why?",
            "What happens because of it, to whom? Reasons count for more than preference.",
        )
        return replace(made, text=text, help=help_text, suggestions=asked, current=point.reason)
    if part == "wording":
        text = f"{where}: how should it read?"
        help_text = "Write the new text whole, or only the changes, one a line: `words there => words instead`."
        current = point.wording or (held.text if held else "")
        return replace(made, text=text, help=help_text, suggestions=asked, current=current)
    document = known_document(workspace, comment.consultation)
    query = f"{comment.worry} {(held.heading if held else '') or point.quote}"
    return replace(
        made,
        ask=Ask.LINES,
        text=f"{where}: what shows it?",
        help="One a line: what you saw yourself, a figure with its source, a web address; or the number of a provision below.",
        choices=background(workspace, document, query, comment.lang),
        current="\n".join(point.evidence),
    )


def _answered(workspace: Workspace, comment: Comment, asked: Question, reply: str) -> Comment:
    point_id, _, part = asked.id.rpartition(".")
    if point_id:
        point = _point_answered(workspace, _point(comment, point_id), comment.lang, asked, reply)
        return replace(comment, points=tuple(point if item.id == point_id else item for item in comment.points))
    if part == "sender":
        return replace(comment, sender=Sender(chosen(asked, reply)))
    if part == "channel":
        return replace(comment, channel=chosen(asked, reply))
    if part == "own_views":
        return replace(comment, own_views=is_yes(reply))
    if part == "provisions":
        return _with_points(workspace, comment, asked, reply)
    said: dict[str, Any] = {part: one_line(reply) if part == "name" else reply}
    return replace(comment, **said)


def _point_answered(workspace: Workspace, point: Point, lang: str, asked: Question, reply: str) -> Point:
    part = asked.id.rpartition(".")[2]
    if part == "position":
        return replace(point, position=Position(chosen(asked, reply)))
    if part == "reason":
        return replace(point, reason=reply)
    if part == "evidence":
        return replace(point, evidence=items_of(asked, reply))
    held = _held(workspace, point, lang)
    if held is None:
        raise DraftError("the text of this provision is not at hand", "choose the provision again")
    if part == "wording":
        return replace(point, anchor=anchor_of(held), wording=reworded(point.wording or held.text, reply))
    return replace(point, anchor=anchor_of(held), quote=_quoted(held, asked, reply))


def _quoted(held: Provision, asked: Question, reply: str) -> str:
    """Words of the provision: a stretch from the first to the last sentence chosen, or those written, if it has them."""
    numbers = reply.replace(",", " ").split()
    if not all(number.isdecimal() for number in numbers):
        own = exactly(reply, held.text)
        if own is None:
            raise DraftError(
                f"{held.label} does not say {one_line(reply)[:80]!r}", "choose by number, or copy its words exactly"
            )
        return own
    texts = [choice.text for choice in asked.choices if choice.value in numbers]
    if len(texts) < len(set(numbers)):
        raise DraftError(f"there is no sentence {reply}", f"choose from 1 to {len(asked.choices)}")
    first = held.text.index(texts[0])
    last = held.text.index(texts[-1], first) + len(texts[-1])
    return held.text[first:last]


def _with_points(workspace: Workspace, comment: Comment, asked: Question, reply: str) -> Comment:
    """`comment` with a point for each provision named that has none yet: by number, ref, or in words."""
    document = known_document(workspace, comment.consultation)
    texts = current_texts(workspace, document)
    refs = {choice.value: choice for choice in asked.choices}
    words = reply.replace(",", " ").replace("，", " ").replace("、", " ").split()
    if all(word in refs or word.isdecimal() for word in words):
        missing = [word for word in words if word not in refs]
        if missing:
            raise DraftError(f"there is no number {missing[0]}", f"choose from 1 to {len(asked.choices)}")
        wanted = [(refs[word].ref, refs[word].text) for word in words]
    else:
        named = [part.strip().removeprefix(f"{document.id}#") for part in reply.replace("、", ",").split(",")]
        wanted = [(f"{document.id}#{find_eid(document.id, part, texts)}", "") for part in named if part]
    points = list(comment.points)
    taken = {point.anchor.ref for point in points if point.anchor}
    for ref, words_there in dict(wanted).items():
        held = provision_of(workspace, ref, comment.lang)
        if held and ref not in taken:
            quote = words_there if words_there and words_there in held.text else next(iter(sentences_of(held.text)), "")
            points.append(Point(free_id({point.id for point in points}), anchor_of(held), quote))
    return replace(comment, points=tuple(points))


def _point(comment: Comment, point_id: str) -> Point:
    return next(point for point in comment.points if point.id == point_id)


def _held(workspace: Workspace, point: Point, lang: str) -> Provision | None:
    """The text of a point's provision as of the moment asked from, in the language that it was quoted in."""
    return provision_of(workspace, point.anchor.ref, point.anchor.lang or lang) if point.anchor else None
