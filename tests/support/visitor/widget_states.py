"""Widget states: a page's request for the states of all widgets of its kernel.

All at once through the comm ``jupyter.widget.control``; if it does not answer in time, each widget
by itself, as ipywidgets' manager does.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from tests.support.visitor.kernel_frames import ReceivedMessage

__all__ = ["StateRequest"]

State = Mapping[str, Any]

#: Seconds for which ipywidgets' manager waits for all states at once.
_PATIENCE = 4.0
#: Seconds after which a kernel that says nothing fails.
_ANSWER_WITHIN = 120.0


class StateRequest:
    """Requests states, and finds the answers among the kernel's messages.

    `send` is called with a message's type, its content and perhaps metadata, and returns its
    identifier.
    """

    def __init__(self, send: Callable[..., str]) -> None:
        self._send = send
        self._answers: dict[tuple[str, str], asyncio.Future[ReceivedMessage]] = {}

    @property
    def is_open(self) -> bool:
        """True while answers are waited for."""
        return bool(self._answers)

    def on_message(self, message: ReceivedMessage) -> None:
        """A message is taken if it is an answer."""
        key = message.parent or "", message.kind
        if (answer := self._answers.get(key)) and not answer.done():
            answer.set_result(message)

    async def fetch(self) -> dict[str, State]:
        """The states of all models are fetched, by the models' identifiers."""
        asked = self._send("kernel_info_request", {})
        await self._wait(asked, "kernel_info_reply", _ANSWER_WITHIN)
        control = str(uuid.uuid4())
        target = {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}
        self._send("comm_open", target, metadata={"version": "1.0.0"})
        asked = self._send_data(control, "request_states")
        try:
            answer = await self._wait(asked, "comm_msg", _PATIENCE)
        except TimeoutError:
            return await self._fetch_each()
        self._send("comm_close", {"comm_id": control, "data": {}})
        states = answer.content["data"]["states"]
        _put_buffers(states, answer)
        return {model: each["state"] for model, each in states.items()}

    async def _fetch_each(self) -> dict[str, State]:
        asked = self._send("comm_info_request", {"target_name": "jupyter.widget"})
        answer = await self._wait(asked, "comm_info_reply", _ANSWER_WITHIN)
        models = list(answer.content["comms"])
        asking = [
            self._wait(self._send_data(model, "request_state"), "comm_msg", _ANSWER_WITHIN)
            for model in models
        ]
        answers = await asyncio.gather(*asking)
        states = {}
        for model, each in zip(models, answers, strict=True):
            states[model] = each.content["data"]["state"]
            _put_buffers(states[model], each)
        return states

    def _send_data(self, model: str, method: str) -> str:
        return self._send("comm_msg", {"comm_id": model, "data": {"method": method}})

    async def _wait(self, asked: str, kind: str, timeout: float) -> ReceivedMessage:
        key = asked, kind
        self._answers[key] = asyncio.get_running_loop().create_future()
        try:
            return await asyncio.wait_for(self._answers[key], timeout)
        finally:
            del self._answers[key]


def _put_buffers(state: dict[str, Any], message: ReceivedMessage) -> None:
    """Binary values, which are no JSON, are put where they belong."""
    for path, buffer in zip(message.content["data"]["buffer_paths"], message.buffers, strict=True):
        *parents, name = path
        place: Any = state
        for each in parents:
            place = place[each]
        place[name] = buffer
