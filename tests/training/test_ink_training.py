"""Training on drawings: random changes, mixing, scoring, calibration and saving."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from digit_widgets.training.rejection_head import NOT_A_DIGIT
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset, InkDataset
from digit_widgets.errors import DataError
from digit_widgets.imaging import PEN_WIDTH, normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.predictors import LiteRTPredictor
from digit_widgets.recognition import read
from digit_widgets.training import Augmentation, FitResult, FitSettings, TrainingRun, fit
from digit_widgets.training.calibration import calibrate, fit_temperature
from digit_widgets.training.input_pipeline.holdout import parse_writers
from digit_widgets.training.input_pipeline.ink_augmentation import InkAugmentation
from digit_widgets.training.input_pipeline.rendered_ink import InkSettings, RenderedEpochs
from tests.support.digits import DIGITS

QUICK = FitSettings(
    epochs=3,
    batch_size=32,
    ema_momentum=0.9,
    augmentation=Augmentation(rotation=5, scale=0.05, shear=0.05, shift=0.5),
    ink=InkSettings(renderings=6, non_digit_renderings=6),
)
CROSS = Ink.from_strokes([[(0, 0), (100, 100)], [(100, 0), (0, 100)], [(0, 50), (100, 50)]])


@pytest.fixture(scope="module")
def pen() -> InkDataset:
    """Return ten digits drawn by each of two writers."""
    inks = [Ink.from_strokes(DIGITS[str(label)], width=16) for label in range(10)] * 2
    return InkDataset(tuple(inks), np.arange(20) % 10, np.repeat([1, 2], 10))


@pytest.fixture(scope="module")
def trained(tiny_mnist: ImageDataset, pen: InkDataset) -> FitResult:
    return fit("ann", tiny_mnist, QUICK, seed=3, ink=pen, not_digits=[CROSS])


def test_a_changed_drawing_is_another_one_of_the_same_size(pen: InkDataset) -> None:
    augmentation = InkAugmentation()
    for number, ink in enumerate(pen.inks[:10]):
        before = ink.bounds
        changed = augmentation(ink, np.random.default_rng(number))
        after = changed.bounds
        assert before is not None
        assert after is not None
        assert changed != ink
        assert len(changed.strokes) == len(ink.strokes)
        assert 0.6 < max(after.width, after.height) / max(before.width, before.height) < 1.7
        assert augmentation(ink, np.random.default_rng(number)) == changed


def test_a_blank_drawing_stays_blank() -> None:
    assert InkAugmentation()(Ink(), np.random.default_rng(0)) == Ink()


def test_nothing_changes_without_ranges(pen: InkDataset) -> None:
    still = InkAugmentation(rotation=0, slant=0, aspect=0, jitter=0, thinning=1)
    changed = still(pen.inks[3], np.random.default_rng(0))
    for now, before in zip(changed.strokes, pen.inks[3].strokes, strict=True):
        np.testing.assert_allclose(now.points, before.points)


def test_pens_to_learn_from_are_thinner_and_thicker_than_mnists(pen: InkDataset) -> None:
    rng = np.random.default_rng(0)
    widths = np.array([InkAugmentation(pen=0.25).pen_width(rng) for _ in range(200)])
    assert PEN_WIDTH / 1.25 <= widths.min() < 0.85 * PEN_WIDTH
    assert 1.15 * PEN_WIDTH < widths.max() <= 1.25 * PEN_WIDTH
    assert InkAugmentation(pen=0).pen_width(rng) == PEN_WIDTH
    ink = pen.inks[8]
    thin, thick = (normalize_ink(ink, width).sum() for width in (widths.min(), widths.max()))
    assert thin < normalize_ink(ink).sum() < thick
    # Rendered without other changes, the epoch's images of one drawing differ only in the pen.
    still = InkAugmentation(rotation=0, slant=0, aspect=0, jitter=0, thinning=1)
    settings = InkSettings(renderings=8, invented=0, augmentation=still)
    epochs = RenderedEpochs(pen, [], settings, seed=1)
    images, labels = epochs.epoch(0)
    epochs.close()
    eights = images[labels == 8].sum(axis=(1, 2))
    assert eights.max() > 1.15 * eights.min()


def test_each_epoch_is_rendered_afresh_and_the_same_for_the_same_seed(pen: InkDataset) -> None:
    settings = InkSettings(renderings=2, non_digit_renderings=3, invented=0.5)
    epochs, again = (RenderedEpochs(pen, [CROSS], settings, seed=4) for _ in range(2))
    images, labels = epochs.epoch(0)
    assert images.shape == (len(epochs), 28, 28) == (2 * 20 + 3 + 10, 28, 28)
    assert images.dtype == np.float32
    assert (labels == NOT_A_DIGIT).sum() == 3 + 10
    assert labels[:10].tolist() == list(range(10))
    later, _ = epochs.epoch(1)
    assert (later != images).any(axis=(1, 2)).all()
    # A resumed training begins with a later epoch.
    np.testing.assert_array_equal(again.epoch(1)[0], later)
    np.testing.assert_array_equal(again.epoch(0)[0], images)
    for each in (epochs, again):
        each.close()


def outputs(result: FitResult, inks: tuple[Ink, ...]) -> tuple[NDArray[np.float32], ...]:
    images = np.stack([normalize_ink(ink) for ink in inks])[..., np.newaxis]
    probabilities, scores = result.scored.predict(images, verbose=0)
    return probabilities, scores[:, 0]


def test_drawn_digits_are_learnt_and_told_from_others(trained: FitResult, pen: InkDataset) -> None:
    probabilities, scores = outputs(trained, pen.inks)
    assert (probabilities.argmax(axis=1) == pen.labels).mean() > 0.8
    _, crossed = outputs(trained, (CROSS,))
    assert np.median(scores) > crossed[0]
    assert trained.model.output_shape == (None, 10)
    assert trained.model.count_params() == 235_146
    assert trained.scored.count_params() == 235_146 + 56_129
    assert set(trained.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}


def test_its_seed_gives_the_same_weights_and_so_does_a_resumption(
    trained: FitResult, tiny_mnist: ImageDataset, pen: InkDataset, tmp_path: Path
) -> None:
    import keras

    file = tmp_path / "checkpoint.npz"

    def interrupt(epoch: int, _: object) -> None:
        if epoch == 1:
            raise KeyboardInterrupt

    def go(**kwargs: object) -> FitResult:
        return fit(
            "ann", tiny_mnist, QUICK, seed=3, ink=pen, not_digits=[CROSS], checkpoint=file, **kwargs
        )

    assert go(callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=interrupt)]).epochs == 2
    resumed = go(resume=True)
    for now, then in zip(resumed.scored.get_weights(), trained.scored.get_weights(), strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_temperature_is_found_again() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (20_000, 10))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = np.array([rng.choice(10, p=row) for row in shares])
    sharper = shares**2.5 / (shares**2.5).sum(axis=1, keepdims=True)
    assert fit_temperature(sharper.astype(np.float32), labels) == pytest.approx(2.5, rel=0.05)
    assert fit_temperature(shares.astype(np.float32), labels) == pytest.approx(1.0, rel=0.05)


def test_calibrating_puts_the_border_at_one_half_and_keeps_every_label(
    tiny_mnist: ImageDataset, pen: InkDataset
) -> None:
    result = fit("ann", tiny_mnist, replace(QUICK, epochs=1), ink=pen)
    images, labels = tiny_mnist.x_test, tiny_mnist.y_test
    before, scores = result.scored.predict(images[..., None], verbose=0)
    found = calibrate(
        result.model, result.scored, (images[:60], labels[:60]), (images[60:], labels[60:])
    )
    after, moved = result.scored.predict(images[..., None], verbose=0)
    assert (after.argmax(axis=1) == before.argmax(axis=1)).all()
    assert fit_temperature(after, labels) == pytest.approx(1.0, abs=0.03)
    assert ((moved < 0.5) == (scores < found.threshold)).mean() > 0.98
    np.testing.assert_allclose(result.model.predict(images[..., None], verbose=0), after, atol=1e-6)


def written(inks: Sequence[Ink], file: Path, **arrays: NDArray[Any]) -> Path:
    """Write drawings as a file of pen strokes."""
    strokes = [stroke.points for ink in inks for stroke in ink.strokes]
    np.savez(
        file,
        points=np.concatenate(strokes),
        stroke_offsets=np.cumsum([0, *map(len, strokes)]),
        glyph_offsets=np.cumsum([0, *(len(ink.strokes) for ink in inks)]),
        **arrays,
    )
    return file


def saved(pen: InkDataset, folder: Path) -> Path:
    assert pen.writers is not None
    return written(pen.inks, folder / "pen.npz", labels=pen.labels, writers=pen.writers)


def test_alphabets_kept_apart_are_measured_and_not_learnt_from(
    tiny_mnist: ImageDataset, pen: InkDataset, tmp_path: Path
) -> None:
    alphabets = np.array(["Greek", "Crosses", "Greek", "Greek"])
    others = written([CROSS] * 4, tmp_path / "letters.npz", alphabets=alphabets)
    run = TrainingRun("ann", epochs=1, folder=tmp_path, ink=[saved(pen, tmp_path)])
    run = replace(run, not_digits=[others], keep_writers="2")
    with pytest.raises(DataError, match="no alphabet Latin: there are Crosses, Greek"):
        replace(run, keep_alphabets=["Latin"]).run(tiny_mnist, print)
    replace(run, keep_alphabets=["Greek"]).run(tiny_mnist, print)
    card = json.loads((tmp_path / "digit_ann.json").read_text())
    assert card["ink"]["non_digits"]["learnt_from"] == 1
    assert card["kept_apart"]["n_not_digits"] == 3
    assert set(card["kept_apart"]["per_alphabet"]) == {"Greek"}
    assert 0 <= card["kept_apart"]["false_accept"] <= 1
    assert card["command"].endswith("--keep-writers 2 --keep-alphabet Greek")


def test_a_whole_training_keeps_writers_apart_and_saves_the_score(
    tiny_mnist: ImageDataset, pen: InkDataset, tmp_path: Path
) -> None:
    said: list[str] = []
    file, first, second = saved(pen, tmp_path), tmp_path / "first", tmp_path / "second"
    run = TrainingRun("ann", epochs=1, folder=first, ink=[file], keep_writers="2")
    run.run(tiny_mnist, said.append)
    card = json.loads((first / "digit_ann.json").read_text())
    assert card["parameters"] == 235_146
    assert card["ink"]["digits"]["learnt_from"] == 10
    assert card["kept_apart"]["n"] == 10
    assert card["kept_apart"]["command"] == card["command"]
    assert card["calibration"]["fitted_on"] == "21 images held out and 10 drawn digits"
    assert card["command"].endswith("--ink pen.npz --keep-writers 2")
    assert "Finished after 1 epoch(s)" in said[-1]
    probabilities, scores = LiteRTPredictor(first / "digit_ann.tflite").predict_scored(
        tiny_mnist.x_test
    )
    assert probabilities.shape == (100, 10)
    assert scores is not None
    assert scores.shape == (100,)
    reading = read(pen.inks[3], first / "digit_ann.tflite", threshold=1.0)
    assert reading.reason == "not a digit"
    assert reading.label is None
    assert sum(reading.probabilities) == pytest.approx(1.0, abs=1e-3)

    again_as_first = {"keep_writers": "", "calibration": first / "digit_ann.json"}
    replace(run, folder=second, **again_as_first).run(tiny_mnist, said.append)
    again = json.loads((second / "digit_ann.json").read_text())
    for fitted in ("temperature", "border"):
        assert again["calibration"][fitted] == card["calibration"][fitted]
    assert again["ink"]["digits"]["learnt_from"] == 20
    assert again["kept_apart"] == card["kept_apart"]
    assert again["command"].endswith("--ink pen.npz --calibration digit_ann.json")


@pytest.mark.parametrize("text", ["", "x", "1-", "1;2"])
def test_what_names_no_writers_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="names no writers"):
        parse_writers(text)


def test_writers_are_named_by_lists_and_ranges() -> None:
    assert parse_writers("1, 5-7") == {"1", "5", "6", "7"}


def test_options_that_do_not_go_together_are_refused(
    tiny_mnist: ImageDataset, pen: InkDataset, pen_npz: Path, tmp_path: Path
) -> None:
    def run(**options: Any) -> None:
        TrainingRun("ann", epochs=1, folder=tmp_path, **options).run(tiny_mnist, print)

    with pytest.raises(DataError, match="need digits drawn"):
        run(keep_writers="1")
    with pytest.raises(DataError, match="do not say who drew them"):
        run(ink=[pen_npz], keep_writers="1")
    with pytest.raises(DataError, match="none drew these digits"):
        run(ink=[saved(pen, tmp_path)], keep_writers="9")
    with pytest.raises(DataError, match="name writers too"):
        run(ink=[pen_npz], keep_alphabets=["Greek"])
    with pytest.raises(DataError, match="no card of a training that kept writers"):
        run(ink=[pen_npz], calibration=tmp_path / "none.json")
    with pytest.raises(DataError, match="not both"):
        run(ink=[pen_npz], keep_writers="1", calibration=tmp_path / "card.json")


def test_a_training_that_kept_nothing_apart_says_so_and_calibrates_no_other(
    tiny_mnist: ImageDataset, pen_npz: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    run = TrainingRun("ann", epochs=1, folder=tmp_path, ink=[pen_npz])
    run.run(tiny_mnist, said.append)
    assert "Calibrating ..." in said
    card = tmp_path / "digit_ann.json"
    noted = json.loads(card.read_text())
    assert "kept_apart" not in noted
    assert noted["calibration"]["fitted_on"] == "21 images held out"
    with pytest.raises(DataError, match="no card of a training that kept writers"):
        replace(run, calibration=card).run(tiny_mnist, said.append)
