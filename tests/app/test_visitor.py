"""The visitor without a browser, on whom tests of the server and measurements rely."""

from __future__ import annotations

import itertools

import pytest

from tests.support.digits import DIGITS
from tests.support.visitor.kernel_frames import ReceivedMessage, make_frame, make_header
from tests.support.visitor.page_outbox import PageOutbox
from tests.support.visitor.visitor import RefusedError, Visitor
from tests.support.waiting import run_coroutine


def test_a_seven_is_drawn_and_read_and_nothing_is_lost(voila_url: str) -> None:
    async def visit() -> None:
        visitor = Visitor(voila_url)
        arrival = await visitor.enter()
        assert 0 < arrival.page < arrival.states
        for label in ("7", "5"):
            drawing = await visitor.draw(DIGITS[label])
            assert drawing.reading == label
            assert max(drawing.bars) == drawing.bars[int(label)]
            assert drawing.n_points > 40
            assert (drawing.n_lost, drawing.n_strokes_lost) == (0, 0)
            assert drawing.times
            assert all(time > 0 for time in drawing.times)
            visitor.reset()
        await visitor.leave()
        assert await visitor.socket.wait_closed(10)

    run_coroutine(visit())


def test_states_come_one_by_one_if_not_all_at_once(
    voila_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.visitor.widget_states._PATIENCE", 0.0)

    async def visit() -> None:
        visitor = Visitor(voila_url)
        await visitor.enter()
        assert (await visitor.draw(DIGITS["1"])).reading == "1"
        await visitor.leave()

    run_coroutine(visit())


def test_what_the_server_refuses_is_told(voila_url: str) -> None:
    async def visit() -> None:
        with pytest.raises(RefusedError) as refused:
            await Visitor(f"{voila_url}nothing").enter()
        assert refused.value.status in (403, 404)
        visitor = Visitor(voila_url)
        await visitor.enter()
        visitor.kernel_id = "00000000-0000-0000-0000-000000000000"
        with pytest.raises(RefusedError) as refused:
            await visitor.open_socket()
        assert refused.value.status == 404
        visitor.vanish()

    run_coroutine(visit())


def test_a_frame_is_read_as_it_was_written() -> None:
    header = make_header("comm_msg", "a session")
    message = ReceivedMessage(make_frame(header, {"comm_id": "é"}))
    assert (message.channel, message.kind, message.parent) == ("shell", "comm_msg", None)
    assert (message.header, message.content) == (header, {"comm_id": "é"})
    assert message.buffers == []


def test_the_next_batch_waits_for_an_answer_and_takes_all_points() -> None:
    sent, numbers = [], itertools.count()
    outbox = PageOutbox(lambda content: sent.append(content) or str(next(numbers)))
    outbox.begin()
    for x in range(4):
        outbox.add(x, 0.03)
    assert [each["points"] for each in sent] == [[0, 0]]
    outbox.on_ack(0, 1, False)
    outbox.end()
    assert [each["points"] for each in sent[1:]] == [[1, 0, 2, 0, 3, 0]]
    assert not sent[1]["end"]
    assert outbox.n_lost == 3
    outbox.on_ack(0, 4, False)
    assert sent[2]["end"]
    assert not outbox.is_taken
    outbox.on_ack(0, 4, True)
    assert outbox.is_taken
    assert outbox.n_lost == 0


def test_bars_for_a_batch_are_those_for_all_before_it() -> None:
    sent, numbers = [], itertools.count()
    outbox = PageOutbox(lambda content: sent.append(content) or str(next(numbers)))
    outbox.begin()
    for x in range(3):
        outbox.add(x, x)
        outbox.on_ack(0, x + 1, False)
    outbox.on_shown("1")
    assert [each.shown is None for each in outbox.batches] == [False, False, True]
    first = outbox.batches[0].shown
    outbox.on_shown("0")  # late news
    outbox.on_shown("another view's")
    assert outbox.batches[0].shown == first
    assert outbox.batches[2].shown is None
