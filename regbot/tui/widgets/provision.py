"""One provision: a header that stays, its text with the quote marked, where it is from, its neighbours."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from regbot.model import Confidence, LegalStatus, Provision, TextKind
from regbot.tui import text
from regbot.tui.messages import OpenProvision
from regbot.tui.views import Mark, Page
from regbot.tui.widgets.prose import Prose

LABEL = 15
"""Cells that the names of facts about a text take."""


class Neighbour(Static):
    """The provision before or after; a click goes there."""

    ALLOW_SELECT = False

    def __init__(self, *, before: bool, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.before = before
        self.provision: Provision | None = None

    def show(self, provision: Provision | None) -> None:
        """Name the neighbour."""
        self.provision = provision
        self.refresh()

    def render(self) -> Content:
        """Its label and heading, with an arrow that points to it."""
        if self.provision is None:
            return Content()
        named = text.join(text.line(self.provision.label, "", 80), text.line(self.provision.heading, "$quiet", 120))
        named = named.truncate(max(1, self.content_size.width - 2), ellipsis=True)
        arrow = Content.styled("‹" if self.before else "›", "bold $primary")
        return arrow + " " + named if self.before else named + " " + arrow

    def on_click(self) -> None:
        """Go there."""
        if self.provision:
            self.post_message(OpenProvision(self.provision.ref))


class Texts(Static):
    """The texts a provision is held in; the one shown is marked, a click on another shows it."""

    ALLOW_SELECT = False

    def show(self, texts: tuple[Provision, ...], chosen: int) -> None:
        """Offer `texts`, with number `chosen` marked; nothing for a single one."""
        self.display = len(texts) > 1
        names = []
        for number, provision in enumerate(texts):
            name = f" {text.LANGUAGES.get(provision.lang, provision.lang)} {provision.kind.value} "
            style = "bold on $panel" if number == chosen else "$quiet"
            names.append(text.touchable(Content.styled(name, style), text=number))
        self.update(Content(" ").join(names))

    def on_click(self, event: events.Click) -> None:
        """Show the text that was clicked."""
        number = event.style.meta.get("text")
        view = self.query_ancestor(ProvisionView)
        if number is not None:
            view.choose(number)


class ProvisionView(Vertical):
    """A page; `l` goes through its texts."""

    page: Page | None = None
    mark: Mark | None = None
    chosen = 0
    beside = False

    def compose(self) -> ComposeResult:
        """Header, texts, body, neighbours."""
        yield Static(id="page-head", classes="head")
        yield Texts(id="page-texts")
        with VerticalScroll(id="page-body"):
            with Horizontal(id="page-sides"):
                yield Prose(Content(), id="page-text")
                yield Prose(Content(), id="page-other")
            yield Prose(Content(), hang=LABEL, id="page-about")
        with Horizontal(id="page-neighbours"):
            yield Neighbour(before=True, id="page-previous")
            yield Static(id="page-number")
            yield Neighbour(before=False, id="page-next")

    def show(self, page: Page, mark: Mark | None) -> None:
        """Show `page` in the text that `mark` is from, scrolled to it; without one in the language shown before."""
        before = self.shown
        self.page, self.mark = page, mark
        self.query_one("#page-previous", Neighbour).show(page.previous)
        self.query_one("#page-next", Neighbour).show(page.next)
        self.query_one("#page-number", Static).update(Content(f"{page.number} of {page.count}"))
        self.choose(_text_of(page, mark or before))

    def choose(self, number: int) -> None:
        """Show text `number` of the page."""
        if self.page is None:
            return
        self.chosen = number % len(self.page.texts)
        provision = self.shown
        assert provision is not None
        self.query_one(Texts).show(self.page.texts, self.chosen)
        self.query_one("#page-head", Static).update(header(self.page, provision))
        self._show_bodies(provision)
        self.query_one("#page-about", Prose).update(about(self.page, provision))
        self.call_after_refresh(self._scroll_to_mark)

    def toggle_beside(self) -> bool:
        """Two texts beside each other, or one again. False where there is one text only."""
        if self.page is None or len(self.page.texts) < 2:
            return False
        self.beside = not self.beside
        self.choose(self.chosen)
        return True

    def _show_bodies(self, provision: Provision) -> None:
        other = counterpart(self.page.texts, self.chosen) if self.page and self.beside else None
        self.set_class(other is not None, "-beside")
        first = body(provision, self.mark)
        if other:
            first = _headed(provision, first)
            self.query_one("#page-other", Prose).update(_headed(other, body(other, None)))
        self.query_one("#page-text", Prose).update(first)

    @property
    def shown(self) -> Provision | None:
        """The provision in the text being shown."""
        return self.page.texts[self.chosen] if self.page else None

    def take_focus(self) -> None:
        """Focus the text, so that arrows scroll it."""
        self.query_one("#page-body").focus()

    def _scroll_to_mark(self) -> None:
        row = self.query_one("#page-text", Prose).quote_row()
        self.query_one("#page-body", VerticalScroll).scroll_to(y=max(0, row - 2), animate=False)


def header(page: Page, provision: Provision) -> Content:
    """Status and document, label and heading, whose words these are."""
    listed = page.listed
    place = text.join(
        text.line(listed.document.name), *(text.line(part, "$quiet", 200) for part in provision.breadcrumb), by=" › "
    )
    doubt = "" if provision.confidence is Confidence.VERIFIED else "$draft"
    facts = [
        Content.styled(text.kind(provision.kind, provision.lang), "bold $quiet"),
        Content.styled(f"text of {text.day(provision.version)}", "$quiet"),
        Content.styled(text.CONFIDENCE_WORDS[provision.confidence], doubt or "$quiet"),
    ]
    lines = [
        text.join(text.badge(listed.legal_status), _since(page), place),
        text.join(
            text.line(provision.label or provision.eid, "bold"), text.line(provision.heading, "bold $primary"), by=" · "
        ),
        text.join(*facts, by=" · "),
    ]
    return Content("\n").join(lines)


def counterpart(texts: tuple[Provision, ...], chosen: int) -> Provision | None:
    """The text to stand beside text `chosen`: official beside any other, else another language, else the next."""
    here = texts[chosen]
    others = [item for item in texts if item is not here and item.kind is not TextKind.SUMMARY] or [
        item for item in texts if item is not here
    ]

    def likeness(item: Provision) -> tuple[bool, bool]:
        official = (item.kind is TextKind.OFFICIAL) != (here.kind is TextKind.OFFICIAL)
        return (not official, item.lang == here.lang)

    return min(others, key=likeness, default=None)


def _headed(provision: Provision, words: Content) -> Content:
    kind = Content.styled(text.kind(provision.kind, provision.lang), "bold $quiet")
    return Content("\n\n").join([kind, words])


def body(provision: Provision, mark: Mark | None) -> Content:
    """The text with `mark` in it, or why there is none."""
    if provision.gap:
        return text.join(Content.styled("Not available", "bold $draft"), text.say(provision.gap), by="\n\n")
    if mark is None:
        return text.say(provision.text)
    start = mark.start if provision.text[mark.start : mark.end] == mark.quote else provision.text.find(mark.quote)
    if not mark.quote or start < 0:
        return text.say(provision.text)
    return text.with_quote(provision.text, start, start + len(mark.quote))


def about(page: Page, provision: Provision) -> Content:
    """Where the text is from: titles, issuer, dates, notice, official link, terms of reuse."""
    document = page.listed.document
    rows = [
        ("Document", " / ".join(dict.fromkeys(document.title.values()))),
        ("Issued by", " ".join(filter(None, (document.issuer, document.issuer_zh)))),
        ("Dates", _dates(page)),
        ("Event", " · ".join(filter(None, (provision.date, provision.source)))),
        ("Text", page.notice if provision.kind is page.provision.kind else ""),
        ("Official page", provision.url or document.url),
        ("Reuse", document.terms),
        ("Ref", provision.ref),
    ]
    lines = [Content.styled(f"{name:<{LABEL}}", "$quiet") + text.line(value, "", 600) for name, value in rows if value]
    return Content("\n").join([Content(), *lines])


def _since(page: Page) -> Content:
    effective = page.listed.effective
    if page.listed.legal_status is LegalStatus.IN_FORCE and effective:
        return Content.styled(f"since {text.day(effective)}", "$quiet")
    if page.listed.legal_status is LegalStatus.NOT_YET_IN_FORCE and effective:
        return Content.styled(f"from {text.day(effective)}", "$quiet")
    return Content()


def _dates(page: Page) -> str:
    document = page.listed.document
    dates = (
        ("published", document.published),
        ("adopted", document.adopted),
        ("in force", page.listed.effective),
        ("in force to", page.listed.expires),
    )
    told = [f"{name} {text.day(value)}" for name, value in dates if value]
    return ", ".join([*told, *page.listed.told_of_force])


def _text_of(page: Page, like: Mark | Provision | None) -> int:
    kinds = [(provision.lang, provision.kind) for provision in page.texts]
    return kinds.index((like.lang, like.kind)) if like and (like.lang, like.kind) in kinds else 0
