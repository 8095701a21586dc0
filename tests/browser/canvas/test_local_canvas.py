"""A canvas on a page that is one file: no kernel, no server, and nothing is asked of anywhere."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from digit_widgets.imaging import ink_to_png
from digit_widgets.ink import MAX_STROKES, Ink, ink_from_json, ink_to_svg
from digit_widgets.widgets.parts.colors import scheme_variables
from digit_widgets.widgets.parts.theme import style_sheet
from tests.frontend.conftest import Npm, npm
from tests.support.axe import axe_problems
from tests.support.hand import Hand
from tests.support.pages import wait_until
from tests.support.tab import fresh_page

__all__ = ["npm"]

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Canvas</title>
<style>{styles}</style>
</head>
<body>
<main class="digit-widgets-pad digit-widgets-live"></main>
<script>{script}</script>
<script>
const image = Float32Array.from({{length: 784}}, (_, i) => (i % 28) / 27);
const canvas = local.mountCanvas(document.querySelector("main"), {{
  isInviting: true,
  getImage: () => image,
}});
</script>
</body>
</html>"""
#: The gradient of the page's model input, as its PNG has it.
_GRADIENT = np.round(np.tile(np.arange(28) / 27, (28, 1)) * 255)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, npm: Npm) -> Path:
    """Write the page, with all that it needs inside."""
    folder = tmp_path_factory.mktemp("page")
    for source, options in {
        "src/local/mount.js": ["--format=iife", "--global-name=local"],
        "styles/standalone.css": [],
    }.items():
        command = ["esbuild", source, "--bundle", f"--outdir={folder}", *options]
        result = npm.run("exec", "--offline", "--", *command)
        assert result.returncode == 0, result.stderr
    built = {path.suffix: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    styles = "\n".join([style_sheet(), scheme_variables(), built[".css"]])
    path = folder / "page.html"
    path.write_text(_PAGE.format(styles=styles, script=built[".js"]), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """Return the opened page; a request to anywhere fails the test."""
    with fresh_page(browser, density=1) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        page.locator(".digit-widgets-tools").wait_for()
        yield page
        assert set(asked) == {file.as_uri()}


def drawn(page: Page) -> Ink:
    """Return the drawing, as the page would store it."""
    text = page.evaluate("canvas.get('_backup')")
    return ink_from_json(text) if text else Ink()


def bright(page: Page) -> int:
    """Return the number of bright pixels of the finished ink."""
    count: int = page.locator(".digit-widgets-canvas").evaluate(
        """canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
            .reduce((sum, value, i) => sum + (i % 4 === 0 && value > 127), 0)"""
    )
    return count


def line(page: Page, *points: tuple[float, float]) -> None:
    """Draw a stroke through points of the surface, with the mouse."""
    box = page.locator(".digit-widgets-ink").bounding_box()
    assert box is not None
    for number, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x, box["y"] + y)
        if number == 0:
            page.mouse.down()
    page.mouse.up()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def wait_for_strokes(page: Page, count: int) -> None:
    wait_until(page, lambda: len(drawn(page).strokes) == count, f"There are not {count} strokes.")


def test_one_draws_erases_and_undoes_by_mouse_finger_and_keys(page: Page) -> None:
    surface = page.locator(".digit-widgets-ink")
    expect(page.locator(".ghost")).to_have_count(1)
    line(page, (40, 60), (200, 60), (120, 230))
    wait_for_strokes(page, 1)
    expect(page.locator(".ghost")).to_have_count(0)
    assert drawn(page).strokes[0].points.tolist() == [[40, 60], [200, 60], [120, 230]]
    whole = bright(page)
    assert whole > 3000
    hand = Hand(page)
    box = surface.bounding_box()
    assert box is not None
    hand.put(1, (box["x"] + 30, box["y"] + 250))
    hand.move({1: (220, 0)}, events=4)
    hand.lift(1)
    wait_for_strokes(page, 2)
    press(page, "Eraser")
    line(page, (100, 20), (100, 100))
    wait_for_strokes(page, 3)
    assert bright(page) > whole
    page.keyboard.press("Control+z")
    wait_for_strokes(page, 2)
    page.keyboard.press("Control+y")
    wait_for_strokes(page, 3)
    press(page, "Undo")
    press(page, "Stroke eraser")
    line(page, (140, 240), (140, 260))
    wait_for_strokes(page, 1)
    assert bright(page) == pytest.approx(whole, rel=0.01)
    page.keyboard.press("Delete")
    wait_for_strokes(page, 0)
    assert bright(page) == 0
    press(page, "Undo")
    press(page, "Pen")
    surface.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
        page.keyboard.press(key)
    wait_for_strokes(page, 2)
    press(page, "Reset")
    wait_for_strokes(page, 0)
    expect(page.get_by_role("button", name="Redo")).to_have_attribute("aria-disabled", "true")


def test_the_drawing_outlives_a_reload_and_what_is_painted_fits_any_size(page: Page) -> None:
    line(page, (40, 60), (200, 60), (120, 230))
    wait_for_strokes(page, 1)
    whole = bright(page)
    page.reload()
    wait_for_strokes(page, 1)
    assert bright(page) == pytest.approx(whole, rel=0.01)
    page.set_viewport_size({"width": 240, "height": 400})
    wait_until(page, lambda: 0 < bright(page) < 0.8 * whole, "The canvas is not smaller.")
    canvas = page.locator(".digit-widgets-canvas")
    assert canvas.evaluate("each => each.width === each.getBoundingClientRect().width")
    assert page.evaluate("document.documentElement.scrollWidth") == 240


def test_files_hold_the_drawing(page: Page) -> None:
    line(page, (40, 60), (200, 60), (120, 230))
    wait_for_strokes(page, 1)
    files = {}
    for name in ("png", "svg", "json"):
        with page.expect_download() as download:
            page.get_by_label("Download").select_option(name)
        assert download.value.suggested_filename == f"drawing.{name}"
        files[name] = download.value.path().read_bytes()
    ink = ink_from_json(files["json"].decode())
    assert ink == drawn(page)
    assert files["svg"].decode() == ink_to_svg(ink, 280, 280)
    shown, kernels = (
        Image.open(io.BytesIO(each)) for each in (files["png"], ink_to_png(ink, 280, 280))
    )
    assert (shown.mode, shown.size) == (kernels.mode, kernels.size)
    assert np.abs(np.asarray(shown, float) - np.asarray(kernels, float)).mean() < 1
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error()); }")
    with page.expect_download() as download:
        press(page, "Copy 28×28")
    assert np.array_equal(np.asarray(Image.open(download.value.path())), _GRADIENT)


def test_a_stroke_that_cannot_be_kept_is_said_so(page: Page) -> None:
    dots = [{"points": [5 + i % 250, 9 + i // 250], "width": 1} for i in range(MAX_STROKES)]
    page.evaluate(f"canvas.ink = {json.dumps({'strokes': dots})}")
    line(page, (40, 60), (200, 60))
    expect(page.get_by_role("alert")).to_contain_text("at most 1,000 strokes")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe_problems(page) == []
    press(page, "Undo")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.evaluate("canvas.close()")
    expect(page.locator("main *")).to_have_count(0)
