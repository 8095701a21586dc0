"""The page of an evaluation: its content, that it is self-contained, and its file."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.errors import DataError
from digit_widgets.evaluation import (
    Evaluation,
    NonDigits,
    check_report_folder,
    summarize,
    write_report,
)
from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.evaluation.report_charts import rejection_chart, rejection_table

NAMES = {"model": "cnn", "source": "pen.npz", "others": "letters.npz"}


class Outline(HTMLParser):
    """The tags of a page, whether balanced or not, with their text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def shares(read: list[int], confidence: list[float]) -> NDArray[np.float32]:
    rows = np.zeros((len(read), 10), np.float32)
    rows += ((1 - np.array(confidence)) / 9)[:, np.newaxis]
    rows[np.arange(len(read)), read] = confidence
    return rows


def measured(*, scores: bool = True, others: bool = True, times: int = 1) -> Evaluation:
    """Make two right digits, two mistakes and a dot; two of the digits score below 0.5."""
    probabilities = shares([7, 9, 0, 1, 0], [0.99, 0.7, 0.95, 0.6, 0.5])
    probabilities[4] = 0
    images = np.linspace(0.1, 1, 5, dtype=np.float32)[:, None, None] * np.ones((1, 28, 28), "f")
    images[4] = 0
    marks = np.array([0.9, 0.4, 0.8, 0.45, 0.0], np.float32)
    readings = LabeledPredictions(
        np.tile(probabilities, (times, 1)),
        np.tile([7, 4, 0, 3, 1], times),
        np.tile(marks, times) if scores else None,
    )
    none = NonDigits(
        images[:3],
        np.array([0.6, 0.2, 0.7]),
        probabilities[:3],
        np.array([True, False, True]),
        np.full(3, "letters"),
        np.array(["runes", "<b>ogham</b>", "runes"]),
    )
    writers = np.tile(["Ida", "Ida", "<script>Bo</script>", "Ida", "Ida"], times)
    images = np.tile(images, (times, 1, 1))
    sets = np.full(len(images), "<em>pen</em>")
    return Evaluation(images, readings, sets, 0.5, writers, none if others and scores else None)


def written(folder: Path, evaluation: Evaluation) -> str:
    return write_report(evaluation, folder, **NAMES).read_text(encoding="utf-8")


def captions(text: str, heading: str) -> list[str]:
    """Return the captions of the images in one section."""
    (part,) = (part for part in text.split("<section>") if f"<h2>{heading}</h2>" in part)
    return re.findall(r'alt="">([^<]*)</li>', part)


def test_the_page_is_whole_and_stands_alone(tmp_path: Path) -> None:
    text = written(tmp_path, measured())
    outline = Outline(text)
    assert outline.open == []
    named = {value for _, attributes in outline.tags for value in attributes.values() if value}
    assert not [value for value in named if re.match(r"(https?:)?//", value)]
    tags = {tag for tag, _ in outline.tags}
    assert not tags & {"script", "link", "iframe", "object"}
    sources = [attributes["src"] or "" for tag, attributes in outline.tags if tag == "img"]
    assert sources
    assert all(source.startswith("data:image/png;base64,iVBOR") for source in sources)
    assert "url(" not in text
    assert "prefers-color-scheme: dark" in text
    assert 'content="width=device-width' in text


def test_the_charts_are_well_formed(tmp_path: Path) -> None:
    charts = re.findall(r"<svg.*?</svg>", written(tmp_path, measured()), re.DOTALL)
    names = [ET.fromstring(chart).get("aria-label") for chart in charts]
    # The last is the line of the legend.
    assert names[1:] == [
        "Scores of digits and of drawings that are none",
        "Share of non-digits that is accepted, by share of digits that is rejected",
        None,
    ]
    heights = [float(value) for value in re.findall(r'height="([^"]*)"', charts[0])]
    # Four bins have predictions: those with the highest confidence are right, the others wrong.
    assert sorted(heights) == [0, 0, 0, 220]


