"""Attribution and occlusion: right on models whose reasons are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from digit_widgets.errors import ArgumentError, ModelError, ModelWarning
from digit_widgets.explanation import (
    GradCam,
    Question,
    attribute_ink,
    cut_ink,
    find_counterfactual,
    occlude,
)
from digit_widgets.explanation.sentences import (
    describe_attribution,
    describe_picture,
    describe_place,
)
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Bounds, Ink
from digit_widgets.predictors import load_predictor
from tests.explanation.known import InkInPlace, drawing

LOWER_LEFT = (slice(14, 28), slice(0, 14))
UPPER = (slice(0, 14), slice(0, 28))
INKED, CLEAR = Question("inked"), Question("clear")


@pytest.mark.parametrize("digit", ["0", "2", "6", "8"])
@pytest.mark.parametrize("place", [LOWER_LEFT, UPPER])
def test_only_ink_where_the_model_looks_has_evidence(
    digit: str, place: tuple[slice, slice]
) -> None:
    pieces = cut_ink(drawing(digit))
    evidence = attribute_ink(InkInPlace(*place), pieces).weigh(INKED)
    seen = pieces.images[:, *place].sum(axis=(1, 2)) > 0.5
    # A piece is taken away together with its neighbours.
    near = seen | np.roll(seen, 1) | np.roll(seen, -1)
    assert (evidence[~near] < 0.02).all()
    assert (evidence[seen] > -1e-6).all()
    assert evidence[seen].max() > 0.2
    assert near[evidence.argmax()]
    assert not near.all()


def test_the_other_label_is_spoken_against_by_the_same_ink() -> None:
    attribution = attribute_ink(InkInPlace(*LOWER_LEFT), cut_ink(drawing("2")))
    np.testing.assert_allclose(attribution.weigh(CLEAR), -attribution.weigh(INKED), atol=1e-6)
    np.testing.assert_allclose(
        attribution.weigh(Question("clear", "inked")), attribution.weigh(CLEAR), atol=1e-6
    )


def test_evidence_does_not_come_from_a_shift_of_the_rest() -> None:
    """A bar at the top, without which the drawing would be enlarged and moved."""
    ink = Ink.from_strokes([[(60, 40), (220, 40)], [(140, 120), (140, 240)]], width=16)
    pieces = cut_ink(ink)
    below = InkInPlace(slice(18, 28), slice(0, 28))
    evidence = attribute_ink(below, pieces).weigh(INKED)
    np.testing.assert_allclose(evidence[pieces.strokes == 0], 0, atol=1e-6)
    assert evidence[pieces.strokes == 1].max() > 0.1


def test_all_variants_are_read_in_one_batch() -> None:
    model = InkInPlace(*LOWER_LEFT)
    pieces = cut_ink(drawing("3"))
    attribute_ink(model, pieces)
    assert model.calls == 1
    occlude(model, pieces.image)
    assert model.calls == 2


def test_a_stroke_that_vanishes_whole_is_not_read_as_a_blank() -> None:
    """Two dots: each is a piece of its own, and without one the other is left."""
    pieces = cut_ink(Ink.from_strokes([[(60, 60)], [(200, 200)]], width=16))
    attribution = attribute_ink(InkInPlace(*UPPER), pieces)
    upper, lower = attribution.weigh(INKED)
    assert upper > lower == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("place", [LOWER_LEFT, UPPER])
def test_occlusion_marks_where_the_model_looks(place: tuple[slice, slice]) -> None:
    image = normalize_ink(drawing("8"))
    evidence = occlude(InkInPlace(*place), image).weigh(INKED)
    near = np.zeros((28, 28), bool)
    rows, columns = place
    near[max(rows.start - 3, 0) : rows.stop + 3, max(columns.start - 3, 0) : columns.stop + 3] = (
        True
    )
    assert evidence.shape == (28, 28)
    np.testing.assert_allclose(evidence[~near], 0, atol=1e-6)
    inside = np.zeros((28, 28), bool)
    inside[place] = True
    assert inside[np.unravel_index(evidence.argmax(), evidence.shape)]
    assert evidence.max() > 0.1
    assert evidence.min() > -1e-6


def test_an_image_that_one_square_covers_is_not_read_blank() -> None:
    image = np.zeros((28, 28), np.float32)
    image[15:17, 4:6] = 1.0

    class Sharp(InkInPlace):
        def predict_proba(self, images: np.ndarray) -> np.ndarray:
            assert images.any(axis=(1, 2)).all()
            return super().predict_proba(images)

    assert occlude(Sharp(*LOWER_LEFT), image).weigh(INKED).shape == (28, 28)


IMAGE = normalize_ink(drawing("3"))
#: Each explanation of a drawing or of an image, by any model.
OF_INK: list[Callable[[Any, Any], Any]] = [attribute_ink, find_counterfactual]
OF_IMAGES: list[Callable[[Any, Any], Any]] = [
    occlude,
    lambda model, image: GradCam(model).explain(image, Question("3")),
]


@pytest.mark.parametrize("explain", OF_IMAGES)
@pytest.mark.parametrize(
    ("image", "says"),
    [
        (np.zeros((28, 28), np.float32), r"this one is \(28, 28\) and blank"),
        (np.ones((3, 3), np.float32), r"image of 28×28 with some ink; this one is \(3, 3\)"),
        (255 * IMAGE, r"in 0\.\.1, as normalize makes it; this one has values from 0 to 25"),
        (np.where(IMAGE > 0, np.nan, 0), r"in 0\.\.1"),
        (drawing("3"), "not a Ink"),
    ],
)
def test_what_is_no_image_is_refused(
    explain: Callable[[Any, Any], Any], image: Any, says: str
) -> None:
    with pytest.raises(ArgumentError, match=says):
        explain("cnn", image)


@pytest.mark.parametrize("explain", OF_INK)
@pytest.mark.parametrize("pieces", [drawing("3"), IMAGE])
def test_what_is_not_in_pieces_is_refused(explain: Callable[[Any, Any], Any], pieces: Any) -> None:
    with pytest.raises(ArgumentError, match=r"Give a drawing in pieces, cut_ink\(ink\), not a"):
        explain("cnn", pieces)


@pytest.mark.parametrize(
    ("explain", "what"),
    [*((each, cut_ink(drawing("3"))) for each in OF_INK), *((each, IMAGE) for each in OF_IMAGES)],
)
def test_every_explanation_takes_what_load_predictor_takes(
    explain: Callable[[Any, Any], Any], what: Any
) -> None:
    assert explain("cnn", what) is not None
    assert explain(load_predictor("cnn"), what) is not None
    with pytest.raises(ModelError, match="no model 'resnet'"):
        explain("resnet", what)
    with pytest.raises(ModelError, match="An int is not a model"):
        explain(3, what)


def test_a_model_that_reads_no_digits_is_warned_of_where_it_is_explained() -> None:
    def constant(images: np.ndarray) -> np.ndarray:
        return np.full((len(images), 10), 0.1)

    with pytest.warns(ModelWarning, match="reads at best") as caught:
        occlude(constant, IMAGE)
    assert [each.filename for each in caught] == [__file__]


def test_a_broken_model_is_named() -> None:
    class Broken:
        labels = ("inked", "clear")

        def predict_proba(self, images: np.ndarray) -> np.ndarray:
            return np.full((len(images), 2), -2.0)

    with pytest.raises(ModelError, match="probabilities"):
        attribute_ink(Broken(), cut_ink(drawing("7")))


def test_the_bar_of_a_seven_speaks_for_it_rather_than_for_a_one() -> None:
    pieces = cut_ink(drawing("7"))
    attribution = attribute_ink(load_predictor("cnn"), pieces)
    evidence = attribution.weigh(Question("7", "1"))
    _, y = pieces.paths[int(evidence.argmax())].mean(axis=0)
    assert y < 110
    assert evidence.max() > 1


def test_the_strongest_pieces_are_told() -> None:
    told = describe_attribution(
        attribute_ink(InkInPlace(*LOWER_LEFT), cut_ink(drawing("2"))), INKED
    )
    assert "at the bottom left speaks most for inked: without it, the odds are" in told
    assert told.endswith("Nothing drawn speaks against inked.")
    told = describe_attribution(
        attribute_ink(InkInPlace(*LOWER_LEFT), cut_ink(drawing("2"))), CLEAR
    )
    assert "at the bottom left speaks most against clear: without it, the odds are" in told
    nothing = InkInPlace(slice(0, 1), slice(0, 1))
    told = describe_attribution(attribute_ink(nothing, cut_ink(drawing("2"))), INKED)
    assert told == "No single piece makes much difference to inked."


def test_a_picture_is_told() -> None:
    image = normalize_ink(drawing("0"))
    evidence = occlude(InkInPlace(*LOWER_LEFT), image).weigh(INKED)
    assert describe_picture(evidence, image, INKED) == "most for inked at the bottom left"
    assert describe_picture(-evidence, image, CLEAR).startswith("most against clear")
    nothing = np.zeros((28, 28))
    assert describe_picture(nothing, image, INKED) == "little makes a difference to inked"


@pytest.mark.parametrize(
    ("point", "bounds", "words"),
    [
        ((10, 10), (0, 0, 100, 100), "at the top left"),
        ((50, 50), (0, 0, 100, 100), "in the middle"),
        ((99, 50), (0, 0, 100, 100), "at the right"),
        ((100, 100), (0, 0, 100, 100), "at the bottom right"),
        ((1, 90), (0, 0, 5, 100), "at the bottom"),
        ((90, 3), (0, 3, 100, 3), "at the right"),
    ],
)
def test_places_are_thirds_of_the_drawing(
    point: tuple[float, float], bounds: tuple[float, float, float, float], words: str
) -> None:
    assert describe_place(*point, Bounds(*bounds)) == words
