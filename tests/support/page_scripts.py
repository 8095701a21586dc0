"""One script of a page alone in a real browser, with a simulated kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from digit_widgets.widgets.parts.page_widgets import PageWidget

__all__ = [
    "HOST",
    "LAYER",
    "SOURCES",
    "answer",
    "draw",
    "hosted",
    "sent",
    "tell",
    "wait_for_frames",
]

SOURCES = Path(__file__).parents[2] / "frontend" / "src"
#: The parts of anywidget and the host that a script needs; records messages and handlers.
HOST = """() => {
    window.models = new Map();
    window.makeModel = (id, values) => {
        const handlers = [];
        const model = {
            model_id: id,
            widget_manager: {get_model: async id => models.get(id)},
            sent: [],
            handlers,
            get: name => values[name],
            set(name, value) {
                values[name] = value;
                this.trigger(`change:${name}`);
            },
            on: (name, handler) => handlers.push([name, handler]),
            off: (name, handler) => {
                const at = handlers.findIndex(each => each[0] === name && each[1] === handler);
                handlers.splice(at, 1);
            },
            send(content) { this.sent.push(structuredClone(content)); },
            trigger(name, ...args) {
                handlers.filter(each => each[0] === name).forEach(each => each[1](...args));
            },
        };
        models.set(id, model);
        return model;
    };
    window.load = async script => {
        const url = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
        return await import(url);
    };
    document.body.innerHTML = '<div id="pad"></div>';
    const style = document.createElement('style');
    style.textContent = `#pad { position: absolute; left: 0; top: 0; width: 280px }
        .digit-widgets-ink { position: absolute; inset: 0; touch-action: pinch-zoom }
        .digit-widgets-ink canvas { position: absolute; width: 100%; height: 100% }`;
    document.body.append(style);
}"""
#: Makes the model of a canvas, used as its own view, or of another widget, and `show()`.
_PART = """async ([script, values]) => {
    const part = (await load(script)).default;
    window.model = makeModel('one', {canvas: 'IPY_MODEL_one', ...values});
    window.show = async () => {
        window.remove = await part.render({model, el: document.querySelector('#pad')});
    };
}"""
#: Resolves in the second frame from now.
_FRAMES = """() => new Promise(
    resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))"""
LAYER = {
    "width": 280,
    "height": 280,
    "label": "Pad",
    "tool": "pen",
    "pen_width": 16,
    "eraser_width": 28,
    "disabled": False,
    "_measures_latency": False,
}


def hosted(
    page: Page, part: type[PageWidget], values: dict[str, Any], *, hold: bool = False
) -> Page:
    """Show one part on an empty page; if `hold`, only when `show()` is called."""
    page.goto("about:blank")
    page.evaluate(HOST)
    page.evaluate(_PART, [str(part._esm), values])
    if not hold:
        page.evaluate("show()")
    return page


def sent(page: Page, kind: str) -> list[dict[str, Any]]:
    contents: list[dict[str, Any]] = page.evaluate("model.sent")
    return [content for content in contents if content["kind"] == kind]


def tell(page: Page, **content: Any) -> None:
    """Send a message of the kernel to the view."""
    view = page.evaluate("model.sent.at(-1)?.view")
    page.evaluate("content => model.trigger('msg:custom', content, [])", {"view": view, **content})


def answer(page: Page, way: int = 0) -> None:
    """Make the kernel acknowledge all batches after this many milliseconds."""
    page.evaluate(
        """way => {
            window.most = window.under = 0;
            const {send} = model;
            model.send = content => {
                send.call(model, content);
                if (content.kind !== 'ink') return;
                most = Math.max(most, ++under);
                const points = content.first + content.points.length / 2;
                const {view, stroke, end} = content;
                setTimeout(() => {
                    under -= 1;
                    const content = {kind: 'ack', view, stroke, points, end: !!end};
                    model.trigger('msg:custom', content, []);
                }, way);
            };
        }""",
        way,
    )


def wait_for_frames(page: Page) -> None:
    """Wait until the page has handled all events before, and painted what they have changed.

    An event may come as late as the next frame, and what it changes is painted in that or another.
    """
    page.evaluate(_FRAMES)


def draw(page: Page, *points: tuple[float, float]) -> None:
    """Draw a stroke by mouse, whose points are of different frames."""
    page.mouse.move(*points[0])
    page.mouse.down()
    wait_for_frames(page)
    for point in points[1:]:
        page.mouse.move(*point)
        wait_for_frames(page)
    page.mouse.up()
    wait_for_frames(page)
