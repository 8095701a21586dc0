"""Bars of characters for a terminal."""

from __future__ import annotations

from digit_widgets.app.text_bars import draw_text_bars
from digit_widgets.recognition import Prediction

READ = Prediction.from_scores(("yes", "no"), [0.75, 0.25], None, threshold=0.5, latency=0.0)


def test_a_bar_is_as_long_as_its_share() -> None:
    assert draw_text_bars(READ, "utf-8") == [
        f"yes {'█' * 18}       75%",
        f" no {'█' * 6}                   25%",
    ]


def test_a_part_of_a_character_is_shown_as_eighths() -> None:
    small = Prediction.from_scores(("a", "b"), [0.99, 0.01], None, threshold=0.5, latency=0.0)
    assert draw_text_bars(small, "utf-8")[1].split()[1] == "▎"


def test_where_blocks_cannot_be_printed_there_are_number_signs() -> None:
    for encoding in ("ascii", "latin-1", None, "no-such-encoding"):
        yes, no = draw_text_bars(READ, encoding)
        assert (yes.count("#"), no.count("#")) == (18, 6)


def test_nothing_read_has_no_bars() -> None:
    assert draw_text_bars(Prediction.blank(("0", "1")), "utf-8") == []
