"""A document's outline: what it is, and its provisions to choose from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from regbot.model import Provision
from regbot.tui import text
from regbot.tui.messages import OpenProvision
from regbot.tui.widgets.documents import when
from regbot.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from regbot.workflows.show import Outline


class OutlineView(Vertical):
    """Header and list of provisions; Enter opens one."""

    outline: Outline | None = None

    def compose(self) -> ComposeResult:
        """Header above, list below."""
        yield Static(id="outline-head", classes="head")
        yield OptionList(id="outline-list")

    def show(self, outline: Outline, eid: str) -> None:
        """Show `outline`, standing on provision `eid` if there is one."""
        self.outline = outline
        self.query_one("#outline-head", Static).update(header(outline))
        self.query_one("#outline-list", OptionList).set_options(_options(outline.version.provisions))
        self.call_after_refresh(self._stand_on, eid)

    def take_focus(self) -> None:
        """Focus the list."""
        self.query_one("#outline-list").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the chosen provision."""
        event.stop()
        if self.outline and event.option.id:
            self.post_message(OpenProvision(f"{self.outline.listed.document.id}#{event.option.id}"))

    def _stand_on(self, eid: str) -> None:
        options = self.query_one("#outline-list", OptionList)
        places = {option.id: place for place, option in enumerate(options.options)}
        first = next((place for place, option in enumerate(options.options) if not option.disabled), None)
        options.highlighted = places.get(eid, first)


def header(outline: Outline) -> Content:
    """Status, titles, issuer, dates, languages, what is missing."""
    listed = outline.listed
    document = listed.document
    titles = list(dict.fromkeys(document.title.values()))
    dates = [
        f"published {text.day(document.published)}" if document.published else "",
        text.in_force(listed.effective, listed.expires),
        ", ".join(text.LANGUAGES.get(lang, lang) for lang in outline.languages),
    ]
    kind = text.kind(outline.version.kind, outline.version.lang)
    lines = [
        text.join(text.badge(listed.legal_status), text.line(document.name, "bold"), when(listed.deadline)),
        *(text.line(title) for title in titles),
        text.line(document.issuer, "$quiet"),
        Content.styled(" · ".join(date for date in dates if date), "$quiet"),
        *(text.line(told, "$draft", 300) for told in listed.told_of_force),
        text.join(Content.styled(kind, "bold $quiet"), text.line(outline.version.notice, "$quiet"), by=" · "),
        text.join(Content.styled("Incomplete", "bold $draft"), text.line(document.incomplete, "$draft"))
        if document.incomplete
        else Content(),
    ]
    return Content("\n").join([item for item in lines if item])


def _options(provisions: tuple[Provision, ...]) -> list[Option]:
    options: list[Option] = []
    container: tuple[str, ...] = ()
    for provision in provisions:
        if provision.breadcrumb != container:
            container = provision.breadcrumb
            if container:
                options.append(Option(Lines(text.line(" › ".join(container), "bold $quiet", 200)), disabled=True))
        options.append(Option(Lines(partial(_entry, provision)), id=provision.eid))
    return options


def _entry(provision: Provision) -> Content:
    label = text.line(provision.label or provision.eid, "", 80)
    heading = text.line(provision.heading, "$quiet", 200)
    gap = Content.styled("not available", "$draft") if provision.gap else Content()
    return text.join(label, heading, gap)
