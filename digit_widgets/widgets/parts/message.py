"""Messages: errors and notes in the page, and the wording of exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Literal

from ipywidgets import HTML

from digit_widgets.errors import DigitWidgetsError

__all__ = ["AS_WIDE_AS_ITS_PART", "Message", "describe_error", "error_text", "model_problem"]

#: Layout of a message whose words must not make the column wider than the part above it.
AS_WIDE_AS_ITS_PART: Mapping[str, str] = {"width": "0", "min_width": "100%"}


class Message(HTML):  # type: ignore[misc]
    """A message in plain text, one line per problem; screen readers read it out.

    Parameters
    ----------
    role
        "alert" for problems, "status" for neutral information, "note" for text that changes so
        often that it must not be read out.
    layout
        As for any widget.
    """

    def __init__(
        self,
        role: Literal["alert", "status", "note"] = "alert",
        layout: Mapping[str, str] | None = None,
    ) -> None:
        name = "digit-widgets-message" if role == "alert" else "digit-widgets-note"
        super().__init__(layout=dict(layout or {}), _dom_classes=(name,))
        self._role = role

    def say(self, text: str) -> None:
        """Replace the message; "" if there is no problem."""
        lines = escape(text).replace("\n", "<br>")
        # An alert is read out when it appears on the page: an empty one must not appear.
        is_silent = self._role == "alert" and not text
        self.value = "" if is_silent else f'<div role="{self._role}">{lines}</div>'


def describe_error(error: BaseException) -> str:
    """Return an exception's type and message, as in tracebacks."""
    return f"{type(error).__name__}: {error}"


def error_text(error: BaseException) -> str:
    """Return an exception's message, with its type unless it is one of this package."""
    return str(error) if isinstance(error, DigitWidgetsError) else describe_error(error)


def model_problem(error: BaseException) -> str:
    """Describe what went wrong with a model, or in the model's own code."""
    ours = isinstance(error, DigitWidgetsError)
    return error_text(error) if ours else f"The model raised {describe_error(error)}"
