"""The documentation: complete, without dead links, and with code that runs.

Building it runs the notebooks, which takes minutes, and is a separate job: ``make docs``.
"""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import re
from pathlib import Path

import pytest
from ipywidgets import Widget

import digit_widgets
from tests.support.waiting import run_coroutine
from tools.command_pages import command_page
from tools.hosted_links import hosted_links
from tools.network_pages import TABLES, TITLES
from tools.site_check import outside_requests

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
#: Pages that are generated when the site is built.
GENERATED = {"command_line.md", *(f"table_of_{name}.md" for name in TABLES)}
PACKAGES = sorted(
    path.parent.name
    for path in Path(digit_widgets.__path__[0]).glob("*/__init__.py")
    if hasattr(importlib.import_module(f"digit_widgets.{path.parent.name}"), "__all__")
)
PAGES = sorted(
    path
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
    if path.name not in GENERATED and "_build" not in path.parts
)
#: Pages whose code must run and whose commands must exist. Decisions are historical.
SHOWING = [path for path in PAGES if "decisions" not in path.parts]


def blocks(path: Path, language: str) -> list[str]:
    """Return the code blocks of a page, including those within lists and other blocks."""
    text = path.read_text()
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", code, flags=re.MULTILINE) for indent, code in found]


def names_in(page: str) -> set[str]:
    """Return the names listed on a page of the reference."""
    tables = re.findall(r"\.\. autosummary::\n(.*?)```", (REFERENCE / page).read_text(), re.DOTALL)
    return {line.strip() for table in tables for line in table.splitlines()[1:] if line.strip()}


@pytest.mark.parametrize("package", [*PACKAGES, "errors"])
def test_the_reference_lists_and_describes_every_public_name(package: str) -> None:
    public = importlib.import_module(f"digit_widgets.{package}").__all__
    assert names_in(f"{package}.md") == set(public)
    described = (REFERENCE / f"{package}.md").read_text()
    assert f".. automodule:: digit_widgets.{package}\n" in described
    for name in public:
        # Sphinx finds functions and classes by itself, but constants only if they are named.
        assert not name.isupper() or f".. autodata:: digit_widgets.{package}.{name}\n" in described


def test_the_reference_lists_the_names_of_the_package_itself() -> None:
    assert names_in("index.md") == {f"digit_widgets.{name}" for name in digit_widgets.__all__}


