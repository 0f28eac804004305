"""What parts of the app tell each other, and what workers tell the app."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from regbot.compare.compare import Comparison
    from regbot.errors import RegbotError
    from regbot.tui.views import HomeView, Library, Mark, Page, Reply
    from regbot.workflows.show import Outline
    from regbot.workflows.tracking import Tracker


class Stage(StrEnum):
    """How far the search is ready."""

    OPENING = "opening"
    BUILDING = "building"
    WORDS = "words"
    READY = "ready"
    NO_MODEL = "no_model"
    FAILED = "failed"


class QuestionAsked(Message):
    """A person asked `text`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class OpenProvision(Message):
    """Go to provision `ref` in the reader, with `mark` highlighted."""

    def __init__(self, ref: str, mark: Mark | None = None) -> None:
        super().__init__()
        self.ref = ref
        self.mark = mark


class OpenDocument(Message):
    """Show the outline of a document in the reader; `eid` is the provision to stand on."""

    def __init__(self, document: str, eid: str = "") -> None:
        super().__init__()
        self.document = document
        self.eid = eid


class OpenDraft(Message):
    """Work on a draft."""

    def __init__(self, draft: str) -> None:
        super().__init__()
        self.draft = draft


class LibraryReady(Message):
    """The documents of the corpus are known."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library


class PageReady(Message):
    """A provision has been read."""

    def __init__(self, page: Page, mark: Mark | None, *, take_focus: bool) -> None:
        super().__init__()
        self.page = page
        self.mark = mark
        self.take_focus = take_focus


class OutlineReady(Message):
    """A document's outline has been read."""

    def __init__(self, outline: Outline, eid: str) -> None:
        super().__init__()
        self.outline = outline
        self.eid = eid


class AnswerReady(Message):
    """Question number `number` has its answer."""

    def __init__(self, number: int, reply: Reply) -> None:
        super().__init__()
        self.number = number
        self.reply = reply


class AskFailed(Message):
    """Question number `number` could not be answered."""

    def __init__(self, number: int, error: RegbotError) -> None:
        super().__init__()
        self.number = number
        self.error = error


class StageChanged(Message):
    """The search got to another stage. `detail` says more; `fraction` (0..1) is how much of a build is done."""

    def __init__(self, stage: Stage, detail: str = "", fraction: float | None = None) -> None:
        super().__init__()
        self.stage = stage
        self.detail = detail
        self.fraction = fraction


class Trouble(Message):
    """Something a person should know went wrong outside a question."""

    def __init__(self, error: RegbotError) -> None:
        super().__init__()
        self.error = error


class OpenLink(Message):
    """Open a publisher's page in a browser; `url` is empty where none is known."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


class CommandGiven(Message):
    """A person typed `/name rest`."""

    def __init__(self, name: str, rest: str) -> None:
        super().__init__()
        self.name = name
        self.rest = rest


class HomeReady(Message):
    """What home tells is known."""

    def __init__(self, view: HomeView) -> None:
        super().__init__()
        self.view = view


class TrackerReady(Message):
    """The consultations are known; `said` is what was done to them, to be told, if anything."""

    def __init__(self, tracker: Tracker, said: str = "") -> None:
        super().__init__()
        self.tracker = tracker
        self.said = said


class ComparisonReady(Message):
    """Two texts have been compared; `ref` is the provision to stand on."""

    def __init__(self, comparison: Comparison, ref: str) -> None:
        super().__init__()
        self.comparison = comparison
        self.ref = ref


class PairFound(Message):
    """Two texts to compare, standing on the change of `ref`."""

    def __init__(self, old: str, new: str, ref: str) -> None:
        super().__init__()
        self.old = old
        self.new = new
        self.ref = ref


class MomentChanged(Message):
    """The corpus is looked at as of another day."""


class Told(Message):
    """Something was done, in a sentence."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
