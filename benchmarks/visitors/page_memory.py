"""Page memory: what open pages cost, next to a page as most people would publish it."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from benchmarks._notebooks import write_notebook
from benchmarks._table import print_table
from benchmarks.visitors.app_server import serve_app
from benchmarks.visitors.crowd import enter, say, spread_seconds
from digit_widgets.resources import resource_path
from tests.support.visitor.visitor import Arrival, Visitor

__all__ = ["measure_memory"]

_MIB = 2**20
#: What a notebook needs at the least to read digits with Keras: a surface, an answer, a model.
_KERAS = """
    import numpy as np
    import tensorflow as tf
    from ipycanvas import Canvas
    from ipywidgets import HTML, VBox

    model = tf.keras.models.load_model({model!r}, compile=False)
    model.predict(np.zeros((1, *model.input_shape[1:]), np.float32), verbose=0)
    VBox([Canvas(width=280, height=280), HTML("Draw a digit")])
"""


@dataclass
class _Cost:
    """What one visitor costs, in bytes, and how long it takes to get in."""

    fall: float
    pss: float
    uss: float
    own: float
    arrivals: list[Arrival]

    def row(self, name: str) -> list[str]:
        sizes = [self.fall, self.pss, self.uss, self.own]
        return [
            name,
            *(f"{size / _MIB:.0f}" for size in sizes),
            *spread_seconds(self.arrivals),
        ]


async def measure_memory(pages: int) -> None:
    """Open pages of the app and of a notebook with TensorFlow, and print what each costs."""
    with tempfile.TemporaryDirectory() as folder:
        model = str(resource_path("models/digit_cnn.keras").resolve())
        notebook = write_notebook(Path(folder), "keras.ipynb", [_KERAS.format(model=model)])
        ours = await _measure(pages)
        theirs = await _measure(pages, notebook)
    print(f"{pages} open pages, in MiB for each of them; the server's own is for all.")
    print_table(
        [
            "page",
            "MemAvailable falls by",
            "kernel, PSS",
            "kernel, USS",
            "server's own, USS",
            "page, s",
            "states, s: median / worst",
        ],
        [
            ours.row("the app"),
            theirs.row("TensorFlow and a Keras model"),
            [
                "ratio",
                *(
                    f"{getattr(theirs, name) / getattr(ours, name):.1f}"
                    for name in ("fall", "pss", "uss", "own")
                ),
                f"{_median_page(theirs) / _median_page(ours):.1f}",
                "",
            ],
        ],
    )


async def _measure(pages: int, notebook: Path | None = None) -> _Cost:
    with serve_app(notebook=notebook) as server:
        await server.rest()
        before = psutil.virtual_memory().available
        arrivals = []
        for number in range(pages):
            arrival = await enter(Visitor(server.url), has_pad=notebook is None)
            assert isinstance(arrival, Arrival), f"A visitor does not get in: {arrival}"
            arrivals.append(arrival)
            # The next kernel is warm, as it is for a visitor who does not come in a crowd.
            await server.rest()
            say(f"page {number + 1} of {pages}")
        await asyncio.sleep(2)
        used = [kernel.memory_full_info() for kernel in server.kernels()]
        return _Cost(
            fall=(before - psutil.virtual_memory().available) / pages,
            pss=float(np.median([each.pss for each in used])),
            uss=float(np.median([each.uss for each in used])),
            own=server.own_bytes(),
            arrivals=arrivals,
        )


def _median_page(cost: _Cost) -> float:
    return float(np.median([arrival.page for arrival in cost.arrivals]))
