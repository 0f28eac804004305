"""Home: questions to begin with, what is open and until when, what changed, what one is writing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from regbot.track.changes import ChangeKind
from regbot.track.deadlines import State
from regbot.tui import text
from regbot.tui.messages import OpenDocument, OpenDraft, QuestionAsked
from regbot.tui.views import DraftFile, HomeView
from regbot.tui.widgets.prose import wrap
from regbot.tui.widgets.row import Row
from regbot.workflows.tracking import Tracked

BAR, FULL = 10, 30
"""Cells of the bar of days left, and the days at which it is full."""

PROMISE = (
    "Ask in plain English or Chinese. Every answer quotes the words it rests on, and says whether they bind anyone."
)
HAPPENED = {
    ChangeKind.ANNOUNCED: "published",
    ChangeKind.OPENED: "opened for comment",
    ChangeKind.MOVED: "closing date moved",
    ChangeKind.AMENDED: "text changed",
    ChangeKind.CLOSED: "closed for comment",
    ChangeKind.WITHDRAWN: "withdrawn",
    ChangeKind.OUTCOME: "outcome published",
}


class Example(Row):
    """A question to ask."""

    def __init__(self, number: int, question: str) -> None:
        content = text.join(Content.styled(str(number), "bold $accent"), text.line(question))
        super().__init__(content, lambda: QuestionAsked(question), number)
        self.words = content

    def on_resize(self) -> None:
        """Rows after the first start below its words."""
        width = self.content_size.width
        if width > 8:
            self.update(Content("\n").join(wrap(self.words, width, 3)))


class Section(Vertical):
    """A heading with rows or words below it."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(id=f"home-{name}", classes="section")
        self.title = title

    def compose(self) -> ComposeResult:
        """The heading; the rest comes with `fill`."""
        yield Static(Content.styled(self.title, "bold $primary"), classes="title")

    async def fill(self, title: str, widgets: list[Widget]) -> None:
        """Show other widgets under `title`."""
        async with self.batch():
            await self.query_children().exclude(".title").remove()
            self.query_one(".title", Static).update(Content.styled(title, "bold $primary"))
            await self.mount_all(widgets)


class Home(VerticalScroll, can_focus=False):
    """Two columns where there is room, one where there is not."""

    def compose(self) -> ComposeResult:
        """The promise and the headings; the rest comes from workers."""
        yield Static(Content.styled("What does the rule say?", "bold $primary") + f"\n{PROMISE}", id="promise")
        with Horizontal(id="columns"):
            with Vertical(classes="column"):
                yield Section("examples", "For example")
                yield Section("open", "Open for comment")
            with Vertical(classes="column"):
                yield Section("changed", "Since you were here")
                yield Section("drafts", "Your drafts")
                yield Section("asked", "You asked")

    @property
    def rows(self) -> list[Row]:
        """What arrow keys go through: examples first."""
        return list(self.query(Row))

    def show_examples(self, questions: tuple[str, ...]) -> None:
        """Offer these questions."""
        rows: list[Widget] = [Example(number, question) for number, question in enumerate(questions, 1)]
        teach = "No documents yet. Maintain (F10), then u, asks the publishers for some."
        section = self.query_one("#home-examples", Section)
        self.call_later(section.fill, "For example  ↑ and Enter", rows or [_quiet(teach)])

    async def show(self, view: HomeView) -> None:
        """Tell what is open, what changed, what is being written."""
        await self.query_one("#home-open", Section).fill("Open for comment", _open(view))
        await self.query_one("#home-changed", Section).fill(_since(view), _changed(view))
        await self.query_one("#home-drafts", Section).fill("Your drafts", _drafts(view))
        await self.query_one("#home-asked", Section).fill("You asked  ^r searches", _asked(view))
        self.query_one("#home-asked").display = bool(view.recent)