def test_groups_stand_in_tables_the_hardest_writer_first(tmp_path: Path) -> None:
    text = written(tmp_path, measured())
    names = re.findall(r'<th scope="row">([^<]*)</th>', text)
    writers = [name for name in names if name in {"Ida", "&lt;script&gt;Bo&lt;/script&gt;"}]
    assert writers == ["Ida", "&lt;script&gt;Bo&lt;/script&gt;"]
    # A dot is in the bin of the lowest confidence.
    bins = [name for name in names if " to " in name]
    assert bins == ["0% to 7%", "60% to 67%", "67% to 73%", "93% to 100%"]


def test_the_figures_are_told(tmp_path: Path) -> None:
    text = Outline(written(tmp_path, measured())).text
    assert "Measured on pen.npz; not digits: letters.npz." in text
    # A quarter of Ida's digits and all of Bo's are right: resampling the two gives up to 100 %.
    for figure in ("40.00% (11.76% to 100.00%)", "66.67% (20.77% to 93.85%)", "60.00% ("):
        assert figure in text


def test_the_line_of_a_set_falls_and_is_marked_at_the_threshold() -> None:
    chart = rejection_chart(measured(times=20))
    assert chart is not None
    (line,) = chart.lines
    shares = [share for _, share in line.points]
    # A fifth of the digits scores 0, so that no threshold rejects up to a tenth of them.
    assert (line.name, shares[0]) == ("letters", 1.0)
    assert sorted(shares, reverse=True) == shares
    # 60 % are rejected, beyond the axis; two of three drawings are accepted there.
    assert line.mark == (1.0, pytest.approx(2 / 3))
    assert chart.aim == ((1.0, 0.0), (1.0, 1.0))
    assert [label for _, label in chart.ticks] == ["0.1%", "0.2%", "0.5%", "1%", "2%", "5%", "10%"]
    assert rejection_table(measured())[1] == ("letters", *["100.0%"] * 7)
    assert rejection_chart(measured(others=False)) is None


def test_each_set_has_its_row_in_the_tables_and_its_line(tmp_path: Path) -> None:
    whole = measured(times=2)
    others = whole.non_digits
    assert others is not None
    others = replace(others, sets=np.array(["letters", "runes", "runes"]))
    whole = replace(whole, sets=np.repeat(["pen", "more"], 5), non_digits=others)
    text = written(tmp_path, replace(whole, like_digits=others.select(others.sets == "letters")))
    names = re.findall(r'<th scope="row">([^<]*)</th>', text)
    like = "letters, letters like digits (left out)"
    assert names[:5] == ["pen", "more", "letters", like, "runes"]
    assert text.count("<polyline") == 4
    assert "below, the sets count together" in text


def test_what_others_named_is_escaped(tmp_path: Path) -> None:
    names = {"model": "<i>m</i>", "source": "<u>&s", "others": "<s>o"}
    text = write_report(measured(), tmp_path, **names).read_text()
    assert not re.search(r"<(script|b|i|u|s|em)>", text)
    assert "&lt;script&gt;Bo&lt;/script&gt;" in text
    assert "&lt;b&gt;ogham&lt;/b&gt;" in text
    assert "How well &lt;i&gt;m&lt;/i&gt; reads" in text
    assert "Measured on &lt;u&gt;&amp;s; not digits: &lt;s&gt;o." in text


def test_the_surest_mistakes_come_first_and_a_dot_is_none(tmp_path: Path) -> None:
    text = written(tmp_path, measured())
    assert captions(text, "The surest mistakes") == [
        "4 read as 9, 70%, writer Ida",
        "3 read as 1, 60%, writer Ida",
    ]


