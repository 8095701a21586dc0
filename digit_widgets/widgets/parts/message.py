"""Messages: errors and notes in the page, and the wording of exceptions."""

from __future__ import annotations

from html import escape
from typing import Literal

from ipywidgets import HTML

from digit_widgets.errors import DigitWidgetsError

__all__ = ["Message", "describe_error", "error_text", "model_problem"]


class Message(HTML):  # type: ignore[misc]
    """A message in plain text, one line per problem; screen readers read it out.

    Parameters
    ----------
    role
        "alert" for problems, "status" for neutral information, "note" for text that changes so
        often that it must not be read out.
    """

    def __init__(self, role: Literal["alert", "status", "note"] = "alert") -> None:
        super().__init__()
        self._role = role
        self.add_class("digit-widgets-message" if role == "alert" else "digit-widgets-note")

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
