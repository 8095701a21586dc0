"""The table of messages in PROTOCOL.md matches both sides' code."""

from __future__ import annotations

import re
from dataclasses import fields

from digit_widgets.widgets.canvas import messages
from digit_widgets.widgets.canvas.answer_messages import Answer
from digit_widgets.widgets.canvas.parsing import parse_message
from tests.frontend.conftest import FRONTEND
from tests.widgets.canvas.test_hostile_pages import GOOD

#: By kind: the fields and their types, without the view that all messages of a page have.
Kinds = dict[str, dict[str, str]]
#: The notation of each side for the table's types.
PAGE_TYPES = {
    "number": {"count", "px", "ms"},
    "number[]": {"numbers"},
    "string": {"format", "drawing", "text"},
    "boolean": {"boolean"},
    "Tool": {"tool"},
    "Command": {"command"},
    "StrokeEnd": {"end"},
    "Refusal": {"refusal"},
}
KERNEL_TYPES = {
    "int": {"count"},
    "float": {"px", "ms"},
    "NDArray[np.float64]": {"numbers"},
    "tuple[float, float, float]": {"numbers"},
    "str": {"format", "text", "command", "end", "refusal"},
    "bool": {"boolean"},
    "Tool": {"tool"},
    "Ink": {"drawing"},
}
TEXT = (FRONTEND / "PROTOCOL.md").read_text(encoding="utf-8")


def table(sender: str) -> Kinds:
    """Return the messages of one side, as listed in the protocol."""
    rows = re.findall(rf"^\| {sender} \| `(\w+)` \| ([^|]*)\|", TEXT, re.M)
    return {kind: dict(re.findall(r"`(\w+): (\w+)`", names)) for kind, names in rows}


def in_page(ending: str) -> Kinds:
    """Return the page's message types whose names have this ending."""
    text = (FRONTEND / "src" / "connection" / "protocol.js").read_text(encoding="utf-8")
    kinds = {}
    for kind, rest in re.findall(rf'\{{\{{ kind: "(\w+)"(.*) \}}\}} \w+{ending} \*/', text):
        kinds[kind] = dict(re.findall(r", (\w+): ([\w[\]]+)", rest))
    return kinds


def in_kernel(base: type[messages.Message | Answer]) -> Kinds:
    """Return the kernel's message classes, or its answer classes."""
    return {
        each.kind: {field.name: str(field.type) for field in fields(each)}
        for each in base.__subclasses__()
    }


def answers() -> dict[str, set[str]]:
    """Return the answers to each kind, as listed in the protocol."""
    rows = re.findall(r"^\| page \| `(\w+)` \|.*\| ([^|]*) \|$", TEXT, re.M)
    return {kind: set(re.findall(r"`(\w+)`", cell)) for kind, cell in rows}


def assert_same(code: Kinds, listed: Kinds, types: dict[str, set[str]]) -> None:
    assert code.keys() == listed.keys()
    for kind, names in listed.items():
        assert list(code[kind]) == list(names), kind
        for name, listed_type in names.items():
            assert listed_type in types[code[kind][name]], f"{kind}.{name}"


def test_a_page_sends_what_the_table_says() -> None:
    listed = table("page")
    assert len(listed) == 11
    assert_same(in_page("Message"), listed, PAGE_TYPES)


def test_the_kernel_takes_what_the_table_says() -> None:
    code = in_kernel(messages.Message)
    assert all(names.pop("view") == "int" for names in code.values())
    assert_same(code, table("page"), KERNEL_TYPES)
    taken = [parse_message(each, 280, 280) for each in GOOD]
    assert {each.kind for each in taken if each} == set(code)


def test_the_kernel_answers_what_the_table_says_and_the_page_takes_it() -> None:
    listed = table("kernel")
    assert len(listed) == 7
    assert_same(in_kernel(Answer), listed, KERNEL_TYPES)
    assert_same(in_page("Answer"), listed, PAGE_TYPES)


def test_what_answers_a_message_is_what_the_kernel_sends() -> None:
    answered = set().union(*answers().values())
    # A repaint, a shown prediction and a moved focus are reported without a request.
    assert answered == set(table("kernel")) - {"repaint", "read", "focus"}


def code_in(*, local: bool) -> str:
    """Return the page's code of the views, or, if `local`, that of the kernel's side in a page."""
    others = {"reading", "page", "texts"}
    sources = [
        path
        for path in (FRONTEND / "src").rglob("*.js")
        if path.stem != "protocol" and path.parent.name not in others
    ]
    return "".join(
        path.read_text(encoding="utf-8")
        for path in sources
        if (path.parent.name == "local") == local
    )


def test_the_page_sends_and_takes_every_kind() -> None:
    code = code_in(local=False)
    assert set(re.findall(r'kind: "(\w+)"', code)) == set(table("page"))
    assert set(re.findall(r'kind === "(\w+)"', code)) == set(table("kernel"))


def test_a_canvas_without_a_kernel_takes_and_answers_every_kind() -> None:
    code = code_in(local=True)
    # Without images, there is none to go back from.
    assert set(re.findall(r'kind: "(\w+)"', code)) == set(table("kernel")) - {"focus"}
    taken = set(re.findall(r'kind === "(\w+)"', code)) | set(re.findall(r'case "(\w+)":', code))
    assert taken == set(table("page"))


def test_the_table_explains_its_types() -> None:
    explained = set(re.findall(r"^\| (\w+) \| [^|]+\|$", TEXT, re.M)) - {"type"}
    used = {
        each
        for sender in ("page", "kernel")
        for names in table(sender).values()
        for each in names.values()
    }
    assert explained == used - {"boolean", "text"}