def days_bar(item: Tracked) -> Content:
    """Days left as a bar that empties, its colour warming in the last week."""
    left = item.deadline.days_left
    if left is None or item.deadline.state.is_over:
        return Content()
    cells = min(BAR, max(1, -(-left * BAR // FULL))) if left else 1
    colour = "$error" if left <= 3 else "$draft" if item.deadline.state is State.CLOSING else "$in-force"
    return Content.styled("━" * cells, colour) + Content.styled("━" * (BAR - cells), "$rule")


def days_words(item: Tracked) -> Content:
    """`12 days left`, `last day`, `no closing date`."""
    deadline = item.deadline
    if deadline.state is State.UPCOMING:
        return Content.styled("opens soon", "$draft")
    if deadline.days_left is None:
        return Content.styled("no closing date", "$draft")
    words = "last day" if deadline.days_left == 0 else f"{text.days(deadline.days_left)} left"
    return Content.styled(words, "bold $draft" if deadline.state is State.CLOSING else "bold")


def closing_words(item: Tracked) -> str:
    """`closes 7 Sep 2023, 23:59 Asia/Shanghai`, in the issuer's zone."""
    closes = item.deadline.closes_at
    if not closes:
        return ""
    verb = "closed" if item.deadline.state.is_over else "closes"
    return f"{verb} {text.day(closes.date())}, {closes:%H:%M} {item.listed.document.timezone}"


def _open(view: HomeView) -> list[Widget]:
    rows: list[Widget] = [_row_of(item) for item in view.open]
    if rows:
        return rows
    teach: list[Widget] = [_quiet("Nothing takes comments today.")]
    if view.closed:
        last = view.closed
        teach.append(
            _document_row(
                last.listed.document.id,
                text.join(text.line(last.listed.document.name), Content.styled("was the last to close", "$quiet")),
                text.line(closing_words(last), "$quiet"),
            )
        )
    teach.append(_quiet("F5 lists every consultation; Maintain (F10), then u, looks for new ones."))
    return teach


def _changed(view: HomeView) -> list[Widget]:
    if not view.happened:
        return [
            _quiet("Nothing moved. Deadlines (F5), press w: watch a consultation, and see here what happens to it.")
        ]
    return [
        _document_row(
            item.listed.document.id,
            text.join(
                Content.styled(f"{text.day(item.change.on):<11}", "$quiet"),
                text.line(item.listed.document.name, "", 200),
                Content.styled(HAPPENED[item.change.kind], "$accent"),
            ),
        )
        for item in view.happened
    ]


def _drafts(view: HomeView) -> list[Widget]:
    if not view.drafts:
        return [_quiet("None yet. F7 begins a comment on a draft rule: a file of your own, kept here.")]
    return [_draft_row(item) for item in view.drafts]


def _draft_row(item: DraftFile) -> Row:
    title, changed = text.line(item.title, "", 200), Content.styled(text.day(item.changed.date()), "$quiet")
    return Row(text.join(Content.styled("✎", "$accent"), title, changed), lambda: OpenDraft(item.path.stem))


def _asked(view: HomeView) -> list[Widget]:
    return [_question_row(question) for question in view.recent]


def _question_row(question: str) -> Row:
    return Row(text.line(question, "", 300), lambda: QuestionAsked(question))


def _since(view: HomeView) -> str:
    return f"Since you were here, {text.day(view.since)}" if view.last else f"Since {text.day(view.since)}"


def _row_of(item: Tracked) -> Row:
    star = Content.styled("★ ", "$accent") if item.watched else Content()
    first = star + text.line(item.listed.document.name, "bold", 200)
    second = text.join(days_bar(item), days_words(item), text.line(closing_words(item), "$quiet"))
    return _document_row(item.listed.document.id, first, second)


def _document_row(document: str, *lines: Content) -> Row:
    return Row(Content("\n").join(lines), lambda: OpenDocument(document))


def _quiet(words: str) -> Static:
    return Static(Content.styled(words, "$quiet"), classes="teach")
