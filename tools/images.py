"""The images of the README and the documentation, from a real browser.

``python -m tools.images`` takes all of them, ``python -m tools.images moving`` the animation, and
``python -m tools.images page`` those of the page in one file.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from itertools import permutations, product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from digit_widgets.app.standalone.page_file import find_models
from digit_widgets.app.standalone.site_files import write_page
from tests.support.digits import DIGITS, NO_DIGITS, finely
from tests.support.notebooks import Lab
from tests.support.page_file import FilePad
from tests.support.pages import Pad, chromium, open_lab, open_voila
from tests.support.servers import lab_server, voila_server

ROOT = Path(__file__).parents[1]
IMAGES, NOTEBOOKS = ROOT / "docs" / "images", ROOT / "notebooks"
#: Animation: pixels of the pad between two frames, and the duration of a frame, and of a digit's
#: last frame, in milliseconds.
_STEP, _FRAME_MS, _REST_MS = 24.0, 80, 1400


def main() -> None:
    """Take all images, or only the animation or those of the page in one file."""
    IMAGES.mkdir(exist_ok=True)
    with chromium() as browser, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if sys.argv[1:] == ["moving"]:
            with voila_server(folder, theme="light") as url:
                _moving(browser, url)
            return
        _page(browser, folder)
        if sys.argv[1:] == ["page"]:
            return
        for theme in ("light", "dark"):
            with voila_server(folder, theme=theme) as url:
                _app(browser, url, f"app-{theme}.png", 1280, 800)
                if theme == "light":
                    _app(browser, url, "app-phone.png", 390, 844)
                    _states(browser, url)
                    _moving(browser, url)
        # A copy, because JupyterLab writes to the notebooks that it opens.
        notebooks = shutil.copytree(NOTEBOOKS, folder / "notebooks")
        with lab_server(folder, notebooks) as url:
            _notebook(browser, url)
            _training(browser, url)
            _explorer(browser, url)
            _inside(browser, url)
            _reasons(browser, Lab(url, notebooks))


def _app(browser: Browser, url: str, name: str, width: int, height: int) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=2, has_touch=width < 640
    )
    pad = open_voila(page, url)
    pad.draw(DIGITS["4"])
    pad.wait_for_label("4")
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / name)
    page.close()


def _page(browser: Browser, folder: Path) -> None:
    """Take the page in one file, wide and on a phone, in both themes."""
    path = write_page(folder / "digits.html", find_models(["reader", "cnn", "ann"]))
    for theme, (name, width, height) in product(
        ("light", "dark"), (("wide", 1280, 760), ("phone", 390, 844))
    ):
        page = browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=theme, has_touch=width < 640
        )
        page.goto(path.as_uri())
        pad = FilePad(page)
        pad.draw(DIGITS["5"])
        pad.expect_label("5")
        page.get_by_text(re.compile("The answer (never )?changed")).first.wait_for()
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)
        page.screenshot(path=IMAGES / f"page-{name}-{theme}.png")
        page.close()


def _moving(browser: Browser, url: str) -> None:
    """Film three digits while they are drawn: one frame every few pixels."""
    page = browser.new_page(viewport={"width": 860, "height": 650}, device_scale_factor=1)
    pad = open_voila(page, url)
    pad.settle()
    frames: list[tuple[bytes, int]] = []
    for label in "358":
        for stroke in DIGITS[label]:
            for number, place in enumerate(pad.positions(finely(stroke, _STEP))):
                page.mouse.move(*place)
                if number == 0:
                    page.mouse.down()
                frames.append((page.screenshot(), _FRAME_MS))
            page.mouse.up()
        pad.wait_for_label(label)
        page.wait_for_timeout(500)
        frames.append((page.screenshot(), _REST_MS))
        pad.press("Reset")
    page.close()
    images = [Image.open(io.BytesIO(png)).convert("RGB") for png, _ in frames]
    images[0].save(
        IMAGES / "drawing.webp",
        save_all=True,
        append_images=images[1:],
        duration=[ms for _, ms in frames],
        loop=0,
        quality=80,
    )


def _states(browser: Browser, url: str) -> None:
    """Take a pad's other states: blank, a rejected drawing, the eraser, and the keys' pen."""
    page = browser.new_page(viewport={"width": 860, "height": 650}, device_scale_factor=1)
    pad = open_voila(page, url)
    # Until the faint digit has drawn itself.
    page.wait_for_timeout(3500)
    page.screenshot(path=IMAGES / "state-empty.png")
    pad.draw(NO_DIGITS["scribble"])
    pad.headline.get_by_text("Not a digit").wait_for()
    page.screenshot(path=IMAGES / "state-refused.png")
    _redraw(pad, "8")
    pad.press("Eraser")
    page.mouse.move(*pad.position((180, 150)))
    page.mouse.down()
    page.mouse.move(*pad.position((180, 200)), steps=8)
    page.mouse.up()
    page.wait_for_timeout(1000)
    page.screenshot(path=IMAGES / "state-eraser.png")
    pad.press("Pen")
    pad.press("Reset")
    pad.surface.focus()
    for key in ["ArrowUp"] * 9 + [" "] + ["ArrowDown"] * 18:
        page.keyboard.press(key)
    pad.wait_for_label("1")
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / "state-keys.png")
    page.close()


def _notebook(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=1)
    pad = open_lab(page, url, "01_draw_a_digit.ipynb")
    pad.draw(DIGITS["3"])
    pad.wait_for_label("3")
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / "notebook.png")
    page.close()


def _training(browser: Browser, url: str) -> None:
    """Take the third notebook's pad and monitor in the training's third epoch or later."""
    page = browser.new_page(viewport={"width": 1100, "height": 2000}, device_scale_factor=1)
    pad = open_lab(page, url, "03_train_cnn.ipynb")
    monitor = page.locator(".digit-widgets-monitor")
    monitor.get_by_text(re.compile("epoch [3-9] of")).wait_for(timeout=300_000)
    pad.draw(DIGITS["2"])
    pad.wait_for_label("2")
    _outputs(page, [pad.root, monitor], "training.png")
    monitor.get_by_role("button", name="Stop").click()
    page.close()


def _explorer(browser: Browser, url: str) -> None:
    """Take the fourth notebook's explorer, with one kind of mistake and one image enlarged."""
    page = browser.new_page(viewport={"width": 1500, "height": 1500}, device_scale_factor=1)
    open_lab(page, url, "04_compare_ann_cnn.ipynb")
    explorer = page.locator(".digit-widgets-confusion")
    explorer.get_by_label("True digit").wait_for(timeout=120_000)
    # The existing mistakes depend on the networks and on the available digits.
    for true, read in permutations("9473852610", 2):
        explorer.get_by_label("True digit").select_option(true)
        explorer.get_by_label("Read as").select_option(read)
        told = explorer.get_by_role("status").filter(has_text=f"{true} read as {read} by")
        told.wait_for()
        if ": 0 images" not in told.inner_text():
            break
    explorer.locator(".digit-widgets-thumb:visible").first.click()
    page.wait_for_timeout(1000)
    explorer.screenshot(path=IMAGES / "explorer.png")
    page.close()


