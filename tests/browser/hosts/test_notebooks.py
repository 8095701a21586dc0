"""Every notebook, run to its end in both hosts: no errors, and nothing from other hosts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect

from tests.support.notebooks import NOTEBOOKS
from tests.support.pages import HAS_KERNEL, open_document, wait_until
from tests.support.servers import lab_server, voila_server
from tests.support.tab import SharedTab, close_documents, leave_page

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
HOSTS = ("JupyterLab", "Voila")
_WITHIN_MS = 300_000
#: Console errors of the hosts themselves, by a part of their text, and the reason.
FOREIGN = (
    # Voila and JupyterLab request optional files of settings and translations.
    "Failed to load resource: the server responded with a status of 404",
)
#: Finds error messages in place of content.
_WRONG = """() => {
    const texts = selector => [...document.querySelectorAll(selector)].map(
        each => each.innerText.trim().slice(-600));
    const boxes = texts('.jp-OutputArea-output, .jupyter-widgets-error-widget, .jupyter-widgets');
    return [
        ...texts('[data-mime-type="application/vnd.jupyter.stderr"]'),
        ...texts('[data-mime-type="application/vnd.jupyter.error"]'),
        ...texts('.jupyter-widgets-error-widget'),
        ...boxes.filter(text => /javascript error|Error displaying widget|Traceback/i.test(text)),
    ];
}"""
#: True while outputs or widgets are still missing: Voila's appear some time after the page.
_PENDING = """() => {
    const outputs = [...document.querySelectorAll('.jp-OutputArea-output')];
    const isToCome = each => /Loading widget/.test(each.innerText)
        || (each.matches('.lm-Panel') && !each.childElementCount);
    return outputs.length === 0 || outputs.some(isToCome)
        || [...document.querySelectorAll('img')].some(image => !image.complete);
}"""
#: Finds images that could not be loaded.
_BROKEN = """() => [...document.images].filter(image => image.complete && !image.naturalWidth)
    .map(image => image.alt || image.src.slice(0, 200))"""
#: Runs all cells of the notebook that is open in JupyterLab; `window.hasRun` tells when all have.
_RUN_ALL = """() => {
    window.hasRun = false;
    window.jupyterapp.commands.execute('notebook:run-all-cells').then(
        () => { window.hasRun = true; });
}"""
#: The box of each element: [left, top, right, bottom].
_BOXES = """elements => elements.map(element => {
    const box = element.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom];
})"""


@dataclass
class Opened:
    """A page with a notebook that has run, and the problems that occurred meanwhile."""

    page: Page
    host: str
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(each in message.text for each in FOREIGN):
            self.console.append(f"{message.text[:500]} ({message.location.get('url')})")

    def on_route(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.hostname == "127.0.0.1" or url.scheme in {"data", "blob"}:
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def boxes(self, selector: str) -> list[list[float]]:
        found: list[list[float]] = self.page.locator(selector).evaluate_all(_BOXES)
        return found


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of all notebooks, each with the quick values of its nbmake run."""
    folder = tmp_path_factory.mktemp("copies")
    shutil.copytree(NOTEBOOKS / "images", folder / "images")
    for name in NAMES:
        notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4)
        for cell in notebook.cells:
            mocked = cell.metadata.get("nbmake", {}).get("mock", {})
            cell.source += "".join(f"\n{key} = {value!r}" for key, value in mocked.items())
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module", params=HOSTS)
def served(
    request: pytest.FixtureRequest,
    copies: Path,
    tiny_npz: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, str]]:
    """Serve the folder with one host, which finds MNIST only here."""
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGIT_WIDGETS_DATA", str(tiny_npz.parent))
        # TensorFlow's and LiteRT's lines must not appear even without this variable.
        patch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
        if request.param == "Voila":
            with voila_server(folder, notebook=copies) as url:
                yield request.param, url
        else:
            with lab_server(folder, copies, whole=True) as url:
                yield request.param, url


@pytest.fixture(scope="module")
def tab(browser: Browser, served: tuple[str, str]) -> Iterator[SharedTab]:
    tab = SharedTab(browser, leave_page if served[0] == "Voila" else close_documents)
    yield tab
    tab.close()


