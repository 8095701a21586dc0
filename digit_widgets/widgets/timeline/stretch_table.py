"""Stretch table: what was read, and from which point on, for screen readers."""

from __future__ import annotations

from html import escape

from ipywidgets import HTML

from digit_widgets.ink.playback import place
from digit_widgets.recognition.timeline import Timeline

__all__ = ["StretchTable"]

_HEAD = (
    "<caption>What was read after every point</caption>"
    '<tr><th scope="col">From</th><th scope="col">Read</th></tr>'
)


class StretchTable(HTML):  # type: ignore[misc]
    """A table with a row for each answer, which is heard and not seen: the strip is seen."""

    def show(self, timeline: Timeline | None) -> None:
        """Show a timeline; None leaves no table."""
        rows = "" if timeline is None else "".join(_rows(timeline))
        table = f"<table>{_HEAD}{rows}</table>" if rows else ""
        self.value = f'<div class="digit-widgets-spoken">{table}</div>'


def _rows(timeline: Timeline) -> list[str]:
    rows = []
    for stretch in timeline.stretches:
        stroke, point = place(timeline.ink, timeline.moments[stretch.first].n_points)
        where = f"point {point} of stroke {stroke}"
        rows.append(f'<tr><th scope="row">{where}</th><td>{escape(stretch.text)}</td></tr>')
    return rows
