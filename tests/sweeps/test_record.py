"""Records: what is known of a run, and its way through a file."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

import pytest

from digit_widgets.sweeps.record import RunRecord, run_key
from digit_widgets.sweeps.record_files import RecordReader, read_plan, write_plan, write_record
from tests.support.sweep_records import make_record


def test_a_record_is_written_in_a_line() -> None:
    record = make_record(3, accuracy=0.9731)
    assert repr(record) == f"<RunRecord {record.key}: cnn, seed 3, finished, 97.31%>"
    assert repr(make_record(0, ended="failed", accuracy=math.nan)).endswith("seed 0, failed>")


def test_a_record_comes_back_from_json_as_it_was() -> None:
    record = make_record(3, versions={"keras": "3.13"}, machine="one", model="a.tflite")
    again = RunRecord.from_json(record.to_json())
    assert again == record
    assert again.settings["filters"] == (8, 16)
    assert again.model_path("sweep") == Path("sweep/models/a.tflite")
    assert again.keras_path("sweep") == Path("sweep/models/a.keras")
    assert make_record().model_path(Path("sweep")) is None


def test_unknown_figures_are_null_in_the_file_and_nan_here() -> None:
    text = make_record(ended="failed", accuracy=math.nan, problem="It broke.").to_json()
    assert json.loads(text)["accuracy"] is None
    assert math.isnan(RunRecord.from_json(text).accuracy)


@pytest.mark.parametrize(
    ("key", "value"),
    [("seed", "0"), ("seed", True), ("ended", "maybe"), ("settings", []), ("accuracy", "high")],
)
def test_another_json_is_no_record(key: str, value: object) -> None:
    values = json.loads(make_record().to_json())
    with pytest.raises(ValueError, match=key):
        RunRecord.from_json(json.dumps({**values, key: value}))
    with pytest.raises(ValueError, match="object"):
        RunRecord.from_json("[]")


def test_a_record_of_another_version_is_read_with_defaults() -> None:
    values = json.loads(make_record(busy_seconds=3.0).to_json())
    del values["busy_seconds"], values["machine"], values["history"]
    again = RunRecord.from_json(json.dumps({**values, "later": 1}))
    assert (again.busy_seconds, again.machine, again.history) == (0.0, "", ())
    assert again.accuracy == 0.9
    del values["seed"]
    with pytest.raises(ValueError, match="it has no seed"):
        RunRecord.from_json(json.dumps(values))


def test_a_run_that_early_records_call_finished_has_diverged() -> None:
    problem = "The loss became nan in epoch 2: the training was stopped."
    assert RunRecord.from_json(make_record(problem=problem).to_json()).ended == "diverged"
    assert RunRecord.from_json(make_record(problem="A full disk.").to_json()).ended == "finished"


def test_a_run_is_known_by_its_settings_its_seed_and_the_data() -> None:
    key = run_key({"epochs": 1, "dense": (8,)}, 0, "data")
    assert key == run_key({"dense": (8,), "epochs": 1}, 0, "data")
    others = [({"epochs": 2, "dense": (8,)}, 0, "data"), ({"epochs": 1, "dense": (8,)}, 1, "data")]
    others.append(({"epochs": 1, "dense": (8,)}, 0, "other"))
    assert key not in {run_key(*each) for each in others}


def test_records_are_read_in_the_order_in_which_they_ended(tmp_path: Path) -> None:
    late, early = make_record(0, ended_at=2.0), make_record(1, ended_at=1.0)
    for each in (late, early):
        write_record(tmp_path, each)
    reader = RecordReader(tmp_path)
    records, problem = reader.read()
    assert (records, problem) == ((early, late), "")
    # What has not changed is not read again.
    assert all(a is b for a, b in zip(reader.read()[0], records, strict=True))
    assert sorted(os.listdir(tmp_path / "records")) == sorted(
        f"{each.key}.json" for each in records
    )


def test_a_damaged_record_is_left_out_with_a_word(tmp_path: Path) -> None:
    write_record(tmp_path, make_record())
    (tmp_path / "records" / "zz.json").write_bytes(make_record(1).to_json().encode()[:50])
    (tmp_path / "records" / "yy.json").write_bytes(b"\xff\xfe")
    records, problem = RecordReader(tmp_path).read()
    assert records == (make_record(),)
    assert problem == "2 files are no records of runs and are left out: yy.json, zz.json."
    for number in range(5):
        (tmp_path / "records" / f"a{number}.json").write_text("[]")
    assert RecordReader(tmp_path).read()[1].endswith(": a0.json, a1.json, a2.json and 4 more.")


def test_a_record_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    write_record(tmp_path, make_record())
    target = tmp_path / "records" / f"{make_record().key}.json"
    target.unlink()
    target.mkdir()
    with pytest.raises(OSError, match="irectory"):
        write_record(tmp_path, make_record())
    assert os.listdir(tmp_path / "records") == [target.name]


def test_the_plan_of_a_sweep_is_a_file_too(tmp_path: Path) -> None:
    assert read_plan(tmp_path) == {}
    write_plan(tmp_path, {"total": 4})
    assert read_plan(tmp_path) == {"total": 4}
    (tmp_path / "sweep.json").write_text("{")
    assert read_plan(tmp_path) == {}
