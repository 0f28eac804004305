"""Entries of a list whose lines are wrapped below their own beginning, beside the mark."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from regbot.tui.widgets.prose import WIDEST, wrap


class Hanging(Visual):
    """`content` wrapped line by line; rows after the first of a line start `hang` cells in."""

    def __init__(self, content: Content, hang: int = 2) -> None:
        self.content = content
        self.hang = hang
        self._wrapped: tuple[int, Content] | None = None

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width of the longest line."""
        return self.content.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:  # noqa: ARG002
        """Nothing keeps it from being wrapped."""
        return 1

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """One row for each wrapped line."""
        return self._at(width).plain.count("\n") + 1

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The wrapped lines."""
        return self._at(width).render_strips(width, height, style, options)

    def _at(self, width: int) -> Content:
        width = max(8, min(width, WIDEST))
        if self._wrapped is None or self._wrapped[0] != width:
            lines = self.content.split("\n", allow_blank=True)
            self._wrapped = (width, Content("\n").join([row for line in lines for row in wrap(line, width, self.hang)]))
        return self._wrapped[1]
