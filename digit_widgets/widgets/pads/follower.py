"""Pad follower: the base of widgets that show more about a pad's drawing."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any, ClassVar

from ipywidgets import VBox
from traitlets import Bool, Unicode, observe

from digit_widgets.errors import ArgumentError
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.recognizer_pad import RecognizerPad
from digit_widgets.widgets.parts.message import Message, model_problem
from digit_widgets.widgets.parts.page_widgets import ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.worker import LatestWorker

__all__ = ["PadFollower", "check_pad"]


def check_pad(pad: Any, kinds: tuple[type[RecognizerPad], ...] = (DigitPad,)) -> Any:
    """Return a pad for another widget to follow; raise ArgumentError if it is of no such kind."""
    if not isinstance(pad, kinds):
        names = " or a ".join(kind.__name__ for kind in kinds)
        raise ArgumentError(f"A {names} is followed, not {pad!r:.80}.")
    return pad


class PadFollower(ShortRepr, VBox):  # type: ignore[misc]
    """A widget that follows a pad and works on the pad's newest state on its own thread.

    A subclass lists the pad's traits that it follows in `FOLLOWED`, works in `_update`, and passes
    its parts to `_begin` at the end of its ``__init__``. What `_update` raises becomes `error`,
    which is shown below the parts; `_fail` may hide what is then out of date.

    Parameters
    ----------
    pad
        The pad to follow; anything else raises ArgumentError.

    Attributes
    ----------
    error
        str: the problem, and what to do about it; "" if there is none. Read-only.
    following
        bool: False leaves what is shown as it is, and takes no time while nobody looks; True shows
        the pad's newest state again. May be assigned.
    """

    #: Names of the pad's traits whose changes trigger an update.
    FOLLOWED: ClassVar[tuple[str, ...]] = ("ink", "model", "threshold")
    #: Kinds of pads that can be followed.
    PADS: ClassVar[tuple[type[RecognizerPad], ...]] = (DigitPad,)

    error = Unicode("", read_only=True)
    following = Bool(True)

    def __init__(self, pad: RecognizerPad, **kwargs: Any) -> None:
        self._pad = check_pad(pad, self.PADS)
        self._closing = threading.Event()
        self._message = Message()
        self._worker: LatestWorker[None] = LatestWorker(lambda _: self._try_update())
        super().__init__(**kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-pad")
        self.add_class("digit-widgets-live")

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the pad's newest state is shown, at most `timeout` seconds."""
        self._worker.wait(timeout)

    def close(self) -> None:
        """Remove the widget from all pages, stop following the pad and stop the thread."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if worker := getattr(self, "_worker", None):
            # If it was closed before, or not fully created, it does not observe the pad.
            with suppress(ValueError):
                self._pad.unobserve(self._on_pad, list(self.FOLLOWED))
            self._closing.set()
            worker.close()
        super().close()

    def _begin(self, *parts: Any) -> None:
        """Lay out the parts, and start following the pad."""
        self.children = [ConnectionStatus(self), *parts, self._message]
        self._pad.observe(self._on_pad, list(self.FOLLOWED))
        self._worker.submit(None)

    def _on_pad(self, _: Any) -> None:
        if self.following:
            self._worker.submit(None)

    def _try_update(self) -> None:
        try:
            self._update()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._fail(model_problem(error))

    def _update(self) -> None:
        """Process and show the pad's newest state, on the worker's thread."""
        raise NotImplementedError

    def _fail(self, problem: str) -> None:
        """Show what an update has raised; subclasses also hide what is out of date."""
        self.set_trait("error", problem)

    @observe("following")
    def _on_following(self, change: Any) -> None:
        if change["new"]:
            self._worker.submit(None)

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._message.say(change["new"])
