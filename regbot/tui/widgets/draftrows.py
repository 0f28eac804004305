"""The words of the Draft screen: drafts in a list, the steps of one, choices, what the checks found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from regbot import wording
from regbot.draft.checks.finding import Finding, Level
from regbot.draft.comment import Comment
from regbot.tui import text
from regbot.workflows.interview import plan

if TYPE_CHECKING:
    from regbot.draft.questions import Choice, Question
    from regbot.track.deadlines import Deadline
    from regbot.tui.drafting import DraftLine
    from regbot.workflows.closed import Closed
    from regbot.workflows.draft_checks import Report

NAMES = {
    "sender": "As what",
    "name": "Name",
    "standing": "Who you are",
    "worry": "What worries you",
    "provisions": "Provisions",
    "quote": "Words quoted",
    "position": "What you want",
    "reason": "Why",
    "evidence": "What shows it",
    "wording": "How it should read",
    "opening": "Beginning",
    "closing": "End",
    "channel": "How to send it",
    "own_views": "Your own views",
    "disclosure": "Software used",
}
HELP = {
    "provisions": "Enter marks one, F8 goes on. What you stand on shows in full beside.",
    "quote": "They are quoted exactly. Enter marks a sentence, F8 goes on.",
    "evidence": "One a line: what you saw yourself, a figure with its source, a web address.",
    "wording": "This is its own text: change it as you would have it. What you change shows as a redline beside.",
}
LEVELS = {Level.BLOCK: "bold $error", Level.WARN: "bold $draft", Level.NOTE: "$quiet"}
WORDS = {Level.BLOCK: "MUST", Level.WARN: "LOOK", Level.NOTE: "NOTE"}
POSITIONS = {"support": "$in-force", "oppose": "$error", "amend": "$draft", "ask": "$news"}
TEACH = (
    ("1", "n chooses a consultation. Or read a draft rule, stand on a provision, and press i."),
    ("2", "Say what worries you, in your own words: regbot finds the provisions it concerns."),
    ("3", "For each: what you want, why, what shows it, and how it should read instead."),
    ("4", "Checks run while you type: deadline, exact quotes, length, personal data."),
    ("5", "w makes the file to send and tells each step. regbot itself never sends anything."),
)


def help_of(question: Question) -> str:
    """How to answer, where that is otherwise here than on a terminal."""
    return HELP.get(question.id.rpartition(".")[2], question.help)


def teaching() -> Content:
    """How a comment comes about."""
    lines = [Content.styled("From a worry to a comment", "bold $primary"), Content()]
    for number, words in TEACH:
        lines += [Content.styled(f"{number}) ", "bold $accent") + Content(words), Content()]
    return Content("\n").join(
        [*lines, Content.styled("Your drafts are Markdown files of your own, in drafts/.", "$quiet")]
    )


def entry(line: DraftLine) -> Content:
    """A draft in the list: what it is about; its state, points, last change."""
    comment, changed = line.entry.comment, text.day(line.entry.changed.date())
    if comment is None:
        first = text.join(Content.styled("✎", "$error"), text.line(line.entry.id, "bold", 100))
        return Content("\n").join([first, Content("   ") + text.line(line.entry.problem, "$error", 300), Content()])
    name = comment.title or (line.document.name if line.document else comment.consultation)
    marks = [Content.styled("practice", "$quiet")] if comment.practice else []
    marks += (
        [Content.styled(f"✓ sent {text.day(comment.sent[-1].at.date())}", "bold $in-force")] if comment.sent else []
    )
    first = text.join(Content.styled("✎", "$accent"), text.line(name, "bold", 200), *marks)
    points = wording.counted(len(comment.points), "point")
    facts = (deadline(line.entry.deadline), Content.styled(points), Content.styled(f"changed {changed}", "$quiet"))
    own = text.join(text.line(line.entry.id, "$quiet", 100), text.line(comment.first_words, "italic $quiet", 120))
    return Content("\n").join([first, Content("   ") + text.join(*facts), Content("   ") + own, Content()])


def deadline(found: Deadline | None) -> Content:
    """How long comments are taken."""
    if found is None:
        return Content()
    if found.state.is_over:
        return Content.styled(wording.comments(found.state, found.days_left), "$quiet")
    near = found.days_left is not None and found.days_left <= 7
    left = found.days_left
    words = "no closing date" if left is None else "last day" if left == 0 else f"{text.days(left)} left"
    return Content.styled(words, "bold $draft" if near else "bold $in-force")


def steps(comment: Comment) -> Iterator[tuple[str, Content]]:
    """Every question with whether it is answered; an empty id is a heading."""
    yield "", Content.styled("You", "bold $primary")
    for question_id in plan(comment):
        point, _, part = question_id.rpartition(".")
        if question_id == "worry":
            yield "", Content.styled("The rule", "bold $primary")
        elif part == "quote" or (point and part == "position" and f"{point}.quote" not in plan(comment)):
            yield "", _point(comment, point)
        elif question_id == "opening":
            yield "", Content.styled("The letter", "bold $primary")
        done = bool(value_of(comment, question_id))
        sign = Content.styled("✓ ", "$in-force") if done else Content.styled("· ", "$quiet")
        yield question_id, sign + Content(NAMES[part])


def value_of(comment: Comment, question_id: str) -> str:
    """What a question's answer is now, empty for none."""
    point_id, _, part = question_id.rpartition(".")
    if part == "provisions":
        return "yes" if comment.points else ""
    holder = next((point for point in comment.points if point.id == point_id), None) if point_id else comment
    value = getattr(holder, part, "")
    return "\n".join(value) if isinstance(value, tuple) else "yes" if value is True else str(value or "")


