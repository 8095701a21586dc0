"""The reliability diagram of the docs, from the model cards: ``python -m tools.reliability``."""

from __future__ import annotations

import json
from pathlib import Path

from digit_widgets.evaluation.metrics import Reliability
from digit_widgets.evaluation.rendering import render
from digit_widgets.evaluation.report_charts import reliability_chart
from tools.network_pages import TITLES

ROOT = Path(__file__).parent.parent
WIDTH, HEIGHT, HEAD = 360, 280, 34
STYLE = """
svg { font: 12px system-ui, sans-serif; }
rect.ground { fill: #fff; } text { fill: #1a1a1a; } .axis { stroke: #595959; }
.good { fill: #0072b2; } .aim { stroke: #1a1a1a; stroke-dasharray: 4 4; }
.head { font-weight: 600; }
@media (prefers-color-scheme: dark) {
  rect.ground { fill: #0d1117; } text { fill: #e8e8e8; } .axis { stroke: #b0b0b0; }
  .good { fill: #56b4e9; } .aim { stroke: #e8e8e8; }
}
"""


IMAGE = ROOT / "docs" / "images" / "reliability.svg"


def main() -> None:
    """Write the diagram."""
    IMAGE.write_text(diagram(), encoding="utf-8")


def diagram() -> str:
    """Return an SVG with a panel for each network and each set that it was not trained on."""
    panels = []
    for row, (name, called) in enumerate(TITLES.items()):
        card = json.loads((ROOT / "models" / f"digit_{name}.json").read_text())
        for column, (source, figures) in enumerate(
            (("MNIST test", card["test"]), ("held-out drawings", card["held_out"]))
        ):
            title = (
                f"{called}, {source}: {figures['n']:,} digits, error {100 * figures['ece']:.2f} %"
            )
            bins = Reliability.from_dict(figures["reliability"])
            panels.append(_panel(title, bins, column * (WIDTH + 20), row * (HEIGHT + HEAD)))
    width, height = 2 * WIDTH + 20, len(TITLES) * (HEIGHT + HEAD)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}">'
        f'<style>{STYLE}</style><rect class="ground" width="{width}" height="{height}"/>'
        f"{''.join(panels)}</svg>\n"
    )


def _panel(title: str, bins: Reliability, x: int, y: int) -> str:
    chart = render("chart.svg.j2", chart=reliability_chart(bins))
    return (
        f'<svg x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT + HEAD}">'
        f'<text class="head" x="44" y="22">{title}</text>'
        f'<svg y="{HEAD}" width="{WIDTH}" height="{HEIGHT}">{chart}</svg></svg>'
    )


if __name__ == "__main__":
    main()
