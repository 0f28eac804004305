"""Tables as lines of text, a row a line, whose columns stay in line where cells span several of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

WIDEST = 100
"""No cell is taken to span more columns or rows."""


def rows_of_text(rows: Iterable[Iterable[tuple[str, int, int]]]) -> Iterator[str]:
    """A line for each row, its cells between bars. A cell is its text, and how many columns and rows it spans.

    A spanning cell stands in the first of its columns and rows, the others are empty. Rows without any text are left out.
    """
    taken: dict[int, int] = {}
    for row in rows:
        cells: list[str] = []
        taken = {column: rest - 1 for column, rest in taken.items() if rest > 1}
        for text, wide, tall in row:
            while len(cells) in taken:
                cells.append("")
            if tall > 1:
                taken |= dict.fromkeys(range(len(cells), len(cells) + wide), tall)
            cells += [text, *[""] * (wide - 1)]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield " | ".join(cells).strip()


def span(value: object, more: int = 0) -> int:
    """How many columns or rows an attribute says, from 1 to WIDEST; `more` is added to what it says."""
    text = str(value or "").strip()
    return min(max(int(text) + more, 1), WIDEST) if text.isascii() and text.isdigit() and len(text) < 9 else 1