def _inside(browser: Browser, url: str) -> None:
    """Take the fifth notebook's maps, and its timeline at a moment before the end."""
    page = browser.new_page(viewport={"width": 1000, "height": 1500}, device_scale_factor=1)
    pad = open_lab(page, url, "05_look_inside_the_cnn.ipynb")
    pad.draw(DIGITS["4"])
    pad.wait_for_label("4")
    page.wait_for_timeout(1000)
    _outputs(page, [page.locator(".digit-widgets-features")], "maps.png")
    _redraw(pad, "5")
    line = page.locator(".digit-widgets-timeline")
    line.get_by_role("status").get_by_text("The answer changed").wait_for()
    line.locator(".noUi-handle").focus()
    for _ in range(16):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(1000)
    _outputs(page, [line], "timeline.png")
    page.close()


def _reasons(browser: Browser, lab: Lab) -> None:
    """Take the reasons for a 9, with the change that would make it another digit."""
    page = browser.new_page(viewport={"width": 1000, "height": 1500}, device_scale_factor=1)
    first = "from digit_widgets import DigitPad, WhyThisDigit\n\npad = DigitPad()\npad"
    pad = lab.open(page, first, "WhyThisDigit(pad)")
    why = page.locator(".digit-widgets-why")
    why.get_by_text("Draw on the pad").wait_for()
    pad.draw(DIGITS["9"])
    pad.wait_for_label("9")
    why.get_by_text("The smallest change found:").wait_for()
    page.mouse.move(0, 0)
    _outputs(page, [why], "why.png")
    page.close()


def _redraw(pad: Pad, digit: str) -> None:
    """Replace the current drawing by another digit."""
    pad.press("Reset")
    pad.draw(DIGITS[digit])
    pad.wait_for_label(digit)


def _outputs(page: Page, parts: list[Locator], name: str) -> None:
    """Take some widgets in one image, from the first one's top to the last one's bottom."""
    for part in reversed(parts):
        part.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    boxes = [box for part in parts if (box := part.bounding_box())]
    left, top = (min(box[side] for box in boxes) for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    page.screenshot(path=IMAGES / name, clip=clip)


if __name__ == "__main__":
    main()
