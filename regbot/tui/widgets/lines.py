"""Lines of a list: cut off at the edge rather than wrapped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Lines(Visual):
    """`content` with one row for each of its lines, however wide.

    A function in its place is called when its one row is first shown: a list of thousands makes those in sight alone.
    """

    def __init__(self, content: Content | Callable[[], Content]) -> None:
        self._content = content
        self.height = content.plain.count("\n") + 1 if isinstance(content, Content) else 1

    @property
    def content(self) -> Content:
        """What it shows."""
        if not isinstance(self._content, Content):
            self._content = self._content()
        return self._content

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width of the longest line."""
        return self.content.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:  # noqa: ARG002
        """Nothing keeps it from being cut."""
        return 1

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """The number of lines."""
        return self.height

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines, each ending in an ellipsis where it is cut."""
        rules: RulesMap = {**options.rules, "text_wrap": "nowrap", "text_overflow": "ellipsis"}
        return self.content.render_strips(width, height, style, replace(options, rules=rules))
