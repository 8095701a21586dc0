"""Dask: real workers over TCP, of which one is killed; and schedulers that are not there."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from digit_widgets.errors import SweepError
from digit_widgets.training.sweeping.dask_workers import DaskWorkers
from digit_widgets.training.sweeping.sweep import sweep
from digit_widgets.training.sweeping.sweep_data import SweepData
from tests.support.sweep_runs import few_images, slow_run, stand_in, wait_for_stop
from tests.support.waiting import wait_until

DATA = few_images()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Return two workers of one thread, each a process that is replaced if it ends."""
    # Any port for its HTTP server: its usual one may be taken.
    with LocalCluster(
        n_workers=2, threads_per_worker=1, protocol="tcp", dashboard_address=":0"
    ) as cluster:
        yield cluster


def test_a_killed_worker_costs_its_run_and_its_replacement_is_sent_the_images(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, slow_run)
    with Client(cluster, set_as_default=False) as client:
        killed = client.run(os.getpid)
        executor = client.get_executor()
        running = sweep({"seed": list(range(8))}, DATA, executor, folder=tmp_path)
        wait_until(lambda: running.progress.done >= 1, "no run is done")
        os.kill(min(killed.values()), signal.SIGKILL)
        progress = running.wait(60)
        assert (progress.state, progress.done, progress.failed) == ("finished", 8, 0)
        assert sorted(record.seed for record in running.records) == list(range(8))
        # What the workers were sent, they no longer have.
        kept = client.run(count_kept)
        assert set(kept.values()) == {0}


def count_kept() -> int:
    """Return how many data sets a worker has."""
    from digit_widgets.training.sweeping import data_places

    return len(data_places._opened)


def test_workers_look_at_themselves_less_often_until_the_sweep_has_ended(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, wait_for_stop)
    with Client(cluster, set_as_default=False) as client:
        # One that was killed may be about to be replaced.
        client.wait_for_workers(2, timeout=60)
        assert list(client.run(intervals).values()) == [(10, 20, 500)] * 2
        running = sweep({"seed": list(range(8))}, DATA, client, folder=tmp_path)
        wait_until(lambda: running.progress.done >= 1, "no run is done")
        cluster.scale(3)
        client.wait_for_workers(3, timeout=60)
        # Also one that has just joined.
        assert list(client.run(intervals).values()) == [(500, 1_000, 25_000)] * 3
        running.stop()
        running.wait(60)
        assert list(client.run(intervals).values()) == [(10, 20, 500)] * 3
        cluster.scale(2)


def intervals(dask_worker: Any) -> tuple[float, ...]:
    """Return the milliseconds between two looks of a worker at itself, of each kind."""
    callbacks = dask_worker.periodic_callbacks
    return tuple(callbacks[name].callback_time for name in ("profile", "tick", "monitor"))


def test_a_sweep_goes_to_the_scheduler_at_an_address(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, slow_run)
    running = sweep({"seed": [0, 1]}, DATA, cluster.scheduler_address, folder=tmp_path)
    assert running.wait().done == 2
    assert f"process {os.getpid()}" not in {record.machine for record in running.records}


def test_workers_of_other_versions_are_refused(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "digit_widgets.training.sweeping.dask_workers._installed_here",
        lambda: {"python": "3.99.1", "keras": "99"},
    )
    folder = tmp_path / "new"
    running = sweep({"seed": [0]}, DATA, cluster.scheduler_address, folder=folder)
    with pytest.raises(SweepError, match=r"The worker tcp://.* and here it is python 3\.99\.1, ke"):
        running.wait()
    assert not folder.exists()


def test_a_scheduler_that_is_not_there_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_widgets.training.sweeping.dask_workers._ANSWER", 0.3)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(SweepError, match=f"The scheduler {address} does not answer"):
            sweep({"seed": [0]}, DATA, address, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
    for address in ("nonsense", "tcp://127.0.0.1"):
        with pytest.raises(
            SweepError, match=r"is no address of .* port .* give one as tcp://10\.0"
        ):
            sweep({"seed": [0]}, DATA, address, folder=tmp_path)


def test_one_that_takes_a_connection_and_says_nothing_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_widgets.training.sweeping.dask_workers._ANSWER", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        address = f"tcp://127.0.0.1:{frozen.getsockname()[1]}"
        with pytest.raises(SweepError, match="does not answer"):
            sweep({"seed": [0]}, DATA, address, folder=tmp_path)


def test_something_else_than_a_scheduler_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        greeter = threading.Thread(target=greet)
        greeter.start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(SweepError, match="does not answer"):
            sweep({"seed": [0]}, DATA, address, folder=tmp_path)
        greeter.join()


class Gone:
    """A client whose scheduler does not answer."""

    status = "running"

    class scheduler:  # noqa: N801
        address = "tcp://here:1"

    def nthreads(self) -> dict[str, int]:
        raise OSError("Timed out")


def test_a_scheduler_that_is_gone_is_waited_for_and_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workers = DaskWorkers(SweepData.split(DATA), Gone())
    message = workers.check()
    assert message.startswith("The scheduler tcp://here:1 does not answer (OSError). Waiting for")
    assert "dask worker tcp://here:1 --nworkers -1 --nthreads 1" in message
    assert workers.slots == 0
    monkeypatch.setattr("digit_widgets.training.sweeping.dask_workers._PATIENCE", 0.0)
    with pytest.raises(SweepError, match="Then start the sweep again: it goes on from its records"):
        workers.check()
    workers.close()
