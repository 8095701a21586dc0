"""Image steps: what is shown of finding the digits in an image."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from PIL import Image

import digit_widgets as dw
from digit_widgets.errors import ImageError
from digit_widgets.imaging import image_steps, load_scaled_image, normalize_image
from tests.support.scenes import draw_lines, page, write


def test_the_steps_have_names_reasons_and_images() -> None:
    steps = image_steps(write(page(), "42", 150, 150))
    names = [step.name for step in steps]
    assert names[0] == "Image"
    assert "Sheet" in names
    assert len(set(names)) == len(names)
    for step in steps:
        assert step.explanation.endswith(".")
        assert step.image.dtype == np.float32
        assert step.image.shape == steps[0].image.shape
        assert step.image.min() >= 0
        assert step.image.max() <= 1
    assert steps[-1].image.any()


def test_blank_paper_has_the_same_steps() -> None:
    blank, written = image_steps(page()), image_steps(write(page(), "4", 150, 150))
    assert [step.name for step in blank] == [step.name for step in written]
    assert not blank[-1].image.any()


def test_what_a_step_leaves_out_is_dim() -> None:
    box = [[(100, 80), (400, 80), (400, 350), (100, 350), (100, 80)]]
    steps = {
        step.name: step.image
        for step in image_steps(draw_lines(write(page(), "7", 180, 130), box, 4))
    }
    assert steps["Components"][200, 100] == 1
    assert 0 < steps["Pen strokes"][200, 100] < 1
    assert steps["Rows and pieces"][200, 100] == 0


def test_a_small_image_is_one_digit() -> None:
    small = np.zeros((28, 28), np.float32)
    small[5:24, 13:16] = 1
    first, last = image_steps(small)
    np.testing.assert_array_equal(first.image, small)
    np.testing.assert_array_equal(last.image, normalize_image(small))


def test_an_image_of_pillow_has_steps_too() -> None:
    image = Image.fromarray((255 * write(page(), "4", 150, 150)).astype(np.uint8))
    assert dw.image_steps(image)[-1].image.any()


def test_without_opencv_images_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    for function in (normalize_image, image_steps, dw.find_digits, dw.read, dw.read_number):
        with pytest.raises(ImageError, match=r"pip install 'digit-widgets\[images\]'"):
            function(write(page(), "4", 150, 150))
    small = np.zeros((28, 28), np.float32)
    small[5:24, 13:16] = 1
    assert dw.read(small).label == "1"


@pytest.mark.parametrize(("sides", "scale"), [((640, 480), 1), ((3000, 2100), 2), ((4097, 900), 4)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "Pillow"])
def test_it_is_known_by_how_much_an_image_was_shrunk(
    tmp_path: object, sides: tuple[int, int], scale: int, kind: str
) -> None:
    import io

    image, file = Image.new("L", sides, 255), io.BytesIO()
    if kind != "Pillow":
        image.save(file, kind)
    grey, shrunk = load_scaled_image(image if kind == "Pillow" else file.getvalue())
    assert shrunk == scale
    assert grey.shape == (-(-sides[1] // scale), -(-sides[0] // scale))