def exists(path: Path) -> bool:
    if path.name in GENERATED and path.parent == REFERENCE:
        return True
    if path.parent == DOCS / "notebooks":
        path = ROOT / "notebooks" / path.name
    return path.exists()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_nowhere(path: Path) -> None:
    text = re.sub(r"^( *)```(?!\{).*?^\1```$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)", text)
    targets = [link for link in links if not link.startswith(("http://", "https://"))]
    documents = re.findall(r"\{doc\}`(?:[^`<]*<)?([^`>]+)>?`", text)
    for toctree in re.findall(r"```\{toctree\}\n(.*?)```", text, re.DOTALL):
        lines = [line.strip() for line in toctree.splitlines()]
        documents += [line for line in lines if line and not re.search(r"^:|\*", line)]
    for document in documents:
        place = (path.parent / document).resolve()
        assert exists(place.with_name(f"{place.name}.md")) or exists(
            place.with_name(f"{place.name}.ipynb")
        ), document
    for target in targets:
        assert exists((path.parent / target).resolve()), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_row_of_a_table_is_one_line_with_as_many_cells_as_its_heading(path: Path) -> None:
    text = re.sub(r"^( *)```.*?^\1```$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    for table in re.findall(r"(?:^ *\|.*\n?)+", text, re.MULTILINE):
        rows = [re.sub(r"`[^`]*`|\\\|", "", line.strip()) for line in table.splitlines()]
        assert all(row.endswith("|") for row in rows), table
        assert len({row.count("|") for row in rows}) == 1, table


@pytest.mark.parametrize(
    "path",
    [path for path in SHOWING if blocks(path, "python")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_code_runs(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "\n".join(
        block for block in blocks(path, "python") if not block.startswith("# not run: ")
    )
    compiled = compile(code, str(path), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

    async def run() -> None:
        result = eval(compiled, {"__name__": "__main__"})
        if inspect.isawaitable(result):
            await result
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    try:
        run_coroutine(run())
    finally:
        Widget.close_all()
    for line in re.findall(r"print\(dw\.read\(ink\)\)  # (.*)", code):
        assert line in capsys.readouterr().out


def test_every_command_that_is_shown_exists() -> None:
    known = command_page()
    shown = [
        line for path in SHOWING for block in blocks(path, "sh") for line in block.splitlines()
    ]
    matches = [re.match(r"(?:\S*/)?(digit-widgets [^#]*)", line) for line in shown]
    commands = [match[1] for match in matches if match]
    assert commands
    for command in commands:
        _, name, *words = command.split()
        if name == "--help" or name.startswith(("&", "conda")):
            continue
        if name == "export":  # a group of commands
            name = f"{name} {words[0]}"
        section = known.partition(f"## `digit-widgets {name}`")[2].partition("\n## ")[0]
        assert section, command
        for option in (word for word in words if word.startswith("--")):
            assert re.search(rf"{option}\b", section), command


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "".join(path.read_text() for path in SHOWING)
    text += "".join(path.read_text() for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    named = set(re.findall(r"(?:`|run: |^)make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert {"app", "test", "docs", "test-lowest", "test-newest", "test-core"} <= named
    assert named <= targets


@pytest.fixture(scope="module")
def tables() -> dict[str, list[list[str]]]:
    """Return the cells of the tables of the networks, by their names, without the headings."""
    made = {name: make() for name, make in TABLES.items()}
    return {
        name: [row.strip("| ").split(" | ") for row in text.splitlines()[2:]]
        for name, text in made.items()
    }


def test_the_tables_of_the_networks_are_of_their_cards(tables: dict[str, list[list[str]]]) -> None:
    networks = {row[0]: row[1:] for row in tables["networks"]}
    assert list(networks) == [*TITLES.values(), "Scorer"]
    assert networks["CNN"][0] == "225,034"
    learnt = {row[0]: row[-1] for row in tables["data"]}
    assert learnt["`mnist`"] == "57,500"
    assert learnt["`pencil_digits`"] == "0"
    digits = {row[0]: row[1:] for row in tables["digits"]}
    assert list(digits)[:2] == ["MNIST test", "`pen_digits:25-30`"]
    assert digits["MNIST test"][0] == "10,000"
    assert digits["`pen_digits:25-30`"][:2] == ["1,498", "6"]
    share = r"\d{1,3}\.\d\d% \(\d.*\)"
    assert all(re.fullmatch(share, cell) for row in digits.values() for cell in row[2:])
    others = {row[0]: row[1:] for row in tables["non_digits"]}
    assert all(re.fullmatch(share, row[2]) for row in others.values())


def test_the_networks_page_shows_each_of_the_tables_and_what_is_held_out() -> None:
    page = (REFERENCE / "networks.md").read_text()
    included = re.findall(r"\{include\} table_of_(\w+)\.md", page)
    assert included == list(TABLES)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.html", '<script async src="https://cdn.example/x.js"></script>', True),
        ("a.html", '<link rel="stylesheet" href="//fonts.example/css">', True),
        ("a.html", '<img alt="" src="data:image/png;base64,AA==">', False),
        ("a.html", '<a href="https://example.org/">a link</a>', False),
        ("a.css", "@font-face { src: url('https://fonts.example/a.woff2') }", True),
        ("a.js", "load('https://cdn.example/lib.js')", True),
        ("a.js", "const space = 'http://www.w3.org/2000/svg'", False),
    ],
)
def test_a_site_that_asks_other_hosts_is_found(
    name: str, text: str, found: bool, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)
    assert bool(list(outside_requests(tmp_path))) == found


def test_the_first_page_links_to_hosts_that_open_the_published_repository() -> None:
    line = hosted_links("some-one/digits.js")
    assert "https://mybinder.org/v2/gh/some-one/digits.js/main?urlpath=lab/tree/notebooks" in line
    (notebook,) = re.findall(r"github/some-one/digits\.js/blob/main/([\w/]+\.ipynb)", line)
    (page,) = re.findall(r"urlpath=voila/render/([\w/]+\.ipynb)", line)
    assert (ROOT / notebook).is_file()
    assert (ROOT / page).is_file()


@pytest.mark.parametrize("repository", ["", "digits", "a/b/c", "a/b](https://example.org)"])
def test_without_a_repository_the_first_page_says_how(repository: str) -> None:
    assert "://" not in hosted_links(repository)
    assert "<howto/publish>" in hosted_links(repository)
