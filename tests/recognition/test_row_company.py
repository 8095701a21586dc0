"""What else stands in a row speaks for a digit, and never against one."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.recognition.row_company import weigh_scores


def weigh(*scores: float) -> list[float]:
    return [round(float(each), 3) for each in weigh_scores(np.array(scores, np.float32))]


def test_among_digits_a_low_score_rises_by_the_rule_of_succession() -> None:
    # Five others that are digits for sure: odds of six to one.
    assert weigh(1, 1, 0.2, 1, 1, 1)[2] == pytest.approx(0.6)
    assert weigh(1, 1, 0.01, 1, 1, 1)[2] < 0.1
    assert weigh(1, 0, 1) == [1, 0, 1]


def test_the_longer_the_row_the_more_it_tells() -> None:
    raised = [weigh(0.2, *[0.99] * count)[0] for count in (2, 4, 7)]
    assert 0.2 < raised[0] < raised[1] < raised[2] < 1


@pytest.mark.parametrize("scores", [(0.4,), (0.4, 1), (0.9, 0.02, 0.1, 0.05), (0.3, 0.3, 0.3, 0.3)])
def test_one_alone_a_pair_and_a_text_stay_as_they_are(scores: tuple[float, ...]) -> None:
    assert weigh(*scores) == [pytest.approx(each, abs=1e-3) for each in scores]