@pytest.fixture
def opened(
    request: pytest.FixtureRequest, served: tuple[str, str], tab: SharedTab
) -> Iterator[Opened]:
    """Return the notebook named by the parameter, run to its end in a page of 1280×900."""
    host, url = served
    with tab.lend() as page:
        opened = Opened(page, host)
        page.on("console", opened.on_console)
        page.route("**/*", opened.on_route)
        if host == "Voila":
            page.goto(f"{url}voila/render/{request.param}.ipynb", timeout=_WITHIN_MS)
            page.locator("#rendered_cells").wait_for()
        else:
            open_document(page, url, f"{request.param}.ipynb")
            page.wait_for_function(HAS_KERNEL, timeout=_WITHIN_MS)
            page.evaluate(_RUN_ALL)
            page.wait_for_function("window.hasRun", timeout=_WITHIN_MS)
        problem = "Not all widgets are shown."
        wait_until(page, lambda: not page.evaluate(_PENDING), problem, within=120.0)
        yield opened
        page.remove_listener("console", opened.on_console)
        page.unroute_all(behavior="wait")


@pytest.mark.parametrize("opened", NAMES, indirect=True)
def test_it_runs_to_its_end_without_error_red_line_or_outside_request(
    opened: Opened, request: pytest.FixtureRequest
) -> None:
    assert opened.page.evaluate(_WRONG) == []
    assert opened.page.evaluate(_BROKEN) == []
    assert opened.console == []
    assert opened.outside == []
    if look := LOOKS.get(request.node.callspec.params["opened"]):
        look(opened)


def look_at_the_pads(opened: Opened) -> None:
    """Check that the pads to draw on are blank, and that two are side by side."""
    pads = opened.page.locator(".digit-widgets-ink")
    pads.nth(2).wait_for()
    blank = opened.page.locator(".digit-widgets-headline", has_text="Draw a digit")
    # All except the one with ink from a cell.
    wait_until(opened.page, lambda: blank.count() == pads.count() - 1, "Not all others are blank.")
    expect(opened.page.locator(".digit-widgets-headline .label")).to_have_count(1)

    def are_side_by_side() -> bool:
        left, right = opened.boxes(".digit-widgets-ink")[-3:-1]
        return abs(left[1] - right[1]) <= 2 and left[2] < right[0] < right[2] <= 1280

    wait_until(opened.page, are_side_by_side, "The two pads are not side by side.")


def look_at_the_maps(opened: Opened) -> None:
    """Check that the pad and the maps, in Voila those of both layers, are in sight together."""
    maps = opened.page.locator(".digit-widgets-features")
    expect(maps.locator("img.digit-widgets-preview")).to_have_count(2)

    def are_together() -> bool:
        maps.evaluate("element => element.scrollIntoView({block: 'start'})")
        first = opened.boxes(".digit-widgets-ink")[0]
        images = opened.boxes(".digit-widgets-features img.digit-widgets-preview")
        in_sight = images if opened.host == "Voila" else images[:1]
        return all(0 <= box[1] < box[3] <= 900 for box in (first, *in_sight)) and all(
            first[2] < box[0] < box[2] <= 1280 for box in images
        )

    wait_until(opened.page, are_together, "The pad and the maps are not in sight together.")


def look_at_the_reasons(opened: Opened) -> None:
    """Check that four models read the drawing, and that each has coloured the ink."""
    rows = opened.page.locator("table.digit-widgets-table").first
    for name in ("Forest", "ONNX file", "Nearest mean", "CNN"):
        expect(rows.get_by_text(name, exact=True)).to_be_attached()
    inks = opened.page.locator(".digit-widgets-colored-ink")
    expect(inks).to_have_count(4)
    # A piece of its own colour is a path of its own; uncoloured, there is one for each stroke.
    for place in range(4):
        paths = inks.nth(place).locator("path")
        wait_until(opened.page, lambda paths=paths: paths.count() > 2, "A reason is missing.")


LOOKS = {
    "01_draw_a_digit": look_at_the_pads,
    "05_look_inside_the_cnn": look_at_the_maps,
    "07_bring_your_own_model": look_at_the_reasons,
}
