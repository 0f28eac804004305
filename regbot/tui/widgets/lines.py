"""Lines of a list: cut off at the edge rather than wrapped."""

from __future__ import annotations

from dataclasses import replace

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Lines(Visual):
    """`content` with one row for each of its lines, however wide."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.height = content.plain.count("\n") + 1

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