def choice(item: Choice, *, chosen: bool, several: bool) -> Content:
    """A choice with its mark; below it what it says, or its rules."""
    on, off = ("☑ ", "☐ ") if several else ("◉ ", "○ ")
    mark = Content.styled(on, "bold $accent") if chosen else Content.styled(off, "$quiet")
    own_words = item.label == item.text
    lines = [mark + (text.line(item.label, "" if own_words else "bold", 2_000))]
    if item.text and not own_words:
        lines.append(Content("  ") + text.line(f"“{item.text}”", "italic", 2_000))
    if item.note:
        lines.append(Content("  ") + text.line(item.note, "$quiet", 600))
    return Content("\n").join([*lines, Content()])


def finding(item: Finding, key: str, keys: Mapping[str, str]) -> Content:
    """What a check found, where, and what to do; `key` takes it out, `keys` is the person's own key map."""
    first = text.join(
        Content.styled(f"{WORDS[item.level]} {item.id}", LEVELS[item.level]), text.line(item.message, "", 600)
    )
    mend = Content.styled(f"{key} takes it out", "bold $accent") if item.removable else Content()
    return Content("\n").join([first, Content("         ") + text.join(mend, text.remedy(item.fix, keys, "$quiet"))])


def counts(report: Report | None, *, notes: bool = True) -> Content:
    """How the checks stand, in a word or two."""
    if report is None:
        return Content.styled("checking…", "$quiet")
    found = {level: sum(item.level is level for item in report.findings) for level in Level}
    parts = [
        Content.styled(f"{found[Level.BLOCK]} to settle", LEVELS[Level.BLOCK]) if found[Level.BLOCK] else Content(),
        Content.styled(f"{found[Level.WARN]} to look at", LEVELS[Level.WARN]) if found[Level.WARN] else Content(),
        Content.styled(wording.counted(found[Level.NOTE], "note"), "$quiet")
        if found[Level.NOTE] and notes
        else Content(),
    ]
    ready = Content.styled("✓ nothing blocks it", "bold $in-force") if report.ready else Content()
    return text.join(ready, *parts)


def over(found: Closed) -> list[Content]:
    """What there is to say of a consultation that takes no more comments."""
    lines = [Content.styled("Comments are no longer taken. The draft is kept for practice.", "bold $draft"), Content()]
    if found.sequel:
        status = text.badge(found.sequel_status) if found.sequel_status else Content()
        lines += [
            text.join(
                "Withdrawn by:" if found.is_withdrawal else "In its place:",
                text.line(found.sequel.name, "bold", 200),
                status,
            ),
            Content(),
        ]
    if found.remedies:
        lines.append(Content.styled("What a person can still do", "bold $primary"))
    for item in found.remedies:
        where = text.line(f"{item.provision.label}, {item.document.name}: ", "$quiet", 200)
        lines += [where + text.say(f"“{item.quote}”"), Content()]
    return lines


def _point(comment: Comment, name: str) -> Content:
    point = next(point for point in comment.points if point.id == name)
    number = comment.points.index(point) + 1
    where = point.anchor.ref.partition("#")[2] if point.anchor else "the whole"
    colour = POSITIONS.get(point.position or "", "$primary")
    return text.line(f"{number} {where}", f"bold {colour}", 60)
