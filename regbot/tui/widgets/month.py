"""A month with the closings in it."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from datetime import date

from textual.content import Content
from textual.widgets import Static

from regbot.tui import text

WEEKDAYS = "Mo  Tu  We  Th  Fr  Sa  Su"


class Month(Static):
    """One month, Monday first; days with closings stand out, today is underlined."""

    def show(self, first: date, closings: Mapping[date, list[str]], today: date, chosen: date | None) -> None:
        """Show the month of `first`; `closings` are the names of what closes on a day, `chosen` the day to mark."""
        lines = [Content.styled(f"{first:%B %Y}", "bold $primary"), Content.styled(WEEKDAYS, "$quiet")]
        for week in Calendar().monthdatescalendar(first.year, first.month):
            if any(day.month == first.month for day in week):
                lines.append(Content("  ").join([_cell(day, first, closings, today, chosen) for day in week]))
        here = [day for day in sorted(closings) if (day.year, day.month) == (first.year, first.month)]
        lines.append(Content())
        for day in here:
            for name in closings[day]:
                lines.append(text.join(Content.styled(f"{day.day:>2}", "bold $draft"), text.line(name, "", 200)))
        if not here:
            lines.append(Content.styled("Nothing closes in this month.", "$quiet"))
        self.update(Content("\n").join(lines))


def _cell(day: date, first: date, closings: Mapping[date, list[str]], today: date, chosen: date | None) -> Content:
    if day.month != first.month:
        return Content("  ")
    style = "$quiet"
    if day in closings:
        style = "bold $background on $draft" if day == chosen else "bold $draft"
    if day == today:
        style += " underline"
    return Content.styled(f"{day.day:>2}", style)