def test_rejected_digits_and_accepted_others_are_shown(tmp_path: Path) -> None:
    text = written(tmp_path, measured())
    assert captions(text, "Digits rejected") == [
        "1, nothing drawn, or only a dot, writer Ida",
        "4, looks like a digit: 40%, writer Ida",
        "3, looks like a digit: 45%, writer Ida",
    ]
    assert captions(text, "Taken for digits, and none") == [
        "taken for 0, looks like a digit: 70%, runes",
        "taken for 7, looks like a digit: 60%, runes",
    ]


def test_a_model_without_scores_has_no_rejections_to_show(tmp_path: Path) -> None:
    text = written(tmp_path, measured(scores=False))
    assert captions(text, "Digits rejected") == ["1, nothing drawn, or only a dot, writer Ida"]
    assert "Does it tell digits" not in text
    assert "threshold" not in text
    assert len(re.findall("<svg", text)) == 1


def test_at_most_sixty_images_of_a_kind_are_shown(tmp_path: Path) -> None:
    text = written(tmp_path, measured(times=50))
    assert len(captions(text, "The surest mistakes")) == 60
    assert "100, of which the first 60 are here." in text


def test_where_nothing_went_wrong_it_says_so(tmp_path: Path) -> None:
    readings = LabeledPredictions(shares([7], [0.9]), np.array([7]), np.ones(1, np.float32))
    text = written(tmp_path, Evaluation(np.ones((1, 28, 28), "f"), readings, np.array(["pen"])))
    assert captions(text, "The surest mistakes") == []
    assert text.count("None.") == 2
    assert "By writer" not in text


def test_an_older_report_is_replaced_and_nothing_is_left_beside(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "here"
    first = written(folder, measured())
    assert written(folder, measured(times=2)) != first
    assert [path.name for path in folder.iterdir()] == ["index.html"]


def test_a_page_that_is_no_report_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>My page</p>")
    with pytest.raises(DataError, match=r"is no report\. Name another"):
        write_report(measured(), tmp_path, **NAMES)
    assert (tmp_path / "index.html").read_text() == "<p>My page</p>"


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "odd" / "index.html").mkdir(parents=True)
    for folder in (tmp_path / "taken", tmp_path / "taken" / "in", tmp_path / "odd"):
        with pytest.raises(DataError, match=r"cannot be written to .* Name another folder"):
            check_report_folder(folder)


def test_an_interrupted_writing_leaves_the_older_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(tmp_path, measured())

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(DataError, match="No space left on device"):
        write_report(measured(times=2), tmp_path, **NAMES)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == first


def test_the_summary_has_a_row_for_each_set_and_intervals_below_it() -> None:
    assert summarize(measured(), **NAMES) == [
        "cnn on pen.npz; not digits: letters.npz",
        "",
        "digits        n  writers           accuracy     ECE         rejected",
        "<em>pen</em>  5        2             40.00%  27.20%           60.00%",
        "                          11.76% to 100.00%          0.00% to 88.24%",
        "",
        "not digits  n  writers          accepted   AUROC",
        "letters     3        -            66.67%  0.5333",
        "                        20.77% to 93.85%",
        "",
        "Below the figures: 95% intervals; rejected: a score below 0.5; least accurate:",
        "digit 1 with 0.0%, writer Ida with 25.0%",
    ]
    unscored = summarize(measured(scores=False), **NAMES)
    assert unscored[3].split() == ["<em>pen</em>", "5", "2", "40.00%", "27.20%", "-"]
    assert "not digits" not in unscored[2:]


def test_a_summary_fits_80_characters_and_a_long_name_stands_above_its_figures() -> None:
    long = "strokes_of_four_hundred_people_on_three_kinds_of_tablets"
    evaluation = measured()
    renamed = replace(evaluation, sets=np.full(len(evaluation.sets), long))
    lines = summarize(renamed, "cnn", ", ".join([long] * 3), "letters.npz")
    assert all(len(line) <= 80 for line in lines)
    name = lines.index(long)
    assert lines[name + 1].split()[:3] == ["5", "2", "40.00%"]
