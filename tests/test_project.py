"""The project's own files agree with each other."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

from digit_widgets.predictors import BUNDLED
from tools.reliability import IMAGE, diagram

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DOCS = ROOT / "docs"


def requirements() -> set[str]:
    """Return what is required, without PyTorch: of gigabytes, it has an environment of its own."""
    extras = PROJECT["optional-dependencies"]
    groups = [PROJECT["dependencies"], *(extras[name] for name in extras if name != "torch")]
    listed = {requirement for group in groups for requirement in group}
    return {requirement for requirement in listed if not requirement.startswith("digit-widgets")}


def test_the_conda_environment_mirrors_the_declared_dependencies() -> None:
    lines = re.findall(
        r"^\s+- ([\w-]+>=[\d.]+(?:,<[\d.]+)?)$", (ROOT / "environment.yml").read_text(), re.M
    )
    assert set(lines) - {"python>=3.11"} == requirements()


def test_every_dependency_has_a_lower_bound_and_a_pin_that_keeps_it() -> None:
    pins = dict(
        re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text().lower(), re.M)
    )
    for requirement in requirements():
        name, bounds = requirement.split(">=")
        lower, _, upper = bounds.partition(",<")
        pinned = numbers(pins[name.lower()])
        assert numbers(lower) <= pinned, requirement
        assert not upper or pinned < numbers(upper), requirement


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def test_the_constraints_name_no_host_and_no_folder() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert all(re.fullmatch(r"#.*|[\w.-]+==[\w.+]+", line) for line in lines)


def test_the_notebooks_are_kept_without_outputs() -> None:
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text())["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert code
        assert all(cell["outputs"] == [] for cell in code), path.name
        assert all(cell["execution_count"] is None for cell in code), path.name


def test_the_documentation_says_of_every_notebook_what_it_shows() -> None:
    text = (DOCS / "notebooks.md").read_text()
    rows = re.findall(r"^\| \[`(\w+)`\]\(notebooks/(\w+)\.ipynb\) \| \S", text, re.M)
    assert rows == [(path.stem, path.stem) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


def test_the_reliability_diagram_is_that_of_the_cards() -> None:
    assert IMAGE.read_text(encoding="utf-8") == diagram()
    texts = [element.text or "" for element in ET.parse(IMAGE).iter()]
    titles = [text for text in texts if "digits, error" in text]
    assert len(titles) == 2 * len(BUNDLED)
    assert f"{IMAGE.relative_to(DOCS)}" in (DOCS / "reference" / "networks.md").read_text()
